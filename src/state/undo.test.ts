import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Choices, createStore, defaultChoices } from './store';
import { type KeyHost, bindUndoKeys, createUndo } from './undo';
import { choicesOf, formatHash } from './url';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = () => {
  const store = createStore(defaultChoices, 'dark');
  const undo = createUndo(store);
  vi.advanceTimersByTime(1000);
  return { store, undo };
};

describe('undo', () => {
  it('takes back a drag in one step, and does it again', () => {
    const { store, undo } = open();
    expect(undo.canUndo.value).toBe(false);
    const before = store.C.value;
    for (let i = 1; i <= 60; i++) {
      store.C.value = before * (1 + i / 10);
      vi.advanceTimersByTime(16);
    }
    vi.advanceTimersByTime(1000);
    undo.undo();
    expect(store.C.value).toBe(before);
    expect(undo.canUndo.value).toBe(false);
    undo.redo();
    expect(store.C.value).toBe(before * 7);
    expect(undo.canRedo.value).toBe(false);
  });

  it('takes back what has not settled yet', () => {
    const { store, undo } = open();
    store.law.value = 'hoffmann-2022';
    undo.undo();
    expect(store.law.value).toBe(defaultChoices.law);
  });

  it('outlives a reload, also into another language, and no other link', () => {
    const entries = new Map<string, string>();
    const storage = {
      getItem: (key: string) => entries.get(key) ?? null,
      setItem: (key: string, text: string) => void entries.set(key, text),
    };
    const load = (choices: Choices) => {
      const page = new EventTarget();
      const store = createStore(choices, 'dark');
      const undo = createUndo(store, { host: { storage, page: page as unknown as Window } });
      return { store, undo, leave: () => page.dispatchEvent(new Event('pagehide')) };
    };
    const first = load(defaultChoices);
    first.store.C.value = 1e22;
    vi.advanceTimersByTime(1000);
    first.store.law.value = 'hoffmann-2022';
    vi.advanceTimersByTime(1000);
    first.undo.undo();
    first.leave();
    const again = load(choicesOf(first.store));
    expect([again.undo.canUndo.value, again.undo.canRedo.value]).toEqual([true, true]);
    again.undo.redo();
    expect(again.store.law.value).toBe('hoffmann-2022');
    again.undo.undo();
    again.undo.undo();
    expect(choicesOf(again.store)).toEqual(defaultChoices);
    again.leave();
    const elsewhere = load({ ...defaultChoices, C: 3e21 });
    expect([elsewhere.undo.canUndo.value, elsewhere.undo.canRedo.value]).toEqual([false, false]);
    entries.set('isoflop.steps', '{"version":1,"now":1}');
    expect(load(defaultChoices).undo.canUndo.value).toBe(false);
  });

  it('is no step to turn a picture, and none turns it', () => {
    const { store, undo } = open();
    store.C.value = 1e22;
    vi.advanceTimersByTime(1000);
    store.looks.value = { frontier: { turn: 0, tilt: 1.1, zoom: 1 } };
    vi.advanceTimersByTime(1000);
    undo.undo();
    expect(store.C.value).toBe(defaultChoices.C);
    expect(store.looks.value).toEqual({ frontier: { turn: 0, tilt: 1.1, zoom: 1 } });
    expect(undo.canUndo.value).toBe(false);
  });

  it('forgets what was taken back once something new is chosen', () => {
    const { store, undo } = open();
    store.C.value = 1e22;
    undo.undo();
    store.C.value = 1e23;
    vi.advanceTimersByTime(1000);
    expect(undo.canRedo.value).toBe(false);
  });

  it('opens the view where a step was made; going from view to view is none', () => {
    const { store, undo } = open();
    store.view.value = 'growth';
    vi.advanceTimersByTime(1000);
    expect(undo.canUndo.value).toBe(false);
    store.C.value = 1e22;
    vi.advanceTimersByTime(1000);
    store.view.value = 'evidence';
    vi.advanceTimersByTime(1000);
    undo.undo();
    expect(store.view.value).toBe('growth');
    expect(store.C.value).toBe(defaultChoices.C);
  });

  it('goes all the way back and forth, whatever was chosen', () => {
    const step = fc.oneof(
      fc.constantFrom('hoffmann-2022', 'besiroglu-2024').map((law) => ({ law })),
      fc.double({ min: 1e18, max: 1e28, noNaN: true }).map((C) => ({ C })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const { store, undo } = open();
        const seen = [formatHash(choicesOf(store))];
        for (const { law, C } of steps as { law?: string; C?: number }[]) {
          if (law !== undefined) store.law.value = law;
          if (C !== undefined) store.C.value = C;
          vi.advanceTimersByTime(1000);
          const hash = formatHash(choicesOf(store));
          if (hash !== seen.at(-1)) seen.push(hash);
        }
        for (const hash of seen.slice(0, -1).toReversed()) {
          undo.undo();
          expect(formatHash(choicesOf(store))).toBe(hash);
        }
        for (const hash of seen.slice(1)) {
          undo.redo();
          expect(formatHash(choicesOf(store))).toBe(hash);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('its keys', () => {
  const press = (init: Partial<KeyboardEvent>, target: object = { tagName: 'BODY' }) => {
    const steps: string[] = [];
    let hear: (event: KeyboardEvent) => void = () => undefined;
    const host = { addEventListener: (_: string, listener: typeof hear) => void (hear = listener) } as unknown as KeyHost;
    bindUndoKeys(
      { ...createUndo(createStore(defaultChoices, 'dark')), undo: () => steps.push('undo'), redo: () => steps.push('redo') },
      host,
    );
    hear({ preventDefault: () => undefined, composedPath: () => [target], ...init } as unknown as KeyboardEvent);
    return steps;
  };

  it('are those of every other program', () => {
    expect(press({ key: 'z', ctrlKey: true })).toEqual(['undo']);
    expect(press({ key: 'Z', metaKey: true, shiftKey: true })).toEqual(['redo']);
    expect(press({ key: 'y', ctrlKey: true })).toEqual(['redo']);
    expect(press({ key: 'z' })).toEqual([]);
  });

  it('leave fields that are typed in alone, but not sliders', () => {
    expect(press({ key: 'z', ctrlKey: true }, { tagName: 'INPUT', type: 'text' })).toEqual([]);
    expect(press({ key: 'z', ctrlKey: true }, { tagName: 'TEXTAREA' })).toEqual([]);
    expect(press({ key: 'z', ctrlKey: true }, { tagName: 'INPUT', type: 'range' })).toEqual(['undo']);
  });
});
