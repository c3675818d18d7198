import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TileRange } from '../sweep/backend';
import { computeFrontier, computeGrid, planOf, useBackend } from '../testing/gpu';

const SEED = 20_260_101;

const opened = useBackend();

describe('tiles', () => {
  it('joined equal the whole, bit for bit, however the sweep is cut', async () => {
    const plan = planOf({
      law: 'kaplan-2020-nd',
      axes: [
        { quantity: 'C', scale: 'log', from: 1e18, to: 1e26, steps: 41 },
        { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: 131 },
      ],
      metrics: ['loss', 'reducibleLoss'],
    });
    const whole = await computeGrid(opened.backend, plan);
    const sweep = await opened.backend.prepare(plan.file);
    const anyCut = fc.array(fc.record({ splitsRow: fc.boolean(), size: fc.integer({ min: 1, max: 140 }) }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(anyCut, async (cuts) => {
        const joined = plan.cellMetrics.map(() => new Float32Array(plan.rows * plan.columns));
        const pending: Promise<void>[] = [];
        let cell = 0;
        for (let i = 0; cell < plan.rows * plan.columns; i++) {
          const { splitsRow, size } = cuts[i % cuts.length]!;
          const row = Math.floor(cell / plan.columns);
          const column = cell % plan.columns;
          const range: TileRange =
            splitsRow || column > 0
              ? { row, rows: 1, column, columns: Math.min(size, plan.columns - column) }
              : { row, rows: Math.min(size, plan.rows - row), column: 0, columns: plan.columns };
          const from = cell;
          const place = async (): Promise<void> => {
            const tile = await sweep.compute(range);
            if (tile.kind === 'grid') tile.values.forEach((values, k) => joined[k]!.set(values, from));
            sweep.recycle(tile);
          };
          pending.push(place());
          if (i % 3 === 2) await Promise.all(pending.splice(0));
          cell += range.rows * range.columns;
        }
        await Promise.all(pending);
        expect(joined).toEqual(whole);
      }),
      { seed: SEED, numRuns: 12 },
    );
    sweep.dispose();
  }, 60_000);

  it('of a frontier joined equal the whole', async () => {
    const plan = planOf({
      law: 'besiroglu-2024',
      axes: [
        { quantity: 'C', scale: 'log', from: 1e18, to: 1e26, steps: 53 },
        { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: 130 },
      ],
      metrics: ['loss'],
      reduce: { kind: 'frontier', over: ['N'] },
    });
    const whole = await computeFrontier(opened.backend, plan);
    const sweep = await opened.backend.prepare(plan.file);
    const best: number[] = [];
    for (let row = 0; row < plan.rows; row += 7) {
      const tile = await sweep.compute({ row, rows: Math.min(7, plan.rows - row), column: 0, columns: plan.columns });
      if (tile.kind === 'frontier') best.push(...tile.best);
    }
    sweep.dispose();
    expect([...whole]).toEqual(best);
  });
});
