import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindLaw, findLaw, laws } from '../laws';
import { loss } from '../loss';
import { grownCurve, scratchCurve } from './curves';
import { areaSaving, savingsOf } from './savings';
import { type Schedule, checkSchedule } from './schedule';
import { simulateSchedule } from './simulate';
import { tokensAtLoss } from './tokens';

const quantised = bindLaw(findLaw('kumar-2024')!, { servingBits: 3 });
const scarce = bindLaw(findLaw('muennighoff-2023')!, { U: 25e9 });
const law = fc.constantFrom(...laws, quantised, scarce);
const hoffmann = findLaw('hoffmann-2022')!;

const exponential = (from: number, to: number) => fc.double({ min: from, max: to, noNaN: true }).map((x) => 10 ** x);
const size = exponential(7, 12);
// beyond a few epochs repeated tokens are worth next to nothing, and a loss hardly tells one count from another
const tokens = exponential(8.5, 10.8);
const schedule: fc.Arbitrary<Schedule> = fc
  .array(fc.tuple(size, tokens), { minLength: 1, maxLength: 5 })
  .map((pairs) => pairs.toSorted(([a], [b]) => a - b).map(([N, D]) => ({ N, D })));

const off = (value: number, expected: number) => Math.abs(value / expected - 1);

describe('lossless growth', () => {
  test('that stays at a size is one long run', () => {
    fc.assert(
      fc.property(law, size, fc.array(tokens, { minLength: 1, maxLength: 4 }), (anyLaw, N, parts) => {
        const run = simulateSchedule(
          anyLaw,
          parts.map((D) => ({ N, D })),
        );
        const whole = parts.reduce((sum, D) => sum + D, 0);
        expect(off(run.loss, loss(anyLaw, N, whole))).toBeLessThan(1e-9);
        expect(off(run.compute, 6 * N * whole)).toBeLessThan(1e-12);
      }),
    );
  });

  test('does not change where a stage is split', () => {
    fc.assert(
      fc.property(law, schedule, fc.nat(4), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (anyLaw, stages, at, share) => {
        const i = at % stages.length;
        const { N, D } = stages[i]!;
        const split = [...stages.slice(0, i), { N, D: D * share }, { N, D: D * (1 - share) }, ...stages.slice(i + 1)];
        const [whole, parts] = [simulateSchedule(anyLaw, stages), simulateSchedule(anyLaw, split)];
        expect(off(parts.loss, whole.loss)).toBeLessThan(1e-9);
        expect(areaSaving(split)).toBeCloseTo(areaSaving(stages), 12);
      }),
    );
  });

  test('keeps the loss at a switch, and credits no more tokens than were seen', () => {
    fc.assert(
      fc.property(law, schedule, (anyLaw, stages) => {
        const run = simulateSchedule(anyLaw, stages);
        let seen = 0;
        run.stages.forEach((stage, i) => {
          if (i > 0) expect(off(stage.entryLoss, run.stages[i - 1]!.loss)).toBeLessThan(1e-9);
          expect(stage.effectiveTokens).toBeLessThanOrEqual(seen * (1 + 1e-9));
          seen += stage.D;
        });
      }),
    );
  });
});

describe('a switch', () => {
  const stages = [
    { N: 1e9, D: 2e10 },
    { N: 4e9, D: 2e10 },
  ];
  const lossless = simulateSchedule(hoffmann, stages);

  test('with less efficiency, a bump or a warm-up ends at a higher loss for the same compute', () => {
    for (const options of [{ eta: 0.5 }, { lossBump: 0.1 }, { rewarmTokens: 5e9 }]) {
      const run = simulateSchedule(hoffmann, stages, options);
      expect(run.loss).toBeGreaterThan(lossless.loss);
      expect(run.compute).toBe(lossless.compute);
    }
    expect(simulateSchedule(hoffmann, stages, { eta: 2 }).loss).toBeLessThan(lossless.loss);
  });

  test('with an efficiency next to nothing is a run from scratch of the last stage', () => {
    expect(simulateSchedule(hoffmann, stages, { eta: 1e-12 }).loss).toBeCloseTo(loss(hoffmann, 4e9, 2e10), 9);
  });

  test('whose tokens all go into the warm-up brings no progress', () => {
    expect(simulateSchedule(hoffmann, stages, { rewarmTokens: 1e11 }).loss).toBeCloseTo(lossless.stages[0]!.loss, 12);
  });

  test('bumps the loss by so much', () => {
    const bumped = simulateSchedule(hoffmann, stages, { lossBump: 0.05 });
    expect(bumped.stages[1]!.entryLoss - bumped.stages[0]!.loss).toBeCloseTo(0.05, 12);
  });
});

describe('tokensAtLoss', () => {
  test('undoes the loss on the falling branch', () => {
    fc.assert(
      fc.property(law, size, tokens, (anyLaw, N, D) => {
        const found = tokensAtLoss(anyLaw, N, loss(anyLaw, N, D));
        expect(off(loss(anyLaw, N, found), loss(anyLaw, N, D))).toBeLessThan(1e-12);
        expect(found).toBeLessThan(D * (1 + 1e-6));
      }),
    );
  });

  test('is NaN at and below the least loss of a size, and nothing where one token is better', () => {
    expect(tokensAtLoss(hoffmann, 1e9, 1.69)).toBeNaN();
    expect(tokensAtLoss(hoffmann, 1e9, loss(hoffmann, 1e9, 1e300) - 1e-9)).toBeNaN();
    expect(tokensAtLoss(scarce, 1e9, loss(scarce, 1e9, 1e30) * 0.999)).toBeNaN();
    expect(tokensAtLoss(scarce, 1e9, 1e6)).toBe(0);
  });
});

test('savings of a well-sized run from scratch are none', () => {
  const run = simulateSchedule(hoffmann, [{ N: 1e9, D: 2e10 }]);
  const { areaSaving: area, lossMatchedSaving, frontierSaving } = savingsOf(hoffmann, run);
  expect(area).toBe(0);
  expect(lossMatchedSaving).toBeCloseTo(0, 12);
  expect(frontierSaving).toBeLessThanOrEqual(1e-12);
});

describe('learning curves', () => {
  const stages = [
    { N: 1e9, D: 2e10 },
    { N: 4e9, D: 2e10 },
  ];
  const options = { lossBump: 0.05, rewarmTokens: 1e9 };
  const run = simulateSchedule(hoffmann, stages, options);
  const curve = grownCurve(hoffmann, run, options, 16);

  test('of the grown run ends each stage where the run does', () => {
    expect(curve).toHaveLength(32);
    expect(curve[15]).toMatchObject({ tokens: 2e10, N: 1e9 });
    expect(curve[15]!.loss).toBeCloseTo(run.stages[0]!.loss, 12);
    expect(curve[16]).toMatchObject({ tokens: 2e10, N: 4e9 });
    expect(curve[16]!.loss).toBeCloseTo(run.stages[1]!.entryLoss, 12);
    expect(curve[31]).toMatchObject({ tokens: 4e10 });
    expect(curve[31]!.loss).toBeCloseTo(run.loss, 12);
    expect(curve[31]!.compute).toBeCloseTo(run.compute, -8);
  });

  test('from scratch follows the law', () => {
    const points = scratchCurve(hoffmann, 4e9, { from: 1e9, to: 4e10 }, 10);
    expect(points.map((point) => point.loss)).toEqual(points.map((point) => loss(hoffmann, 4e9, point.tokens)));
    expect(points.at(-1)).toMatchObject({ tokens: 4e10, compute: 6 * 4e9 * 4e10 });
  });
});

test('generated schedules are valid', () => {
  fc.assert(fc.property(schedule, (stages) => checkSchedule(stages).length === 0));
});
