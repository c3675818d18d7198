import { describe, expect, it } from 'vitest';
import { laws } from '../model/laws';
import { closedFormOptimum, optimum } from '../model/optimum';
import { quantities } from '../quantities/registry';
import type { SweepFileInput } from '../sweep/file';
import { computeFrontier, expectedCell, planOf, relativeError, useBackend } from '../testing/gpu';

const opened = useBackend();

const budgets = { quantity: 'C', scale: 'log', from: 1e17, to: 1e30, steps: 40 } as const;

describe('a frontier', () => {
  it('agrees with the optimum of the model within 1e-6 in N, for every law', async () => {
    let worst = 0;
    for (const law of laws) {
      const axes = [budgets, { quantity: 'N' as const, scale: 'log' as const, from: 1e5, to: 1e15, steps: 1021 }];
      const plan = planOf({ law: law.id, axes, metrics: ['loss'], reduce: { kind: 'frontier', over: ['N'] } });
      const best = await computeFrontier(opened.backend, plan);
      plan.rowAxis!.values.forEach((C, row) => {
        const N = Math.min(Math.max(optimum(law, C).N, 1e5), 1e15);
        const error = relativeError(best[row]!, N);
        worst = Math.max(worst, error);
        expect(error, `${law.id} at C = ${C}`).toBeLessThan(1e-6);
      });
    }
    console.info(`largest relative error of an optimum: ${worst}`);
  });

  // a fine grid: in f32 the best column may lie several columns from the optimum
  it.each([1e9, 25e9, 1e12])('finds the data-limited optimum on a fine grid, %s tokens unique', async (U) => {
    const axes = [budgets, { quantity: 'N' as const, scale: 'log' as const, from: 1e6, to: 1e14, steps: 20_000 }];
    const plan = planOf({ law: 'muennighoff-2023', scenario: { U }, axes, metrics: ['loss'], reduce: { kind: 'frontier', over: ['N'] } });
    const best = await computeFrontier(opened.backend, plan);
    plan.rowAxis!.values.forEach((C, row) => {
      const found = optimum(plan.law, C);
      expect(relativeError(best[row]!, Math.min(Math.max(found.N, 1e6), 1e14)), `C = ${C}`).toBeLessThan(1e-6);
    });
  });

  it('finds the closed form on a fine grid', async () => {
    const axes = [budgets, { quantity: 'N' as const, scale: 'log' as const, from: 1e6, to: 1e15, steps: 60_000 }];
    const plan = planOf({ law: 'besiroglu-2024', axes, metrics: ['loss'], reduce: { kind: 'frontier', over: ['N'] } });
    const best = await computeFrontier(opened.backend, plan);
    plan.rowAxis!.values.forEach((C, row) => {
      expect(relativeError(best[row]!, closedFormOptimum(plan.law, C)!.N), `C = ${C}`).toBeLessThan(1e-9);
    });
  });

  it.each(['D', 'tokensPerParameter'] as const)('optimises %s, too', async (quantity) => {
    const law = laws[0]!;
    const { min, max } = quantities[quantity];
    const sizes = { quantity, scale: 'log', from: min, to: max, steps: 999 } as const;
    const plan = planOf({ law: law.id, axes: [sizes, budgets], metrics: ['loss'], reduce: { kind: 'frontier', over: [quantity] } });
    const best = await computeFrontier(opened.backend, plan);
    plan.rowAxis!.values.forEach((C, row) => {
      const { N, D } = closedFormOptimum(law, C)!;
      expect(relativeError(best[row]!, quantity === 'D' ? Math.min(D, max) : D / N)).toBeLessThan(1e-6);
    });
  });
});

/** Budgets × sizes under constraints. */
function planUnder(constraints: SweepFileInput['constraints']) {
  const axes = [{ ...budgets, from: 1e20, to: 1e26, steps: 25 }, { quantity: 'N', scale: 'log', from: 1e8, to: 1e13, steps: 701 } as const];
  return planOf({
    law: 'besiroglu-2024',
    axes,
    metrics: ['loss'],
    constraints: constraints ?? [],
    reduce: { kind: 'frontier', over: ['N'] },
  });
}

describe('a constrained frontier', () => {
  it('stays within constraints on products of N and D', async () => {
    const plan = planUnder([
      { quantity: 'D', max: 1e12 },
      { quantity: 'N', max: 3e11 },
      { quantity: 'computePfDays', max: 1e5 },
    ]);
    const best = await computeFrontier(opened.backend, plan);
    const expected = Array.from(plan.rowAxis!.values, (C) => {
      const least = C / 6 / 1e12;
      // a row without an axis point in its interval is empty, too
      const isFeasible = C / 8.64e19 <= 1e5 && plan.columnAxis.values.some((N) => N >= least && N <= 3e11);
      return isFeasible ? Math.min(Math.max(closedFormOptimum(plan.law, C)!.N, least), 3e11) : Number.NaN;
    });
    expect(Array.from(best, Number.isNaN)).toEqual(expected.map(Number.isNaN));
    expect(new Set(expected.map(Number.isNaN)).size).toBe(2);
    const errors = Array.from(best, (N, row) => relativeError(N, expected[row]!)).filter((error) => !Number.isNaN(error));
    expect(Math.max(...errors)).toBeLessThan(1e-6);
  });

  it.each([
    ['loss', 2],
    ['reducibleLoss', 2 - 1.8172],
  ] as const)('is empty where no %s is low enough', async (quantity, max) => {
    const plan = planUnder([{ quantity, max }]);
    const best = await computeFrontier(opened.backend, plan);
    const isEmpty = Array.from(plan.rowAxis!.values, (C) => closedFormOptimum(plan.law, C)!.loss > 2);
    expect(Array.from(best, Number.isNaN)).toEqual(isEmpty);
  });

  it('keeps off losses that are too low', async () => {
    const plan = planUnder([{ quantity: 'loss', min: 2.1 }]);
    const best = await computeFrontier(opened.backend, plan);
    best.forEach((N, row) => {
      // no polish where the constraint binds: the best is an axis point, the least feasible one
      const losses = Array.from(plan.columnAxis.values, (_, column) => expectedCell(plan, 'loss', row, column));
      const least = Math.min(...losses.filter((loss) => loss >= 2.1 * (1 - 1e-9)));
      const column = plan.columnAxis.values.indexOf(N);
      const isFree = Math.min(...losses) >= 2.1;
      expect(isFree || losses[column] === least, `row ${row}`).toBe(true);
    });
  });
});
