import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLaw, laws } from '../model/laws';
import { allocationSubjects, assignSlots, curveOf, findRule, lawCurve, lawSubject, lossAt, pointAt, trendSubjects } from './subjects';

describe('what can be compared', () => {
  it('has one id each', () => {
    const ids = [...laws, ...allocationSubjects, ...trendSubjects].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of [...allocationSubjects, ...trendSubjects]) expect(findRule(id)?.id).toBe(id);
  });

  it('says of a budget what it can, and no more', () => {
    for (const rule of allocationSubjects) {
      const { N, D, loss } = pointAt(rule, 1e21);
      expect((6 * N! * D!) / 1e21).toBeCloseTo(1, 12);
      expect([loss, lossAt(rule, 1e9, 1e10)]).toEqual([undefined, undefined]);
    }
    for (const trend of trendSubjects) expect(pointAt(trend, 1e21).N).toBeUndefined();
    // Kaplan et al. 2020, equations 1.1 and 1.2
    expect(lossAt(findRule('kaplan-n')!, 1e9, 1)).toBeCloseTo((8.8e13 / 1e9) ** 0.076, 10);
    expect(lossAt(findRule('kaplan-d')!, 1, 1e10)).toBeCloseTo((5.4e13 / 1e10) ** 0.095, 10);
    expect(lossAt(findRule('gpt3')!, 1e9, 1e10)).toBeUndefined();
  });

  it('knows where each was fitted', () => {
    expect(curveOf(findRule('hoffmann-2022-a1')!).fitted).toEqual([6e18, 3e21]);
    expect(curveOf(findRule('cerebras-gpt')!).fitted).toEqual([2.6e18, 2.3e22]);
    expect(curveOf(findRule('deepseek-2024')!).fitted).toBeDefined();
    expect(lawCurve(findLaw('sardana-2024')!).fitted).toBeUndefined();
    // Kaplan's largest model, 1.5e9 parameters, is optimal at (1.5e9/1.3e9)^(1/0.73) PF-days
    const [, to] = curveOf(findRule('kaplan-2020')!).fitted!;
    expect(to / (8.64e19 * (1.5 / 1.3) ** (1 / 0.73))).toBeCloseTo(1, 10);
  });

  it('computes a law’s curve once', () => {
    const law = findLaw('hoffmann-2022')!;
    expect(curveOf(lawSubject(law)).points).toBe(lawCurve(law).points);
  });
});

describe('assignSlots', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'));

  it('keeps the place of what stays, and gives what comes the first free one', () => {
    fc.assert(
      fc.property(ids, ids, (first, second) => {
        const before = assignSlots(new Map(), first);
        const after = assignSlots(before, second);
        expect([...before.values()]).toEqual(first.map((_, i) => i));
        expect([...after.keys()].toSorted()).toEqual(second.toSorted());
        expect(new Set(after.values()).size).toBe(second.length);
        for (const id of second) if (before.has(id)) expect(after.get(id)).toBe(before.get(id));
      }),
    );
  });
});
