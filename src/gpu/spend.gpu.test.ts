import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laws } from '../model/laws';
import { optimum } from '../model/optimum';
import { budgetFor, spendOf } from '../model/spend/spend';
import { flopCountIds } from '../quantities/registry';
import { hasTokens } from '../sweep/curve';
import { parseSweepFile } from '../sweep/file';
import { planSweep } from '../sweep/plan';
import { computeFrontier, computeGrid, expectedCell, planOf, relativeError, useBackend } from '../testing/gpu';

const SEED = 20_260_102;

const opened = useBackend();

const powerOfTen = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((x) => 10 ** x);

/**
 * Grids of budgets and sizes around the one where serving takes all: training is left with anything from the least share to all,
 * where a difference of large numbers is a small one.
 */
const tightBudgets = fc
  .record({
    law: fc.constantFrom(...laws),
    flopCount: fc.constantFrom(...flopCountIds),
    contextLength: powerOfTen(2, 6),
    inferenceTokens: powerOfTen(10, 16),
    N: powerOfTen(7, 13),
    log10Share: fc.double({ min: -5, max: 0, noNaN: true }),
    isTransposed: fc.boolean(),
  })
  .map(({ law, N, log10Share, isTransposed, ...scenario }) => {
    const share = 10 ** log10Share;
    const C = Math.min(Math.max(budgetFor(spendOf(scenario), N, 0) / Math.max(1 - share, 0.01), 1e15), 1e31);
    const budgets = { quantity: 'C' as const, scale: 'log' as const, from: C, to: C * (1 + share), steps: 9 };
    const sizes = { quantity: 'N' as const, scale: 'log' as const, from: N * (1 - share / 2), to: N * (1 + share), steps: 11 };
    return parseSweepFile({
      version: 1,
      law: law.id,
      scenario,
      axes: isTransposed ? [sizes, budgets] : [budgets, sizes],
      metrics: ['loss', 'reducibleLoss'],
    });
  });

describe('budgets that serving all but takes', () => {
  it('leave cells within 1e-5 of the f64 truth', async () => {
    let worst = 0;
    let feasible = 0;
    await fc.assert(
      fc.asyncProperty(tightBudgets, async (file) => {
        const plan = planSweep(file);
        const values = await computeGrid(opened.backend, plan);
        plan.cellMetrics.forEach((metric, k) => {
          values[k]!.forEach((value, i) => {
            const [row, column] = [Math.floor(i / plan.columns), i % plan.columns];
            if (!hasTokens(plan, row, column)) return;
            const error = relativeError(value, expectedCell(plan, metric, row, column));
            feasible++;
            worst = Math.max(worst, error);
            expect(error, `${metric} of ${plan.law.id}`).toBeLessThan(1e-5);
          });
        });
      }),
      { seed: SEED, numRuns: 200 },
    );
    console.info(`largest relative error of ${feasible} cells: ${worst}`);
    expect(feasible).toBeGreaterThan(10_000);
  }, 60_000);
});

describe('a frontier of budgets that pay for more than 6ND', () => {
  const budgets = { quantity: 'C', scale: 'log', from: 1e21, to: 1e29, steps: 24 } as const;
  const sizes = { quantity: 'N', scale: 'log', from: 1e5, to: 1e15, steps: 1021 } as const;

  it.each(flopCountIds)(
    'agrees with the optimum of the model within 1e-6 in N, for every law: %s',
    async (flopCount) => {
      for (const law of laws) {
        for (const inferenceTokens of [0, 1e12]) {
          const scenario = { flopCount, contextLength: 8192, inferenceTokens, inferenceCostRatio: 2, rhoN: 0.7, rhoD: 1.3 };
          const plan = planOf({
            law: law.id,
            scenario,
            axes: [budgets, sizes],
            metrics: ['loss'],
            reduce: { kind: 'frontier', over: ['N'] },
          });
          const best = await computeFrontier(opened.backend, plan);
          plan.rowAxis!.values.forEach((C, row) => {
            const N = Math.min(Math.max(optimum(plan.law, C).N, sizes.from), sizes.to);
            expect(relativeError(best[row]!, N), `${law.id} at C = ${C}, ${inferenceTokens} tokens`).toBeLessThan(1e-6);
          });
        }
      }
    },
    60_000,
  );

  it('has no optimum where serving the least model takes the whole budget', async () => {
    const scenario = { inferenceTokens: 1e15 };
    const axes = [budgets, { ...sizes, from: 1e9 }];
    const plan = planOf({ law: 'sardana-2024', scenario, axes, metrics: ['loss'], reduce: { kind: 'frontier', over: ['N'] } });
    const best = await computeFrontier(opened.backend, plan);
    plan.rowAxis!.values.forEach((C, row) => expect(Number.isNaN(best[row]!)).toBe(C * (1 - 1e-5) < 2e24));
  });
});
