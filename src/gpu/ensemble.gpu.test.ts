import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formIds } from '../model/forms';
import { laws } from '../model/laws';
import { reducibleLoss } from '../model/loss';
import { CpuWorkerState } from '../sweep/cpu/worker-state';
import { type SweepFile, parseSweepFile } from '../sweep/file';
import { planSweep } from '../sweep/plan';
import { prepareEnsemble } from './prepared-ensemble';
import { lawWithDraws, ensemble } from '../testing/sweeps';
import { useBackend } from '../testing/gpu';

const opened = useBackend();

/** The quantiles of a sweep in tiles of so many rows. */
async function quantilesOnGpu(file: SweepFile, tileRows: number): Promise<number[]> {
  const plan = planSweep(file);
  const sweep = await opened.backend.prepare(file);
  const all: number[] = [];
  for (let row = 0; row < plan.rows; row += tileRows) {
    const tile = await sweep.compute({ row, rows: Math.min(tileRows, plan.rows - row), column: 0, columns: plan.columns });
    if (tile.kind !== 'quantiles') throw new Error(`quantiles gave a ${tile.kind}`);
    all.push(...tile.values);
  }
  sweep.dispose();
  return all;
}

/** The same by the CPU's f64 kernel, which the unit tests hold to the closed form. */
function quantilesInF64(file: SweepFile): number[] {
  const plan = planSweep(file);
  const state = new CpuWorkerState();
  state.prepare(0, file);
  const tile = state.compute(0, { row: 0, rows: plan.rows, column: 0, columns: plan.columns }, []);
  return tile.kind === 'quantiles' ? [...tile.values] : [];
}

const lawIds = formIds.flatMap((form) => laws.find((law) => law.form === form)?.id ?? []);

describe('an ensemble', () => {
  it('has the bits of the f64 reference, for every form, any axes, any tiles', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          id: fc.constantFrom(...lawIds),
          draws: fc.integer({ min: 2, max: 70 }),
          budgets: fc.integer({ min: 1, max: 9 }),
          sizes: fc.integer({ min: 2, max: 90 }),
          scale: fc.constantFrom('log' as const, 'linear' as const),
          over: fc.constantFrom('N' as const, 'D' as const),
          tileRows: fc.integer({ min: 1, max: 9 }),
          seed: fc.integer({ min: 1, max: 1000 }),
          most: fc.option(
            fc.integer({ min: 8, max: 12 }).map((log10) => 10 ** log10),
            { nil: undefined },
          ),
        }),
        async ({ id, draws, budgets, sizes, scale, over, tileRows, seed, most }) => {
          const file = parseSweepFile({
            version: 1,
            law: lawWithDraws(id, draws, seed),
            axes: [
              { quantity: 'C', scale: 'log', from: 1e18, to: 1e25, steps: budgets },
              { quantity: over, scale, from: 1e7, to: 1e13, steps: sizes },
            ],
            metrics: ['loss', 'tokensPerParameter', 'reducibleLoss'],
            constraints: most === undefined ? [] : [{ quantity: 'N', max: most }],
            reduce: { kind: 'quantiles', over: [over] },
          });
          expect(await quantilesOnGpu(file, tileRows)).toEqual(quantilesInF64(file));
        },
      ),
      { seed: 20_260_101, numRuns: 120 },
    );
  }, 60_000);

  it('of the published uncertainty is the same, too', async () => {
    const file = ensemble(300, 6, 200);
    expect(await quantilesOnGpu(file, 4)).toEqual(quantilesInF64(file));
  });

  // the polish would mend any bracket, so that brackets have a test of their own
  it.each(lawIds)('finds in f32 a column whose sum is the least of its row, up to rounding: %s', async (id) => {
    const constraints = [{ quantity: 'N' as const, min: 1e8, max: 3e12 }];
    const plan = planSweep({ ...ensemble(40, 7, 131, lawWithDraws(id, 40)), constraints });
    const sweep = await prepareEnsemble(opened.gpu, plan);
    const range = { row: 2, rows: 5, column: 0, columns: plan.columns };
    const columns = await sweep.bestColumns(range);
    sweep.dispose();
    const sizes = [...plan.columnAxis.values];
    plan.ensemble!.laws.forEach((law, draw) => {
      for (let i = 0; i < range.rows; i++) {
        const C = plan.rowAxis!.values[range.row + i]!;
        const sumAt = (N: number): number => reducibleLoss(law, N, C / 6 / N);
        const least = Math.min(...sizes.filter((N) => N >= 1e8 && N <= 3e12).map(sumAt));
        const found = sizes[columns[draw * range.rows + i]!]!;
        expect(found >= 1e8 && found <= 3e12).toBe(true);
        expect(sumAt(found) / least - 1).toBeLessThan(1e-5);
      }
    });
  });
});
