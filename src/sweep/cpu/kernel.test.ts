import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../model/configuration';
import { laws } from '../../model/laws';
import { evaluateMetric } from '../../model/metrics';
import { closedFormOptimum, optimum } from '../../model/optimum';
import { anySweep, configurationOf, frontier, surface } from '../../testing/sweeps';
import type { GridTile } from '../backend';
import { hasTokens } from '../curve';
import { type SweepFile, parseSweepFile } from '../file';
import { type SweepPlan, planSweep } from '../plan';
import { cellsOf, nextRange } from '../tiling';
import { createCpuKernel } from './kernel';

const whole = (plan: SweepPlan) => ({ row: 0, rows: plan.rows, column: 0, columns: plan.columns });

function fillGrid(file: SweepFile, range = whole(planSweep(file))): GridTile {
  const plan = planSweep(file);
  const values = plan.cellMetrics.map(() => new Float32Array(cellsOf(range)));
  createCpuKernel(plan).fillGrid(range, values);
  return { kind: 'grid', range, values };
}

describe('grids on the CPU', () => {
  test('equal the formula in f64, to the last bit of f32, for any two inputs', () => {
    fc.assert(
      fc.property(anySweep({ mostSteps: 7, reduce: 'grid' }), (file) => {
        const plan = planSweep(file);
        const { values } = fillGrid(file);
        plan.cellMetrics.forEach((metric, k) => {
          for (let cell = 0; cell < plan.rows * plan.columns; cell++) {
            const [row, column] = [Math.floor(cell / plan.columns), cell % plan.columns];
            const expected = evaluateMetric(metric, plan.law, configurationOf(plan, row, column));
            expect(hasTokens(plan, row, column)).toBe(!Number.isNaN(expected));
            if (Number.isNaN(expected)) continue;
            expect(Math.abs(values[k]![cell]! / expected - 1)).toBeLessThan(1e-6);
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  test('joined from tiles equal the whole', () => {
    fc.assert(
      fc.property(
        anySweep({ mostSteps: 9, reduce: 'grid' }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        (file, sizes) => {
          const plan = planSweep(file);
          const joined: number[] = [];
          for (let cell = 0, k = 0; cell < plan.rows * plan.columns; k++) {
            const range = nextRange(plan, cell, sizes[k % sizes.length]!);
            joined.push(...fillGrid(file, range).values[0]!);
            cell += cellsOf(range);
          }
          expect(joined).toEqual([...fillGrid(file).values[0]!]);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('frontiers on the CPU', () => {
  const sweepOptima = (file: SweepFile): Float64Array => {
    const plan = planSweep(file);
    const best = new Float64Array(plan.rows);
    createCpuKernel(plan).fillFrontier(whole(plan), best);
    return best;
  };

  test.each(laws)('of $id agree with the optimum of the model to 1e-9', (law) => {
    const file = frontier(64, 333, law.id);
    const plan = planSweep(file);
    sweepOptima(file).forEach((N, row) => {
      const closed = optimum(law, plan.rowAxis!.values[row]!).N;
      // optima beyond the axis stay at its end
      const expected = Math.min(Math.max(closed, 1e6), 1e15);
      expect(Math.abs(N / expected - 1)).toBeLessThan(1e-9);
    });
  });

  test.each([1e9, 25e9, 1e12])('bend where only %s tokens are unique, as the model says', (U) => {
    const file = parseSweepFile({ ...frontier(64, 4096, 'muennighoff-2023'), scenario: { U } });
    const plan = planSweep(file);
    sweepOptima(file).forEach((N, row) => {
      const best = optimum(plan.law, plan.rowAxis!.values[row]!);
      const expected = Math.min(Math.max(best.N, 1e6), 1e15);
      expect(Math.abs(N / expected - 1)).toBeLessThan(1e-9);
    });
  });

  test('are no worse than any cell of the grid, for any two inputs', () => {
    fc.assert(
      fc.property(anySweep({ mostSteps: 12, reduce: 'frontier' }), (file) => {
        const plan = planSweep(file);
        sweepOptima(file).forEach((best, row) => {
          const at = (value: number) => {
            const rowInput = { [plan.rowAxis!.quantity]: plan.rowAxis!.values[row]! };
            const { spend } = plan.law;
            return evaluateMetric(
              'reducibleLoss',
              plan.law,
              resolveConfiguration({ ...rowInput, [plan.columnAxis.quantity]: value }, spend)!,
            );
          };
          const losses = plan.columnAxis.values.map(at).filter((loss) => !Number.isNaN(loss));
          expect(Number.isNaN(best)).toBe(losses.length === 0);
          if (losses.length > 0) expect(at(best)).toBeLessThanOrEqual(Math.min(...losses) * (1 + 1e-9));
        });
      }),
      { numRuns: 200 },
    );
  });

  test('bend under constraints: the optimum stops at the bound, and rows without a feasible cell have none', () => {
    const base = frontier(20, 500);
    const capped = planSweep(parseSweepFile({ ...base, constraints: [{ quantity: 'N', max: 7.5e9 }] }));
    const free = sweepOptima(base);
    sweepOptima(capped.file).forEach((N, row) => {
      expect(N / Math.min(free[row]!, 7.5e9)).toBeCloseTo(1, 8);
    });
    const scarce = sweepOptima(parseSweepFile({ ...base, constraints: [{ quantity: 'loss', max: 2 }] }));
    scarce.forEach((N, row) => {
      const C = capped.rowAxis!.values[row]!;
      const reached = closedFormOptimum(capped.law, C)!.loss <= 2;
      expect(Number.isNaN(N)).toBe(!reached);
    });
  });

  test('exactly on a bound a cell is feasible', () => {
    const file = parseSweepFile({
      ...surface(7, 7),
      reduce: { kind: 'frontier', over: ['N'] },
      constraints: [{ quantity: 'N', max: 1e11 }],
    });
    for (const N of sweepOptima(file)) expect(N).toBeCloseTo(1e11, -3);
  });
});

test('a frontier over 20001 sizes, polished, gives the published optimum of 1e22 FLOP', () => {
  const plan = planSweep(
    parseSweepFile({
      version: 1,
      law: 'besiroglu-2024',
      scenario: { C: 1e22 },
      axes: [{ quantity: 'N', scale: 'log', from: 1e6, to: 1e13, steps: 20001 }],
      metrics: ['loss'],
      reduce: { kind: 'frontier', over: ['N'] },
    }),
  );
  const best = new Float64Array(1);
  createCpuKernel(plan).fillFrontier(whole(plan), best);
  expect(Math.abs(best[0]! / 9.04516e9 - 1)).toBeLessThan(1e-3);
});
