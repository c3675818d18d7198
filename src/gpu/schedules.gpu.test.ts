import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tile, TileRange } from '../sweep/backend';
import { createEvaluator } from '../sweep/growth/evaluate';
import type { ScheduleFile } from '../sweep/growth/file';
import { type SchedulePlan, outputsOf, planSchedules } from '../sweep/growth/plan';
import { type ScheduleInputId, type ScheduleMetricId, scheduleMetricIds } from '../sweep/growth/quantities';
import { createReducer } from '../sweep/growth/reduce';
import { cellCount, cellsOf, firstCell, nextRange } from '../sweep/tiling';
import { useBackend } from '../testing/gpu';
import { anyScheduleSweep } from '../testing/schedules';

const LAWS = ['besiroglu-2024', 'hoffmann-2022', 'kaplan-2020-nd'];
const SMALL = { mostAxes: 4, mostSteps: 6, laws: LAWS };
/** Relative error of a loss, of compute and tokens; of a saving, the error over the ratio that it is one minus. */
const BOUND = 1e-5;

/** A software adapter compiles the kernel for every law and number of stages. */
const TIMEOUT_MS = 120_000;

const opened = useBackend();

async function tilesOf(plan: SchedulePlan, tileCells: number): Promise<readonly Tile[]> {
  const sweep = await opened.backend.prepare(plan.file);
  const tiles: Tile[] = [];
  for (let cell = 0; cell < cellCount(plan);) {
    const range: TileRange = nextRange(plan, cell, tileCells);
    tiles.push(await sweep.compute(range));
    cell = firstCell(plan, range) + cellsOf(range);
  }
  sweep.dispose();
  return tiles;
}

function errorOf(metric: ScheduleMetricId, given: number, expected: number): number {
  const scale = metric.endsWith('Saving') ? Math.max(1 - expected, 1) : Math.abs(expected);
  return Math.abs(given - expected) / scale;
}

/** Every value of a metric in f64, by the schedules' numbers. */
function exact(plan: SchedulePlan, metric: ScheduleMetricId): Float64Array {
  const evaluate = createEvaluator(plan, [metric]);
  return Float64Array.from({ length: cellCount(plan) }, (_, schedule) => evaluate(schedule)[0]!);
}

describe('growth schedules on the GPU', () => {
  it(
    'meet the f64 simulation, metric by metric',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyScheduleSweep(() => ({ kind: 'grid' }), { ...SMALL, mostAxes: 2, mostSteps: 12 }),
          fc.integer({ min: 1, max: 60 }),
          async (file, tileCells) => {
            const plan = planSchedules(file);
            const tiles = await tilesOf(plan, tileCells);
            outputsOf(file).forEach((metric, k) => {
              const expected = exact(plan, metric);
              for (const tile of tiles) {
                if (tile.kind !== 'grid') throw new Error('not a grid');
                const first = firstCell(plan, tile.range);
                tile.values[k]!.forEach((value, i) => {
                  if (Number.isNaN(expected[first + i]!)) expect(value).toBeNaN();
                  else expect(errorOf(metric, value, expected[first + i]!)).toBeLessThan(BOUND);
                });
              }
            });
          },
        ),
        { numRuns: 25 },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'give the best schedule of every pixel, and its value in f64',
    async () => {
      const sweep = fc
        .tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom(...scheduleMetricIds))
        .chain(([keep, of]) =>
          anyScheduleSweep((axes: readonly ScheduleInputId[]) => ({ kind: 'best', of, keep: axes.slice(0, keep) }), SMALL),
        );
      await fc.assert(
        fc.asyncProperty(sweep, fc.integer({ min: 1, max: 300 }), async (file: ScheduleFile, tileCells) => {
          const plan = planSchedules(file);
          const reducer = createReducer(plan);
          for (const tile of await tilesOf(plan, tileCells)) reducer.add(tile);
          const { metric, isGreatest } = plan.best!;
          const values = exact(plan, metric);
          const size = plan.linesPerPixel * plan.columns;
          reducer.best().forEach((schedule, pixel) => {
            const feasible = values.subarray(pixel * size, (pixel + 1) * size).filter((value) => !Number.isNaN(value));
            const best = feasible.reduce((a, b) => (isGreatest ? Math.max(a, b) : Math.min(a, b)), isGreatest ? -Infinity : Infinity);
            if (feasible.length === 0) expect(schedule).toBe(-1);
            else expect(errorOf(metric, values[schedule]!, best)).toBeLessThan(BOUND);
          });
        }),
        { numRuns: 25 },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'count every schedule once, and only those at the edge of a bin beside it',
    async () => {
      const histogram = { metric: 'lossMatchedSaving', from: -0.5, to: 0.8, bins: 13 } as const;
      await fc.assert(
        fc.asyncProperty(
          anyScheduleSweep(() => ({ kind: 'best', of: 'frontierSaving', histogram }), SMALL),
          fc.integer({ min: 1, max: 300 }),
          async (file, tileCells) => {
            const plan = planSchedules(file);
            const reducer = createReducer(plan);
            for (const tile of await tilesOf(plan, tileCells)) reducer.add(tile);
            const { counts, below, above, infeasible } = reducer.histogram()!;
            const values = exact(plan, 'lossMatchedSaving');
            expect(infeasible).toBe(values.filter((value) => Number.isNaN(value)).length);
            expect(below + above + infeasible + counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
            let upTo = below;
            for (let bin = 0; bin <= 13; bin++) {
              const edge = -0.5 + bin * 0.1;
              const doubt = BOUND * (1 - Math.min(edge, 0));
              expect(upTo).toBeGreaterThanOrEqual(values.filter((value) => value < edge - doubt).length);
              expect(upTo).toBeLessThanOrEqual(values.filter((value) => value < edge + doubt).length);
              upTo += counts[bin] ?? 0;
            }
          },
        ),
        { numRuns: 25 },
      );
    },
    TIMEOUT_MS,
  );
});
