import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCustomLaw } from '../custom-law';
import { findLaw } from '../laws';
import { irreducibleLoss } from '../loss';
import { computeForLoss, optimum } from '../optimum';
import { MAX_BEST_STAGES, bestSchedule } from './best';
import { idealGrowth, idealParameters, idealTokens } from './ideal';
import { savingsOf } from './savings';
import { type Schedule, scheduleCompute } from './schedule';
import { simulateSchedule } from './simulate';

const exponential = (from: number, to: number) => fc.double({ min: from, max: to, noNaN: true }).map((x) => 10 ** x);
const law = fc
  .record({
    E: fc.double({ min: 0, max: 2, noNaN: true }),
    A: exponential(1, 4),
    alpha: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    B: exponential(1, 4),
    beta: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  })
  .map((coefficients) => createCustomLaw({ form: 'chinchilla', coefficients }));
const besiroglu = findLaw('besiroglu-2024')!;
const off = (value: number, expected: number) => Math.abs(value / expected - 1);

describe('the best schedule', () => {
  test('reaches the loss, and costs what it says', () => {
    fc.assert(
      fc.property(
        law,
        exponential(-1, 0.5),
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        (any, r, K, eta) => {
          const target = irreducibleLoss(any) + r;
          const best = bestSchedule(any, K, { loss: target }, eta);
          const run = simulateSchedule(any, best.stages, { eta });
          expect(off(run.loss, target)).toBeLessThan(1e-9);
          expect(off(run.compute, best.computeRatio * computeForLoss(any, target))).toBeLessThan(1e-8);
        },
      ),
    );
  });

  test('spends the budget, and gains the loss that its ratio says', () => {
    fc.assert(
      fc.property(law, exponential(18, 26), fc.integer({ min: 1, max: 5 }), (any, C, K) => {
        const best = bestSchedule(any, K, { C });
        expect(off(scheduleCompute(best.stages), C)).toBeLessThan(1e-9);
        const run = simulateSchedule(any, best.stages);
        expect(off(optimum(any, C / best.computeRatio).loss, run.loss)).toBeLessThan(1e-9);
      }),
    );
  });

  test('costs less with every stage, and never less than the limit', () => {
    fc.assert(
      fc.property(law, (any) => {
        const ratios = Array.from({ length: 5 }, (_, k) => bestSchedule(any, k + 1, { C: 1e22 }).computeRatio);
        const ideal = idealGrowth(any)!.computeRatio;
        expect(ratios[0]).toBeCloseTo(1, 10);
        ratios.slice(1).forEach((ratio, k) => expect(ratio).toBeLessThan(ratios[k]!));
        expect(ratios.at(-1)).toBeGreaterThan(ideal);
        expect((ratios.at(-1)! - ideal) / (1 - ideal)).toBeLessThan(0.15);
      }),
    );
  });

  test('grows, with tokens in every stage', () => {
    fc.assert(
      fc.property(law, fc.integer({ min: 2, max: 5 }), fc.double({ min: 0.5, max: 1, noNaN: true }), (any, K, eta) => {
        const { stages } = bestSchedule(any, K, { C: 1e22 }, eta);
        stages.forEach(({ N, D }, i) => {
          expect(D).toBeGreaterThan(0);
          if (i > 0) expect(N).toBeGreaterThan(stages[i - 1]!.N);
        });
      }),
    );
  });

  test.each([1, 0.7])('beats every schedule near it at equal loss, eta %d', (eta) => {
    const { stages } = bestSchedule(besiroglu, 3, { loss: 2.1 }, eta);
    const ratio = (schedule: Schedule) => 1 - savingsOf(besiroglu, simulateSchedule(besiroglu, schedule, { eta })).frontierSaving;
    const least = ratio(stages);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 6, maxLength: 6 }), (shifts) => {
        const moved = stages.map(({ N, D }, i) => ({ N: N * Math.exp(shifts[2 * i]!), D: D * Math.exp(shifts[2 * i + 1]!) }));
        expect(ratio(moved)).toBeGreaterThanOrEqual(least - 1e-12);
      }),
    );
  });

  test('does not use a stage that costs more than it brings', () => {
    const cheap = bestSchedule(besiroglu, 10, { C: 1e22 }, 1e-3);
    expect(cheap.stages.length).toBeLessThan(10);
    expect(cheap.computeRatio).toBeLessThanOrEqual(1);
  });

  test.each([
    [() => bestSchedule(findLaw('muennighoff-2023')!, 2, { C: 1e22 }), 'law: muennighoff-2023'],
    [() => bestSchedule(besiroglu, MAX_BEST_STAGES + 1, { C: 1e22 }), 'best: 11'],
    [() => bestSchedule(besiroglu, 2.5, { C: 1e22 }), 'best: 2.5'],
    [() => bestSchedule(besiroglu, 2, { C: 1e22 }, 1.1), 'eta: 1.1'],
    [() => bestSchedule(besiroglu, 2, { loss: 1.8172 }), "loss: 1.8172 is not allowed; expected a loss above the law's floor of 1.8172"],
    [() => bestSchedule(besiroglu, 2, { C: -1 }), 'C: -1'],
    [() => bestSchedule(besiroglu, 2, { C: Infinity }), 'C: Infinity'],
    [() => bestSchedule(besiroglu, 2, { loss: Infinity }), 'loss: Infinity'],
  ])('refuses what has no answer %#', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('the limit', () => {
  test('is what integrating the least dC/dr gives', () => {
    fc.assert(
      fc.property(law, (any) => {
        const { alpha, beta } = any.coefficients as { alpha: number; beta: number };
        const { k, computeRatio } = idealGrowth(any)!;
        // C(r) at r = 1 with A = B = 1 is ∫ q^(-1/α) (1-q)^(-1/β-1)/β x^(-1/α-1/β-1) dx from 1: least where the factor before x is
        const factor = (q: number) => (q ** (-1 / alpha) * (1 - q) ** (-1 / beta - 1)) / beta;
        const scratch = ((alpha + beta) / beta) ** (1 / alpha) * ((alpha + beta) / alpha) ** (1 / beta);
        expect(off(factor(k) / (1 / alpha + 1 / beta) / scratch, computeRatio)).toBeLessThan(1e-10);
        for (const q of [k * 0.99, k * 1.01]) expect(factor(q)).toBeGreaterThan(factor(k));
      }),
    );
  });

  test('has a size at every loss, and none at the floor', () => {
    const N = idealParameters(besiroglu, 2.1)!;
    const { A, alpha } = besiroglu.coefficients;
    expect(A! * N ** -alpha!).toBeCloseTo(idealGrowth(besiroglu)!.k * (2.1 - irreducibleLoss(besiroglu)), 12);
    expect(idealParameters(findLaw('kumar-2024')!, 3)).toBeUndefined();
  });

  test('has tokens at every loss, and the area under its sizes is its compute', () => {
    const { alpha, beta } = besiroglu.coefficients;
    const [N, D] = [idealParameters(besiroglu, 2.1)!, idealTokens(besiroglu, 2.1)!];
    // N rises as D^(beta/alpha), so that the area is N·D over one more than that
    const compute = (6 * N * D) / (1 + beta! / alpha!);
    expect(compute / computeForLoss(besiroglu, 2.1)).toBeCloseTo(idealGrowth(besiroglu)!.computeRatio, 10);
    expect(idealTokens(findLaw('kumar-2024')!, 3)).toBeUndefined();
  });
});
