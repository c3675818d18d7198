import type { Tile } from '../backend';
import { pixelsOf } from '../loops';
import { createEvaluator } from './evaluate';
import type { SchedulePlan } from './plan';
import { scheduleMetricIds } from './quantities';
import { EXTRA_COUNTERS } from './kernel';

/** The best schedule of one pixel: its number in the plan, -1 where none is feasible. */
export type BestSchedules = Float64Array<ArrayBuffer>;

/** A histogram with what fell beside its bins. */
export interface HistogramCounts {
  /** [bins] */
  readonly counts: Float64Array<ArrayBuffer>;
  readonly below: number;
  readonly above: number;
  readonly infeasible: number;
}

/** Joins the tiles of a reduction, in whatever order they come. */
export interface ScheduleReducer {
  add(tile: Tile): void;
  /** Number of the best schedule of each pixel; empty where no best is looked for. Pixels are row-major over the kept axes. */
  best(): BestSchedules;
  histogram(): HistogramCounts | undefined;
}

/** Prepares to join the tiles of a sweep whose reduction is not a grid. */
export function createReducer(plan: SchedulePlan): ScheduleReducer {
  const pixels = plan.best ? plan.rows / plan.linesPerPixel : 0;
  const values = new Float64Array(pixels).fill(Number.NaN);
  const schedules = new Float64Array(pixels).fill(-1);
  const sums = new Float64Array(plan.histogram ? plan.histogram.bins + EXTRA_COUNTERS : 0);
  const isBetter = (value: number, schedule: number, pixel: number): boolean => {
    const old = values[pixel]!;
    if (schedules[pixel]! < 0) return true;
    if (value === old) return schedule < schedules[pixel]!;
    return plan.best?.isGreatest ? value > old : value < old;
  };
  return {
    add: (tile) => {
      if (tile.kind !== 'reduced') throw new Error(`a reduction cannot hold a ${tile.kind} tile`);
      const { first } = pixelsOf(plan, tile.range);
      tile.schedules.forEach((schedule, i) => {
        if (schedule < 0 || !isBetter(tile.values[i]!, schedule, first + i)) return;
        values[first + i] = tile.values[i]!;
        schedules[first + i] = schedule;
      });
      tile.counts.forEach((count, i) => (sums[i]! += count));
    },
    best: () => schedules,
    histogram: () => {
      if (!plan.histogram) return undefined;
      const { bins } = plan.histogram;
      return { counts: sums.slice(0, bins), below: sums[bins]!, above: sums[bins + 1]!, infeasible: sums[bins + 2]! };
    },
  };
}

/** Columns of the table of best schedules: every axis in the file's order, then every metric. */
export function bestColumns(plan: SchedulePlan): readonly string[] {
  return [...plan.axes.map(({ quantity }) => quantity), ...scheduleMetricIds.filter((id) => plan.file.metrics.includes(id))];
}

/** Reads schedules by their numbers as rows of `bestColumns`, in f64; the array is reused. */
export function createScheduleReader(plan: SchedulePlan): (schedule: number) => Float64Array {
  return createEvaluator(plan, bestColumns(plan));
}
