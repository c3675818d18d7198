import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLaw } from '../model/laws';
import { savingsOf } from '../model/growth/savings';
import { simulateSchedule } from '../model/growth/simulate';
import { InputError } from '../quantities/issue';
import { createEvaluator } from '../sweep/growth/evaluate';
import { planSchedules } from '../sweep/growth/plan';
import { type MapQuantity, defaultGrowth } from './growth-choices';
import { MAP_SIDE, axisOf, canPair, mapSweep, pairFor, quantitiesOf, quantityOf, withQuantities } from './growth-map';

const law = findLaw('hoffmann-2022')!;
const ids = ['areaSaving', 'lossMatchedSaving', 'frontierSaving'] as const;

/** Schedules of two to four stages, their sizes apart. */
const schedule = fc
  .array(fc.record({ factor: fc.double({ min: 1.05, max: 4, noNaN: true }), D: fc.double({ min: 1e9, max: 1e12, noNaN: true }) }), {
    minLength: 2,
    maxLength: 4,
  })
  .map((parts) => {
    let N = 1e9;
    return parts.map(({ factor, D }) => ({ N: (N *= factor), D }));
  });

const pairsOf = (stages: number): readonly (readonly [MapQuantity, MapQuantity])[] =>
  quantitiesOf(stages).flatMap((x) => quantitiesOf(stages).flatMap((y) => (canPair(x, y) ? [[x, y] as const] : [])));

describe('a savings map', () => {
  it('can be swept over every pair of quantities that it offers', () => {
    for (const K of [2, 3, 4]) {
      const stages = defaultGrowth.stages.slice(0, 1).concat(defaultGrowth.stages).slice(-K);
      const rising = stages.map(({ D }, i) => ({ N: 16e9 * 2 ** i, D }));
      const pairs = pairsOf(K);
      expect(pairs.length).toBeGreaterThan(30);
      for (const [x, y] of pairs) {
        const axes = [axisOf(rising, 1, x), axisOf(rising, 1, y)] as const;
        expect(mapSweep(law, rising, 1, axes).axes.map(({ quantity, steps }) => [quantity, steps])).toEqual([
          [y, MAP_SIDE],
          [x, MAP_SIDE],
        ]);
      }
    }
  });

  it('says of the schedule at a point what the simulation says of it', () => {
    fc.assert(
      fc.property(schedule, fc.nat(), fc.nat(MAP_SIDE - 1), fc.nat(MAP_SIDE - 1), (stages, pick, i, j) => {
        const pairs = pairsOf(stages.length);
        const [x, y] = pairs[pick % pairs.length]!;
        const axes = [axisOf(stages, 1, x), axisOf(stages, 1, y)] as const;
        const plan = planSchedules(mapSweep(law, stages, 1, axes));
        const swept = createEvaluator(plan, ids)(j * MAP_SIDE + i);
        const at = withQuantities(stages, 1, { [x]: plan.axes[1]!.values[i]!, [y]: plan.axes[0]!.values[j]! });
        if (!at) return;
        const saved = savingsOf(law, simulateSchedule(law, at.stages, { eta: at.eta }));
        // sizes are rounded to four digits where they are set
        ids.forEach((id, k) => expect(Math.abs((swept[k]! - saved[id]) / Math.max(1, Math.abs(saved[id])))).toBeLessThan(5e-3));
      }),
    );
  });

  it('puts a schedule where it is: its own quantities lead back to it', () => {
    fc.assert(
      fc.property(schedule, fc.nat(), (stages, pick) => {
        const pairs = pairsOf(stages.length).filter((pair) => !pair.includes('shapePower') || stages.length === 3);
        const [x, y] = pairs[pick % pairs.length]!;
        const same = withQuantities(stages, 1, { [x]: quantityOf(stages, 1, x), [y]: quantityOf(stages, 1, y) })!;
        same.stages.forEach(({ N, D }, i) => {
          expect(N / stages[i]!.N).toBeCloseTo(1, 3);
          expect(D / stages[i]!.D).toBeCloseTo(1, 3);
        });
      }),
    );
  });

  it('falls back on quantities that schedules of so many stages have', () => {
    expect(pairFor(3, 'switch1', 'N1')).toEqual(['switch1', 'N1']);
    expect(pairFor(2, 'switch3', 'N4')).toEqual(['switch1', 'N1']);
    expect(pairFor(3, 'D', 'C')).toEqual(['D', 'N1']);
    expect(pairFor(3, 'switch1', 'switch1')).toEqual(['switch1', 'N1']);
  });

  it('is refused where there is none, with the reason', () => {
    const [axes] = [[axisOf(defaultGrowth.stages, 1, 'D'), axisOf(defaultGrowth.stages, 1, 'eta')] as const];
    expect(() => mapSweep(law, defaultGrowth.stages.slice(0, 1), 1, axes)).toThrow(InputError);
    expect(() => mapSweep(findLaw('muennighoff-2023')!, defaultGrowth.stages, 1, axes)).toThrow(/without repetition/);
  });
});
