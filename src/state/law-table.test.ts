import { describe, expect, it } from 'vitest';
import { allocationOptimum, allocations } from '../model/allocation/allocations';
import { bindLaw, defaultLaw, findLaw, laws } from '../model/laws';
import { computeForLoss } from '../model/optimum';
import { loss } from '../model/loss';
import { mismatchCost } from '../model/mismatch';
import { costMatrix, lawTable } from './law-table';
import { createStore, defaultChoices } from './store';
import { allocationSubjects, lawSubject, trendSubjects } from './subjects';

const C = 5.76e23;

describe('the table of laws', () => {
  const rows = lawTable([...laws.map(lawSubject), ...allocationSubjects], defaultLaw, C);

  it('holds every law and rule once, by rising N*', () => {
    expect(rows.map(({ subject }) => subject.id).toSorted()).toEqual([...laws, ...allocations].map(({ id }) => id).toSorted());
    expect(rows.map(({ N }) => N)).toEqual(rows.map(({ N }) => N).toSorted((a, b) => a - b));
  });

  it('costs a rule as if the chosen law were true', () => {
    const row = rows.find(({ subject }) => subject.id === 'hoffmann-2022-a1')!;
    const { N, D } = allocationOptimum('hoffmann-2022-a1', C)!;
    expect(row).toMatchObject({ N, D });
    expect(row.costIfTrained).toBeCloseTo(C / computeForLoss(defaultLaw, loss(defaultLaw, N, D)) - 1, 12);
    expect(row.costIfTrue).toBeNaN();
  });

  it('says what it costs to be wrong, in both directions', () => {
    for (const { subject, costIfTrained, costIfTrue } of rows.filter((row) => row.subject.kind === 'law')) {
      const isFree = subject.id === defaultLaw.id;
      expect(costIfTrained > 0).toBe(!isFree);
      expect(costIfTrue > 0).toBe(!isFree);
    }
    const hoffmann = rows.find(({ subject }) => subject.id === 'hoffmann-2022')!;
    const { N, D } = hoffmann;
    // the compute with which the true law's optimum would have reached the same
    expect(C / computeForLoss(defaultLaw, loss(defaultLaw, N, D))).toBeCloseTo(1 + hoffmann.costIfTrained, 12);
    expect(hoffmann.costIfTrained).toBeCloseTo(0.257, 3);
    expect(hoffmann.costIfTrue).toBeCloseTo(0.218, 3);
  });

  it('is silent where a law reaches the same loss at more than one budget', () => {
    const fewBits = bindLaw(findLaw('kumar-2024')!, { servingBits: 1 });
    for (const { costIfTrained } of lawTable([lawSubject(defaultLaw)], fewBits, C))
      expect(costIfTrained >= 0 || Number.isNaN(costIfTrained)).toBe(true);
  });

  it('follows budget, law and scenario', () => {
    const store = createStore(defaultChoices, 'dark');
    const sizeOf = (id: string) => store.lawTable.value.find(({ subject }) => subject.id === id)!.N;
    const before = { dense: sizeOf('besiroglu-2024'), experts: sizeOf('krajewski-2024-moe') };
    store.scenario.value = { granularity: 64 };
    expect(sizeOf('krajewski-2024-moe')).not.toBe(before.experts);
    expect(sizeOf('besiroglu-2024')).toBe(before.dense);
    store.C.value = 1e21;
    expect(sizeOf('besiroglu-2024')).toBeLessThan(before.dense);
    store.law.value = 'krajewski-2024-moe';
    expect(store.lawTable.value.find(({ subject }) => subject.id === 'krajewski-2024-moe')!.costIfTrue).toBe(0);
  });
});

describe('the cost matrix', () => {
  it('agrees with the table, has zeros where what is true is trained, and a column for loss laws alone', () => {
    const subjects = [lawSubject(defaultLaw), lawSubject(findLaw('hoffmann-2022')!), allocationSubjects[0]!, trendSubjects[0]!];
    const { trained, truths, costs } = costMatrix(subjects, C);
    expect(trained.map(({ id }) => id)).toEqual(['besiroglu-2024', 'hoffmann-2022', 'hoffmann-2022-a1']);
    expect(truths.map(({ id }) => id)).toEqual(['besiroglu-2024', 'hoffmann-2022']);
    expect([costs[0]![0], costs[1]![1]]).toEqual([0, 0]);
    const hoffmann = findLaw('hoffmann-2022')!;
    expect(costs[0]![1]).toBeCloseTo(mismatchCost(defaultLaw, hoffmann, C), 12);
    expect(costs[1]![0]).toBeCloseTo(mismatchCost(hoffmann, defaultLaw, C), 12);
    expect(costs[2]!.every((cost) => cost > 0)).toBe(true);
  });
});
