import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laws } from '../model/laws';
import { evaluateMetric } from '../model/metrics';
import { optimum } from '../model/optimum';
import { InputError } from '../quantities/issue';
import { flopCountIds } from '../quantities/registry';
import { configurationOf } from '../testing/sweeps';
import type { GridTile } from './backend';
import { createCpuKernel } from './cpu/kernel';
import { type SweepFileInput, parseSweepFile } from './file';
import { planSweep } from './plan';
import { createRowReader } from './rows';

const budgets = { quantity: 'C', scale: 'log', from: 1e21, to: 1e28, steps: 15 } as const;
const sizes = { quantity: 'N', scale: 'log', from: 1e5, to: 1e15, steps: 500 } as const;

function planOf(file: Partial<SweepFileInput>) {
  return planSweep(
    parseSweepFile({
      version: 1,
      law: 'sardana-2024',
      axes: [budgets, sizes],
      metrics: ['loss'],
      reduce: { kind: 'frontier', over: ['N'] },
      ...file,
    }),
  );
}

function optimaOf(plan: ReturnType<typeof planOf>): Float64Array {
  const best = new Float64Array(plan.rows);
  createCpuKernel(plan).fillFrontier({ row: 0, rows: plan.rows, column: 0, columns: plan.columns }, best);
  return best;
}

/** Rows of a grid on the CPU, as the row reader has them. */
function rowsOf(plan: ReturnType<typeof planOf>): { readonly values: number[]; readonly isFeasible: boolean }[] {
  const range = { row: 0, rows: plan.rows, column: 0, columns: plan.columns };
  const values = plan.cellMetrics.map(() => new Float32Array(plan.rows * plan.columns));
  createCpuKernel(plan).fillGrid(range, values);
  const rows: { values: number[]; isFeasible: boolean }[] = [];
  createRowReader(plan).read({ kind: 'grid', range, values } satisfies GridTile, (row, isFeasible) => {
    rows.push({ values: [...row], isFeasible });
  });
  return rows;
}

describe('a sweep whose budget pays for more than 6ND', () => {
  test.each(flopCountIds)('has the frontier of the model, for every law: %s', (flopCount) => {
    for (const law of laws) {
      for (const inferenceTokens of [0, 1e12]) {
        const scenario = { flopCount, contextLength: 8192, inferenceTokens, inferenceCostRatio: 3, rhoN: 0.8, rhoD: 1.4 };
        const plan = planOf({ law: law.id, scenario });
        optimaOf(plan).forEach((N, row) => {
          const expected = Math.min(Math.max(optimum(plan.law, plan.rowAxis!.values[row]!).N, sizes.from), sizes.to);
          expect(Math.abs(N / expected - 1), `${law.id}, row ${row}`).toBeLessThan(1e-8);
        });
      }
    }
  });

  test('finds the same optimum over tokens as over sizes', () => {
    const scenario = { inferenceTokens: 5e12 };
    const tokens = { quantity: 'D', scale: 'log', from: 1e6, to: 1e17, steps: 400 } as const;
    const plan = planOf({ scenario, axes: [budgets, tokens], reduce: { kind: 'frontier', over: ['D'] } });
    optimaOf(plan).forEach((D, row) => expect(D / optimum(plan.law, plan.rowAxis!.values[row]!).D).toBeCloseTo(1, 8));
  });

  test('keeps to constraints on what follows from N, D and the spend', () => {
    const scenario = { flopCount: 'kaplan' as const, inferenceTokens: 1e12 };
    for (const constraint of [
      { quantity: 'D', min: 1e12 },
      { quantity: 'tokensPerParameter', max: 50 },
      { quantity: 'compute', max: 1e25 },
      { quantity: 'lifetimeCompute', max: 3e26 },
    ] as const) {
      const plan = planOf({ scenario, constraints: [constraint] });
      const grid = rowsOf(
        planOf({ scenario, constraints: [constraint], metrics: ['loss', constraint.quantity], reduce: { kind: 'grid' } }),
      );
      const best = optimaOf(plan);
      expect(new Set(grid.map(({ isFeasible }) => isFeasible)).size).toBe(2);
      for (const { values, isFeasible } of grid) {
        const value = values.at(-1)!;
        const isWithin = 'min' in constraint ? value >= constraint.min * (1 - 1e-6) : value <= constraint.max * (1 + 1e-6);
        if (isFeasible) expect(isWithin).toBe(true);
      }
      for (let row = 0; row < plan.rows; row++) {
        const cells = grid.slice(row * plan.columns, (row + 1) * plan.columns).filter(({ isFeasible }) => isFeasible);
        expect(Number.isNaN(best[row]!)).toBe(cells.length === 0);
        if (cells.length === 0) continue;
        const D =
          (plan.rowAxis!.values[row]! - evaluateMetric('C', plan.law, { N: best[row]!, D: 0 })) /
          evaluateMetric('compute', plan.law, { N: best[row]!, D: 1 });
        const least = Math.min(...cells.map(({ values }) => values[2]!));
        expect(evaluateMetric('loss', plan.law, { N: best[row]!, D })).toBeLessThanOrEqual(least * (1 + 1e-6));
      }
    }
  });

  test('writes metrics of cells by their definition, and no number where serving takes the whole budget', () => {
    const metrics = ['D', 'tokensPerParameter', 'compute', 'computePfDays', 'lifetimeCompute', 'loss', 'reducibleLoss'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...flopCountIds), fc.double({ min: 10, max: 16, noNaN: true }), (flopCount, log10Tokens) => {
        const scenario = { flopCount, inferenceTokens: 10 ** log10Tokens, inferenceCostRatio: 2 };
        const axes = [
          { ...budgets, steps: 5 },
          { ...sizes, steps: 9 },
        ];
        const plan = planOf({ scenario, axes, metrics: [...metrics], reduce: { kind: 'grid' } });
        rowsOf(plan).forEach(({ values, isFeasible }, cell) => {
          const configuration = configurationOf(plan, Math.floor(cell / plan.columns), cell % plan.columns);
          expect(isFeasible).toBe(!Number.isNaN(configuration.D));
          metrics.forEach((id, k) => {
            const expected = evaluateMetric(id, plan.law, configuration);
            if (isFeasible) expect(Math.abs(values[2 + k]! / expected - 1)).toBeLessThan(1e-6);
            else expect(values[2 + k]).toBeNaN();
          });
        });
      }),
      { numRuns: 30 },
    );
  });

  test('is refused, with what is possible, over inputs that no formula resolves', () => {
    const axes = [budgets, { ...budgets, quantity: 'tokensPerParameter' as const, from: 1, to: 100 }];
    const parse = (scenario: SweepFileInput['scenario']) => () =>
      parseSweepFile({ version: 1, law: 'sardana-2024', scenario, axes, metrics: ['loss'] });
    expect(parse({ inferenceTokens: 1e12 })).toThrow(InputError);
    expect(parse({ flopCount: 'kaplan' })).toThrow(/^axes: C, tokensPerParameter .*C with N, or N with D or tokensPerParameter/);
    expect(parse({ contextLength: 4096 })).not.toThrow();
    expect(() => parseSweepFile({ version: 1, law: 'sardana-2024', scenario: { flopCount: 'mine' }, axes, metrics: ['loss'] })).toThrow(
      /^scenario\.flopCount: "mine" .*one of 6nd, kaplan/,
    );
  });
});
