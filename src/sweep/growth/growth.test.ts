import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { power } from '../../model/math/elementary';
import { anyScheduleSweep, simulateFile } from '../../testing/schedules';
import { createInlineBackend } from '../../testing/backends';
import { BackendError, type Tile, type TileRange } from '../backend';
import { CpuWorkerState } from '../cpu/worker-state';
import { stepsInLoops } from '../loops';
import { runSweep } from '../run';
import { cellCount, cellsOf, firstCell, nextRange } from '../tiling';
import { createEvaluator } from './evaluate';
import { type ScheduleFile, parseScheduleFile } from './file';
import { createFixedPower, fillPowers } from './fixed-power';
import { type SchedulePlan, outputsOf, planSchedules } from './plan';
import { type ScheduleInputId, type ScheduleMetricId, scheduleMetricIds } from './quantities';
import { bestColumns, createReducer, createScheduleReader } from './reduce';

/** Laws without a link, with one (Kaplan), and of other forms that add two powers. */
const LAWS = ['besiroglu-2024', 'hoffmann-2022', 'kaplan-2020-nd'];
const GENERAL = { mostAxes: 4, mostSteps: 5, laws: LAWS };

/** What the engine's f64 may be off by: the powers' 4e-10 at most, through a few stages. */
const TOLERANCE = 2e-9;

/** Computes a sweep in tiles of a few cells. */
function tilesOf(file: ScheduleFile, tileCells: number): { readonly plan: SchedulePlan; readonly tiles: readonly Tile[] } {
  const plan = planSchedules(file);
  const state = new CpuWorkerState();
  state.prepare(0, file);
  const tiles: Tile[] = [];
  for (let cell = 0; cell < cellCount(plan);) {
    const range: TileRange = nextRange(plan, cell, tileCells);
    tiles.push(state.compute(0, range, []));
    cell = firstCell(plan, range) + cellsOf(range);
  }
  return { plan, tiles };
}

/** Every schedule of a plan by the naive simulation, in the plan's numbering. */
function naive(plan: SchedulePlan): { readonly steps: number[]; readonly values: Record<ScheduleMetricId, number> }[] {
  const steps = new Float64Array(plan.axes.length);
  return Array.from({ length: cellCount(plan) }, (_, schedule) => {
    stepsInLoops(plan, schedule, steps);
    const at = plan.axes.map(({ values }, i) => values[steps[i]!]!);
    return { steps: [...steps], values: simulateFile(plan.file, at) };
  });
}

function expectClose(given: number, expected: number, tolerance: number): void {
  if (Number.isNaN(expected)) return expect(given).toBeNaN();
  // savings are 1 − ratio: their scale is that of the ratio
  expect(Math.abs(given - expected)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), 1));
}

describe('schedules', () => {
  test('FLM-101B under lossless growth and Hoffmann’s law', () => {
    const file = parseScheduleFile({
      version: 1,
      law: 'hoffmann-2022',
      schedule: { stages: 3, N1: 16e9, N2: 51e9, N3: 101e9, D1: 245.37e9, D2: 39.64e9 },
      axes: [{ quantity: 'D3', scale: 'linear', from: 26.54e9, to: 30e9, steps: 2 }],
      reduce: { kind: 'best', of: 'loss' },
    });
    const ids = ['reach2', 'loss', 'lossMatchedSaving', 'frontierSaving', 'compute'];
    const [reach2, loss, lossMatched, frontier, compute] = createEvaluator(planSchedules(file), ids)(0);
    expect(reach2! - 39.64e9).toBeCloseTo(1.4046e11, -8);
    expect(loss).toBeCloseTo(2.058325, 4);
    expect(lossMatched).toBeCloseTo(0.4964, 3);
    expect(frontier).toBeCloseTo(-0.4332, 3);
    expect(compute! / 5.177e22).toBeCloseTo(1, 3);
  });

  test('every metric of every schedule is the naive simulation’s, in f64', () => {
    fc.assert(
      fc.property(
        anyScheduleSweep(() => ({ kind: 'best', of: 'loss' }), GENERAL),
        (file) => {
          const plan = planSchedules(file);
          const evaluate = createEvaluator(plan, scheduleMetricIds);
          naive(plan).forEach(({ values }, schedule) => {
            const given = evaluate(schedule);
            scheduleMetricIds.forEach((id, k) => expectClose(given[k]!, values[id], 1e-9));
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the CPU kernel', () => {
  test('fills grids, tile by tile', () => {
    fc.assert(
      fc.property(
        anyScheduleSweep(() => ({ kind: 'grid' }), { ...GENERAL, mostAxes: 2, mostSteps: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (file, tileCells) => {
          const { plan, tiles } = tilesOf(file, tileCells);
          expect(plan.order).toEqual(plan.axes.map((_, i) => i));
          const expected = naive(plan);
          for (const tile of tiles) {
            if (tile.kind !== 'grid') throw new Error('not a grid');
            const first = firstCell(plan, tile.range);
            outputsOf(file).forEach((id, k) =>
              tile.values[k]!.forEach((value, i) => expectClose(value, expected[first + i]!.values[id], 1e-7)),
            );
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('finds the best schedule of every pixel, over any axes', () => {
    const reduction = (keep: number, of: ScheduleMetricId) => (axes: readonly ScheduleInputId[]) =>
      ({ kind: 'best', of, keep: axes.slice(0, keep) }) as const;
    const sweep = fc
      .tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom(...scheduleMetricIds))
      .chain(([keep, of]) => anyScheduleSweep(reduction(keep, of), GENERAL));
    fc.assert(
      fc.property(sweep, fc.integer({ min: 1, max: 60 }), (file, tileCells) => {
        if (file.reduce.kind !== 'best') throw new Error('not a best');
        const { of, keep } = file.reduce;
        const { plan, tiles } = tilesOf(file, tileCells);
        const reducer = createReducer(plan);
        tiles.toReversed().forEach((tile) => reducer.add(tile));
        const sign = of.endsWith('Saving') ? -1 : 1;
        const pixels = new Map<string, number>();
        const all = naive(plan);
        for (const { steps, values } of all) {
          const pixel = keep.map((id) => steps[plan.axes.findIndex(({ quantity }) => quantity === id)]!).join();
          const value = sign * values[of];
          const old = pixels.get(pixel) ?? Number.NaN;
          pixels.set(pixel, Number.isNaN(value) || value > old ? old : value);
        }
        const best = reducer.best();
        expect(best.length).toBe(pixels.size);
        const read = createScheduleReader(plan);
        const column = bestColumns(plan).indexOf(of);
        [...pixels.values()].forEach((expected, pixel) => {
          if (Number.isNaN(expected)) return expect(best[pixel]).toBe(-1);
          // the schedule that was found is as good as the best, and is reported with its own value
          expectClose(sign * all[best[pixel]!]!.values[of], expected, TOLERANCE);
          expectClose(sign * read(best[pixel]!)[column]!, expected, TOLERANCE);
        });
      }),
      { numRuns: 70 },
    );
  });

  test('counts every schedule once, in the bin of its saving', () => {
    const histogram = { kind: 'histogram', metric: 'lossMatchedSaving', from: -0.5, to: 0.8, bins: 13 } as const;
    fc.assert(
      fc.property(
        anyScheduleSweep(() => histogram, GENERAL),
        fc.integer({ min: 1, max: 60 }),
        (file, tileCells) => {
          const { plan, tiles } = tilesOf(file, tileCells);
          const reducer = createReducer(plan);
          tiles.forEach((tile) => reducer.add(tile));
          const expected = { counts: new Float64Array(13), below: 0, above: 0, infeasible: 0 };
          for (const { values } of naive(plan)) {
            const bin = Math.floor(((values.lossMatchedSaving + 0.5) * 13) / 1.3);
            if (Number.isNaN(bin)) expected.infeasible += 1;
            else if (bin < 0) expected.below += 1;
            else if (bin >= 13) expected.above += 1;
            else expected.counts[bin]! += 1;
          }
          expect(reducer.histogram()).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('puts what depends on fewer axes on the outer loops', () => {
    const axis = (quantity: ScheduleInputId, from: number, to: number) => ({ quantity, scale: 'linear', from, to, steps: 512 }) as const;
    const plan = planSchedules(
      parseScheduleFile({
        version: 1,
        law: 'besiroglu-2024',
        schedule: { stages: 3, N1: 1e9, N3: 1e11, switch1: 0.3 },
        axes: [axis('switch2', 0.4, 0.9), axis('N2', 1e9, 1e11), axis('D', 1e10, 1e12)],
        reduce: { kind: 'best', of: 'lossMatchedSaving' },
      }),
    );
    // where stage 2 starts depends on N2 and D alone
    expect(plan.axes[plan.inner!]!.quantity).toBe('switch2');
  });
});

describe('a run of schedules', () => {
  test('goes on from its last finished tile when a backend fails, and counts every schedule once', async () => {
    const axis = (quantity: ScheduleInputId, from: number, to: number) => ({ quantity, scale: 'log', from, to, steps: 40 }) as const;
    const histogram = { metric: 'areaSaving', from: 0, to: 1, bins: 8 } as const;
    const file = parseScheduleFile({
      version: 1,
      law: 'hoffmann-2022',
      schedule: { stages: 2, N2: 1e11, D1: 1e11 },
      axes: [axis('N1', 1e9, 1e11), axis('D2', 1e9, 1e12), axis('eta', 0.5, 2)],
      reduce: { kind: 'best', of: 'lossMatchedSaving', histogram },
    });
    let tiles = 0;
    const failing = createInlineBackend(() => {
      if (++tiles > 2) throw new BackendError('gpu-lost', 'injected');
    });
    const plan = planSchedules(file);
    const [lost, whole] = [createReducer(plan), createReducer(plan)];
    const next = createInlineBackend();
    const options = { pace: { computeMs: 0.2, consumeMs: 0.2 } };
    await runSweep(plan, { acquire: async () => failing, replace: async () => next }, { ...options, onTile: (tile) => lost.add(tile) });
    for (const tile of tilesOf(file, cellCount(plan)).tiles) whole.add(tile);
    expect(tiles).toBeGreaterThan(2);
    expect(lost.best()).toEqual(whole.best());
    expect(lost.histogram()).toEqual(whole.histogram());
  });
});

describe('a power with a fixed exponent', () => {
  test('is within its bound of the exact one, and NaN for what is no number of its range', () => {
    const operand = (value: number) => ({ values: Float64Array.of(value), offset: 0, stride: 0 as const });
    const out = new Float64Array(1);
    const fast = (x: number, exponent: number): number => {
      fillPowers(createFixedPower(exponent)!, operand(x), operand(0), 1, operand(0), out, 1);
      return out[0]!;
    };
    fc.assert(
      fc.property(fc.double({ min: -200, max: 200, noNaN: true }), fc.double({ min: -3.3, max: 5, noNaN: true }), (log2, exponent) => {
        const x = 2 ** log2;
        expect(Math.abs(fast(x, exponent) / power(x, exponent) - 1)).toBeLessThan(1e-11);
      }),
    );
    for (const x of [0, -1, Number.NaN, Infinity, 2 ** 300, 2 ** -300]) expect(fast(x, -0.5)).toBeNaN();
    expect(createFixedPower(-9)).toBeUndefined();
  });
});
