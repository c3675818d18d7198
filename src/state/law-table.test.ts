import { describe, expect, it } from 'vitest';
import { bindLaw, defaultLaw, findLaw, laws } from '../model/laws';
import { computeForLoss } from '../model/optimum';
import { loss } from '../model/loss';
import { lawTable } from './law-table';
import { createStore, defaultChoices } from './store';

const C = 5.76e23;

describe('the table of laws', () => {
  const rows = lawTable(laws, defaultLaw, C);

  it('holds every law once, by rising N*', () => {
    expect(rows.map(({ law }) => law.id).toSorted()).toEqual(laws.map(({ id }) => id).toSorted());
    expect(rows.map(({ optimum }) => optimum.N)).toEqual(rows.map(({ optimum }) => optimum.N).toSorted((a, b) => a - b));
  });

  it('says what it costs to be wrong, in both directions', () => {
    for (const { law, costIfTrained, costIfTrue } of rows) {
      const isFree = law.id === defaultLaw.id;
      expect(costIfTrained > 0).toBe(!isFree);
      expect(costIfTrue > 0).toBe(!isFree);
    }
    const hoffmann = rows.find(({ law }) => law.id === 'hoffmann-2022')!;
    const { N, D } = hoffmann.optimum;
    // the compute with which the true law's optimum would have reached the same
    expect(C / computeForLoss(defaultLaw, loss(defaultLaw, N, D))).toBeCloseTo(1 + hoffmann.costIfTrained, 12);
    expect(hoffmann.costIfTrained).toBeCloseTo(0.257, 3);
    expect(hoffmann.costIfTrue).toBeCloseTo(0.218, 3);
  });

  it('is silent where a law reaches the same loss at more than one budget', () => {
    const fewBits = bindLaw(findLaw('kumar-2024')!, { servingBits: 1 });
    for (const { costIfTrained } of lawTable([defaultLaw], fewBits, C))
      expect(costIfTrained >= 0 || Number.isNaN(costIfTrained)).toBe(true);
  });

  it('follows budget, law and scenario', () => {
    const store = createStore(defaultChoices, 'dark');
    const sizeOf = (id: string) => store.lawTable.value.find(({ law }) => law.id === id)!.optimum.N;
    const before = { dense: sizeOf('besiroglu-2024'), experts: sizeOf('krajewski-2024-moe') };
    store.scenario.value = { granularity: 64 };
    expect(sizeOf('krajewski-2024-moe')).not.toBe(before.experts);
    expect(sizeOf('besiroglu-2024')).toBe(before.dense);
    store.C.value = 1e21;
    expect(sizeOf('besiroglu-2024')).toBeLessThan(before.dense);
    store.law.value = 'krajewski-2024-moe';
    expect(store.lawTable.value.find(({ law }) => law.id === 'krajewski-2024-moe')!.costIfTrue).toBe(0);
  });
});
