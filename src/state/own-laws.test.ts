import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomLaw } from '../model/custom-law';
import { findForm, formIds } from '../model/forms';
import { bindOwnLaws, createOwnLaw, keepOwnLaw, mergeLaws, readOwnLaws, removeOwnLaw, replaceOwnLaw } from './own-laws';
import { createStore, defaultChoices } from './store';

const chinchilla = (E: number, label = 'Ours'): CustomLaw => ({
  form: 'chinchilla',
  coefficients: { E, A: 400, alpha: 0.34, B: 410, beta: 0.28 },
  label,
});

/** A storage of two tabs: what one writes, the others hear. */
function createBrowser() {
  const entries = new Map<string, string>();
  const tabs: ((event: StorageEvent) => void)[] = [];
  const tell = (from: number, key: string, newValue: string | null) => {
    for (const [i, listener] of tabs.entries()) if (i !== from) listener({ key, newValue } as StorageEvent);
  };
  const openTab = (choices = defaultChoices) => {
    const tab = tabs.length;
    const storage = {
      get length() {
        return entries.size;
      },
      key: (i: number) => [...entries.keys()][i] ?? null,
      getItem: (key: string) => entries.get(key) ?? null,
      setItem: (key: string, value: string) => {
        entries.set(key, value);
        tell(tab, key, value);
      },
      removeItem: (key: string) => {
        entries.delete(key);
        tell(tab, key, null);
      },
    };
    const saved = readOwnLaws(storage);
    const store = createStore({ ...choices, own: mergeLaws(saved.laws, choices.own) }, 'dark');
    bindOwnLaws(store, storage, saved, {
      addEventListener: (_: string, listener: unknown) => void (tabs[tab] = listener as (event: StorageEvent) => void),
    } as Parameters<typeof bindOwnLaws>[3]);
    return store;
  };
  return { entries, openTab };
}

const labels = (store: ReturnType<ReturnType<typeof createBrowser>['openTab']>) => store.own.value.map(({ label }) => label);

describe('laws of the user’s own', () => {
  it('are known by what they say: the same everywhere, never in the place of another of the same name', () => {
    expect(createOwnLaw(chinchilla(1.7)).id).toBe(createOwnLaw(chinchilla(1.7)).id);
    expect(createOwnLaw(chinchilla(1.7)).id).not.toBe(createOwnLaw(chinchilla(1.8)).id);
    expect(createOwnLaw(chinchilla(1.7)).id).not.toBe(createOwnLaw(chinchilla(1.7, 'Theirs')).id);
  });

  it('are there again when the page is opened again', () => {
    const { openTab } = createBrowser();
    keepOwnLaw(openTab(), createOwnLaw(chinchilla(1.7)));
    expect(openTab().own.value).toEqual([createOwnLaw(chinchilla(1.7))]);
  });

  it('reach other tabs, which write only what changed in them', () => {
    const { openTab, entries } = createBrowser();
    const [here, there] = [openTab(), openTab()];
    keepOwnLaw(here, createOwnLaw(chinchilla(1.7, 'A')));
    keepOwnLaw(there, createOwnLaw(chinchilla(1.8, 'B')));
    expect([labels(here), labels(there)]).toEqual([
      ['A', 'B'],
      ['A', 'B'],
    ]);
    removeOwnLaw(here, createOwnLaw(chinchilla(1.8, 'B')).id);
    expect([labels(here), labels(there), entries.size]).toEqual([['A'], ['A'], 1]);
  });

  it('stay on a page that uses them when another tab deletes them', () => {
    const { openTab } = createBrowser();
    const [here, there] = [openTab(), openTab()];
    const law = createOwnLaw(chinchilla(1.7));
    keepOwnLaw(here, law);
    there.law.value = law.id;
    removeOwnLaw(here, law.id);
    expect(there.answer.value.law.label).toBe('Ours');
    expect(labels(here)).toEqual([]);
  });

  it('are replaced wherever they are used, and give way to the default law when they are deleted', () => {
    const store = createBrowser().openTab();
    const [before, after] = [createOwnLaw(chinchilla(1.7)), createOwnLaw(chinchilla(1.8))];
    keepOwnLaw(store, before);
    store.law.value = before.id;
    store.vs.value = ['gpt3', before.id];
    replaceOwnLaw(store, before.id, after);
    expect([store.law.value, store.vs.value]).toEqual([after.id, ['gpt3', after.id]]);
    expect(store.answer.value.law.coefficients['E']).toBe(1.8);
    removeOwnLaw(store, after.id);
    expect([store.law.value, store.vs.value, store.own.value]).toEqual([defaultChoices.law, ['gpt3'], []]);
  });

  it('are kept when a link brings them, and the user is told', () => {
    const { openTab, entries } = createBrowser();
    const law = createOwnLaw(chinchilla(1.7));
    const store = openTab({ ...defaultChoices, law: law.id, own: [law] });
    expect(entries.size).toBe(1);
    expect(store.notices.value.map(({ message }) => message)).toEqual(['The link brought a law of its own, “Ours”.']);
    expect(openTab({ ...defaultChoices, law: law.id, own: [law] }).notices.value).toEqual([]);
  });

  it('leave the page alone where storage is broken, full or blocked', () => {
    const { entries, openTab } = createBrowser();
    entries.set('isoflop.law.own-x', '{"version":9}').set('isoflop.law.own-y', 'no JSON').set('another.key', 'x');
    expect(openTab().notices.value.map(({ message }) => message)).toEqual(['2 saved laws could not be read.']);
    expect(entries.size).toBe(3);

    const fail = () => {
      throw new Error('blocked');
    };
    const blocked = { length: 1, key: fail, getItem: fail, setItem: fail, removeItem: fail };
    for (const storage of [blocked, undefined]) {
      const store = createStore(defaultChoices, 'dark');
      bindOwnLaws(store, storage, readOwnLaws(storage), { addEventListener: () => undefined });
      keepOwnLaw(store, createOwnLaw(chinchilla(1.7)));
      expect(store.notices.value[0]?.message).toContain('storage is full or blocked');
      expect(labels(store)).toEqual(['Ours']);
      removeOwnLaw(store, createOwnLaw(chinchilla(1.7)).id);
      expect(store.own.value).toEqual([]);
    }
  });

  it('of any form, within its ranges, never stop the page', () => {
    const law = fc
      .constantFrom(...formIds)
      .chain((form) =>
        fc
          .record(
            Object.fromEntries(
              Object.entries(findForm(form).coefficients).map(([name, { min, max }]) => [name, fc.double({ min, max, noNaN: true })]),
            ),
          )
          .map((coefficients) => createOwnLaw({ form, coefficients } as CustomLaw)),
      );
    fc.assert(
      fc.property(law, (own) => {
        const store = createStore({ ...defaultChoices, law: own.id, own: [own], vs: ['besiroglu-2024'] }, 'dark');
        expect(store.answer.value.optimum.C).toBe(defaultChoices.C);
        expect(store.content.value.lines.length).toBeGreaterThan(0);
        expect(store.costMatrix.value.costs).toHaveLength(2);
      }),
      { numRuns: 12 },
    );
  });
});
