import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLaw } from '../laws';
import { computeForLoss, optimum } from '../optimum';
import { type ChinchillaCoefficients, elasticityRatio, lifetimeFlop, lifetimeOptimum } from './flop-optimum';
import { smallerModel } from './smaller-model';

const coefficients = fc.record({
  E: fc.double({ min: 0.5, max: 2, noNaN: true }),
  A: fc.double({ min: 2, max: 4, noNaN: true }).map((x) => 10 ** x),
  B: fc.double({ min: 2, max: 4, noNaN: true }).map((x) => 10 ** x),
  alpha: fc.double({ min: 0.15, max: 0.6, noNaN: true }),
  beta: fc.double({ min: 0.15, max: 0.6, noNaN: true }),
});
const reducible = fc.double({ min: 0.05, max: 2, noNaN: true });
const tokens = fc.double({ min: 6, max: 17, noNaN: true }).map((x) => 10 ** x);

describe('the optimum over a life', () => {
  test('reaches the loss, meets the first-order condition, and beats its neighbours', () => {
    fc.assert(
      fc.property(coefficients, reducible, tokens, (c, r, T) => {
        const best = lifetimeOptimum(c, c.E + r, T)!;
        expect((c.A * best.N ** -c.alpha + c.B * best.D ** -c.beta) / r).toBeCloseTo(1, 9);
        expect(elasticityRatio(c, best) / (1 + T / (3 * best.D))).toBeCloseTo(1, 6);
        for (const factor of [0.9, 1.1]) {
          const D = best.D * factor;
          const rest = r - c.B * D ** -c.beta;
          if (rest <= 0) continue;
          const other = { N: (c.A / rest) ** (1 / c.alpha), D };
          expect(lifetimeFlop(other, T)).toBeGreaterThanOrEqual(lifetimeFlop(best, T) * (1 - 1e-9));
        }
      }),
    );
  });

  test('without inference is Chinchilla’s, and more inference makes the model smaller', () => {
    const law = findLaw('sardana-2024')!;
    const c = law.coefficients as ChinchillaCoefficients;
    const sizes = [0, 1e11, 1e12, 1e13].map((T) => lifetimeOptimum(c, 2, T)!.N);
    expect(sizes.toSorted((a, b) => b - a)).toEqual(sizes);
    expect(sizes[0]! / optimum(law, computeForLoss(law, 2)).N).toBeCloseTo(1, 9);
  });

  test('does not exist at the floor', () => {
    expect(lifetimeOptimum({ E: 1.69, A: 400, B: 400, alpha: 0.34, beta: 0.28 }, 1.69, 1e12)).toBeUndefined();
  });
});

test('a smaller model costs more, and some sizes are too small', () => {
  expect(smallerModel(1, 0.34, 0.28)).toEqual({ tokenRatio: 1, overhead: 0 });
  expect(smallerModel(0.01, 0.34, 0.28)).toBeUndefined();
});
