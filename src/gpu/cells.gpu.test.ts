import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formIds } from '../model/forms';
import { lossLaws } from '../model/laws';
import { quantities } from '../quantities/registry';
import { hasTokens } from '../sweep/curve';
import { type CellMetric, type SweepPlan, planSweep } from '../sweep/plan';
import { anySweep } from '../testing/sweeps';
import { computeGrid, expectedCell, planOf, relativeError, useBackend } from '../testing/gpu';

const SEED = 20_260_101;
/** Promised accuracy of a cell. */
const CELL_TOLERANCE = 1e-5;

const opened = useBackend();

/** The largest relative error of a metric's feasible cells; NaN where one is not a number. */
function largestError(plan: SweepPlan, metric: CellMetric, values: Float32Array): number {
  return values.reduce((worst, value, i) => {
    const [row, column] = [Math.floor(i / plan.columns), i % plan.columns];
    if (!hasTokens(plan, row, column)) return worst;
    const expected = expectedCell(plan, metric, row, column);
    return Math.max(worst, relativeError(value, expected));
  }, 0);
}

describe('grid cells', () => {
  it('meet the f64 truth within 1e-5 for any law, inputs and range', async () => {
    const worst: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(anySweep({ mostSteps: 37, reduce: 'grid' }), async (file) => {
        const plan = planSweep(file);
        const values = await computeGrid(opened.backend, plan);
        plan.cellMetrics.forEach((metric, k) => {
          const error = largestError(plan, metric, values[k]!);
          const key = `${plan.law.form} ${metric}`;
          worst[key] = Math.max(worst[key] ?? 0, error);
          expect(error, `${metric} of ${plan.law.id}`).toBeLessThan(CELL_TOLERANCE);
        });
      }),
      { seed: SEED, numRuns: 300 },
    );
    console.info('largest relative errors of a cell:', JSON.stringify(worst));
    expect(Object.keys(worst)).toHaveLength(2 * formIds.length);
  }, 60_000);

  it.each(lossLaws.map(({ id }) => id))('meet it from corner to corner of the supported range: %s', async (id) => {
    const axes = (['N', 'D'] as const).map((quantity) => {
      const { min, max } = quantities[quantity];
      return { quantity, scale: 'log' as const, from: min, to: max, steps: 9 };
    });
    const plan = planOf({ law: id, axes, metrics: ['reducibleLoss'] });
    const [values] = await computeGrid(opened.backend, plan);
    expect(largestError(plan, 'reducibleLoss', values!)).toBeLessThan(CELL_TOLERANCE);
  });
});
