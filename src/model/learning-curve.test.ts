import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { criticalBatch } from './batch/critical';
import { frontierLossExponent } from './allocation/kaplan';
import { curvePoint, curvePointOfTokens, kaplanLearningCurve, learningCurves } from './learning-curve';

const { alpha_N, alpha_S, alpha_B, N_c, S_c, B_0 } = learningCurves[0]!;
const size = fc.double({ min: 3, max: 12, noNaN: true }).map((x) => 10 ** x);
const count = fc.double({ min: 2, max: 8, noNaN: true }).map((x) => 10 ** x);

test('the law has the printed constants, and the critical batch those of its own function', () => {
  expect({ alpha_N, alpha_S, N_c, S_c }).toEqual({ alpha_N: 0.077, alpha_S: 0.76, N_c: 6.5e13, S_c: 2.1e3 });
  expect(criticalBatch(3) / (B_0 / 3 ** (1 / alpha_B))).toBeCloseTo(1, 12);
  expect(kaplanLearningCurve(1e9, 1e5)).toBeCloseTo((6.5e13 / 1e9) ** 0.077 + (2100 / 1e5) ** 0.76, 12);
});

describe('a point of a learning curve', () => {
  test('solves its own equation, and a larger batch helps up to a limit', () => {
    fc.assert(
      fc.property(size, count, fc.double({ min: 3, max: 9, noNaN: true }), (N, steps, log10B) => {
        const batch = 10 ** log10B;
        const point = curvePoint(N, steps, batch);
        expect(point.leastSteps / (steps / (1 + criticalBatch(point.loss) / batch))).toBeCloseTo(1, 12);
        expect(kaplanLearningCurve(N, point.leastSteps) / point.loss).toBeCloseTo(1, 9);
        expect(curvePoint(N, steps, batch * 2).loss).toBeLessThanOrEqual(point.loss);
        expect(curvePoint(N, steps).loss).toBeLessThanOrEqual(point.loss);
        expect(curvePoint(N, steps).loss / kaplanLearningCurve(N, steps)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('of tokens is that of the steps which they make at the critical batch', () => {
    fc.assert(
      fc.property(size, count, (N, thousands) => {
        const D = thousands * 1e6;
        const { loss, criticalBatch: batch } = curvePointOfTokens(N, D);
        expect(curvePoint(N, D / batch, batch).loss / loss).toBeCloseTo(1, 9);
      }),
    );
  });
});

/** The least loss over sizes of C_min = 6·N·B_crit(L)·S_min, by a fine search: the frontier as the paper derives it. */
function frontierOf(leastCompute: number): { N: number; loss: number } {
  let best = { N: Number.NaN, loss: Infinity };
  for (let i = 0; i <= 6000; i++) {
    const N = 10 ** (5 + (8 * i) / 6000);
    // C_min = 6·N·B_crit·S_min, and D = 2·B_crit·S_min at the critical batch
    const { loss } = curvePointOfTokens(N, (2 * leastCompute) / (6 * N));
    if (loss < best.loss) best = { N, loss };
  }
  return best;
}

test('the frontier that follows stops each model alpha_N/alpha_S, a tenth, above its converged loss', () => {
  const [small, large] = [frontierOf(1e20), frontierOf(1e22)];
  for (const { N, loss } of [small, large]) expect(loss / (N_c / N) ** alpha_N).toBeCloseTo(1 + alpha_N / alpha_S, 3);
  const slope = Math.log(small.loss / large.loss) / Math.log(100);
  expect(slope).toBeCloseTo(frontierLossExponent(alpha_S, alpha_B, alpha_N), 4);
});
