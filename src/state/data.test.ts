import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimum } from '../model/optimum';
import { createStore, defaultChoices } from './store';
import { dataRanges, parseShare } from './data';

const open = () => createStore(defaultChoices, 'dark');

describe('the data panel', () => {
  it('starts from a tenth of Common Crawl, which is enough for the default answer', () => {
    const { supply, isUsed } = open().data;
    expect(supply.value.funnel.unique).toBeCloseTo(1.3e13, -3);
    expect(supply.value.uniqueInterval?.map((U) => U / 1e13)).toEqual([expect.closeTo(1, 9), expect.closeTo(2.6, 9)]);
    expect(supply.value.shareOfRaw).toBeCloseTo(0.0102, 3);
    expect(supply.value).toMatchObject({ verdict: 'fresh', worth: 1 });
    expect(isUsed.value).toBe(false);
  });

  it('follows the budget', () => {
    const store = open();
    const { supply } = store.data;
    store.C.value = 5e26;
    expect(supply.value.epochs).toBeCloseTo(optimum(store.shownLaw.value, 5e26).D / 1.3e13, 9);
    expect(supply.value.verdict).toBe('repeated');
    store.C.value = 1e28;
    expect(supply.value.verdict).toBe('worn');
  });

  it('bends the frontier by one call, and then follows the funnel', () => {
    const store = open();
    const { data, law, scenario, answer } = store;
    data.change({ corpus: 'llama', language: 0.1 });
    data.use();
    expect(law.value).toBe('muennighoff-2023');
    expect(scenario.value).toEqual({ U: Number((4.6e11 / 3.29).toPrecision(6)) });
    expect(data.isUsed.value).toBe(true);
    store.C.value = 1e26;
    const { N, D } = answer.value.optimum;
    data.change({ language: 1 });
    expect(scenario.value.U).toBe(Number((4.6e12 / 3.29).toPrecision(6)));
    // ten times the text: fewer parameters
    expect(answer.value.optimum.N).not.toBeCloseTo(N, -6);
    expect(data.supply.value.epochs).toBeCloseTo((answer.value.optimum.D * 3.29) / 4.6e12, 6);
    expect(answer.value.optimum.D).not.toBe(D);
    data.release();
    expect(scenario.value).toEqual({});
    expect(data.isUsed.value).toBe(false);
  });

  it('offers no unique tokens that a scenario cannot take', () => {
    const { data, law, scenario } = open();
    data.change({ corpus: 'own', bytes: 1e6 });
    expect(data.isUsable.value).toBe(false);
    data.use();
    expect([law.value, scenario.value]).toEqual(['besiroglu-2024', {}]);
  });

  it('drops nothing more of a finished corpus', () => {
    const { data } = open();
    data.change({ corpus: 'pile' });
    expect(data.supply.value.funnel.unique).toBeCloseTo(8.25e11 / 3.29, -3);
    data.change({ bytesPerToken: 4.5 });
    expect(data.supply.value.funnel.unique).toBeCloseTo(8.25e11 / 4.5, -3);
  });
});

describe('parseShare', () => {
  it.each([
    ['20 %', 0.2],
    ['20', 0.2],
    ['0.2', 0.2],
    ['.5', 0.5],
    ['100%', 1],
    ['1', 1],
    ['0.5 %', 0.005],
    ['0', undefined],
    ['101 %', undefined],
    ['', undefined],
    ['half', undefined],
    ['-3', undefined],
  ])('%s', (text, expected) => expect(parseShare(text)).toEqual(expected));

  it('gives shares within the range or none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const share = parseShare(text) ?? 1;
        expect(share).toBeGreaterThanOrEqual(dataRanges.yield.min);
        expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });
});
