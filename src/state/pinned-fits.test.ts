import { describe, expect, it } from 'vitest';
import { lawOfPinned, optimumOfPinned } from './fit';
import { type FitStorageHost, type PinnedFit, createPinnedFits, freeName } from './pinned-fits';

/** A storage that several tabs share; each hears what the others do. */
function createBrowser(isFull = false) {
  const held = new Map<string, string>();
  const tabs: { listener: (event: StorageEvent) => void; id: number }[] = [];
  const open = (id: number) => {
    const tell = (key: string, newValue: string | null) => {
      for (const tab of tabs) if (tab.id !== id) tab.listener({ key, newValue } as StorageEvent);
    };
    const storage = {
      get length() {
        return held.size;
      },
      key: (i: number) => [...held.keys()][i] ?? null,
      getItem: (key: string) => held.get(key) ?? null,
      setItem(key: string, value: string) {
        if (isFull) throw new DOMException('full', 'QuotaExceededError');
        held.set(key, value);
        tell(key, value);
      },
      removeItem(key: string) {
        held.delete(key);
        tell(key, null);
      },
    };
    const host = {
      addEventListener: (_: string, listener: (event: StorageEvent) => void) => tabs.push({ listener, id }),
      removeEventListener: () => undefined,
    } as unknown as FitStorageHost;
    const troubles: string[] = [];
    return { fits: createPinnedFits(storage, host, (message) => troubles.push(message)), troubles };
  };
  return { held, open };
}

const pin = (id: string, name = id, date = '2026-11-22T00:00:00Z'): PinnedFit => ({
  version: 1,
  id,
  name,
  date,
  runs: { name: 'runs', kept: 240, usable: 245 },
  approach: '3',
  form: 'chinchilla',
  objective: 'huber',
  fields: { rules: 'top 5 loss' },
  coefficients: { E: 1.8172, A: 482.01, alpha: 0.3478, B: 2085.43, beta: 0.3658 },
  intervals: { E: [1.79, 1.85] },
  powers: null,
  value: 1e-3,
  exponent: { value: 0.513, standardError: 0.02 },
  verdict: 'sound',
  band: [],
});

const names = (fits: ReturnType<typeof createPinnedFits>) => fits.all.value.map(({ name }) => name);

describe('kept fits', () => {
  it('are there again after a reload, renamed and without those that were removed', () => {
    const browser = createBrowser();
    const { fits } = browser.open(1);
    for (const id of ['a', 'b', 'c']) fits.add(pin(id));
    fits.rename('b', '  the good one ');
    fits.rename('a', '   ');
    fits.remove('c');
    expect(names(browser.open(2).fits)).toEqual(['a', 'the good one']);
    expect(browser.open(3).fits.all.value[0]).toEqual(pin('a'));
  });

  it('of two tabs come together, whichever keeps, renames or removes', () => {
    const browser = createBrowser();
    const [one, two] = [browser.open(1).fits, browser.open(2).fits];
    one.add(pin('a'));
    two.add(pin('b'));
    expect([names(one), names(two)]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    two.rename('a', 'A');
    one.remove('b');
    expect([names(one), names(two)]).toEqual([['A'], ['A']]);
    expect(browser.held.size).toBe(1);
  });

  it('that cannot be written stay on the page, and that is said', () => {
    const { fits, troubles } = createBrowser(true).open(1);
    fits.add(pin('a'));
    expect(names(fits)).toEqual(['a']);
    expect(troubles[0]).toContain('“a” stays until the page is left');
  });

  it('that are broken or of another version are passed over and left alone', () => {
    const browser = createBrowser();
    for (const [key, text] of [
      ['isoflop.fit.x', '{'],
      ['isoflop.fit.y', '{"version":2}'],
      ['other', 'text'],
    ] as const)
      browser.held.set(key, text);
    expect(browser.open(1).fits.all.value).toEqual([]);
    expect(browser.held.size).toBe(3);
  });

  it('get names of their own', () => {
    expect(freeName('fit', [pin('a', 'fit'), pin('b', 'fit 2')])).toBe('fit 3');
    expect(freeName('x'.repeat(100), []).length).toBeLessThanOrEqual(60);
  });

  it('answer for any budget, by their law or by their power laws', () => {
    expect(optimumOfPinned(pin('a'), 1e21).N / 2.7785e9).toBeCloseTo(1, 3);
    const straight = { ...pin('a'), coefficients: {}, powers: { N: { k: 0.1, a: 0.5 }, D: { k: 1.6, a: 0.5 } } };
    const { N, D } = optimumOfPinned(straight, 1e20);
    expect([N / 1e9, D / 1.6e10]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    expect(lawOfPinned(straight)).toBeUndefined();
  });
});
