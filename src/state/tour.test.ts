import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUDGET_RANGE } from './budget';
import type { StorageHost } from './own-laws';
import { createStore, defaultChoices } from './store';
import { createTour, tourSteps } from './tour';
import { createUndo } from './undo';
import { type UrlHost, applyHash, bindUrl, choicesOf, formatHash } from './url';
import { viewIds } from './views';

/** A storage in memory. */
function memory(entries: Readonly<Record<string, string>> = {}) {
  const map = new Map(Object.entries(entries));
  return {
    map,
    get length() {
      return map.size;
    },
    key: (i: number) => [...map.keys()][i] ?? null,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

const noHost: StorageHost = { addEventListener: () => undefined };
const chosen = { ...defaultChoices, view: 'fit' as const, law: 'hoffmann-2022', vs: ['kaplan-2020-nd'], C: 3e22 };

describe('the tour', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is offered until it is taken or declined, and remembers either', () => {
    for (const end of ['start', 'decline'] as const) {
      const storage = memory();
      const tour = createTour(createStore(chosen, 'dark'), storage, noHost);
      expect(tour.isOffered.value).toBe(true);
      tour[end]();
      expect(tour.isOffered.value).toBe(false);
      expect(createTour(createStore(chosen, 'dark'), storage, noHost).isOffered.value).toBe(false);
    }
  });

  it('works where nothing can be stored', () => {
    const broken = {
      ...memory(),
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    };
    for (const storage of [undefined, broken]) {
      const tour = createTour(createStore(chosen, 'dark'), storage, noHost);
      tour.decline();
      expect(tour.isOffered.value).toBe(false);
    }
  });

  it('opens each view by itself, and leaves all choices as they were', () => {
    const store = createStore(chosen, 'dark');
    const before = formatHash(choicesOf(store));
    const tour = createTour(store, memory(), noHost);
    tour.start();
    for (const [place, { view }] of tourSteps.entries()) {
      tour.goTo(place);
      expect(store.view.value).toBe(view);
      expect(store.isTouring.value).toBe(true);
    }
    tour.goTo(tourSteps.length);
    expect(tour.step.value).toBeUndefined();
    expect(store.isTouring.value).toBe(false);
    expect(formatHash(choicesOf(store))).toBe(before);
  });

  it('moves the budget and adds a law only in the steps that show that', () => {
    const store = createStore(chosen, 'dark');
    const tour = createTour(store, memory(), noHost);
    tour.start();
    tour.moveBudget(1);
    expect(store.C.value).toBe(3e22);
    tour.goTo(tourSteps.findIndex(({ show }) => show === 'budget'));
    tour.moveBudget(1);
    expect(store.C.value).toBe(3e23);
    tour.moveBudget(0);
    expect(store.C.value).toBe(3e22);
    tour.moveBudget(0.7);
    tour.goTo(tourSteps.findIndex(({ show }) => show === 'comparison'));
    expect(store.C.value).toBe(3e22);
    expect(store.vs.value).toEqual(['kaplan-2020-nd', 'besiroglu-2024']);
    tour.goTo(0);
    expect(store.vs.value).toEqual(['kaplan-2020-nd']);
  });

  it('moves the largest budget down', () => {
    const store = createStore({ ...chosen, C: BUDGET_RANGE[1] }, 'dark');
    const tour = createTour(store, memory(), noHost);
    tour.start();
    tour.goTo(2);
    tour.moveBudget(1);
    expect(store.C.value).toBe(BUDGET_RANGE[1] / 10);
  });

  it('is no step to take back, and stands in no address', () => {
    const store = createStore(chosen, 'dark');
    const written: string[] = [];
    bindUrl(store, {
      location: { hash: '' } as Location,
      history: { replaceState: (_: unknown, __: string, hash: string) => void written.push(hash) } as unknown as History,
      addEventListener: () => undefined,
    } satisfies UrlHost);
    const undo = createUndo(store);
    vi.runAllTimers();
    const [before] = written;
    const tour = createTour(store, memory(), noHost);
    tour.start();
    tour.goTo(2);
    tour.moveBudget(1);
    vi.runAllTimers();
    tour.leave();
    vi.runAllTimers();
    expect(undo.canUndo.value).toBe(false);
    expect(new Set(written)).toEqual(new Set([before]));
    store.C.value = 1e21;
    vi.runAllTimers();
    expect(undo.canUndo.value).toBe(true);
  });

  it('gives way to a link that is opened meanwhile', () => {
    const store = createStore(chosen, 'dark');
    let heard: (() => void) | undefined;
    const host = { addEventListener: (_: string, listener: () => void) => void (heard = listener) } as unknown as StorageHost;
    const tour = createTour(store, memory(), host);
    tour.start();
    applyHash(store, '#v=1&view=plan&C=1e21');
    heard?.();
    expect(tour.step.value).toBeUndefined();
    expect([store.view.value, store.C.value]).toEqual(['plan', 1e21]);
  });

  it('speaks of views that there are, in a few words', () => {
    for (const { view, at, title, text } of tourSteps) {
      expect(viewIds).toContain(view);
      expect(at.length).toBeGreaterThan(0);
      expect(title.length).toBeLessThan(50);
      expect(text.length).toBeLessThan(400);
    }
  });
});
