import { InputError } from '../quantities/issue';
import { type AnySweepPlan, isGraphPlan, isSchedulePlan } from './any';
import type { GraphPlan } from './graph/plan';
import type { SchedulePlan } from './growth/plan';
import { type Tiled, cellCount, drawCount } from './tiling';

/** One of the equal parts that a sweep is cut into. */
export interface Shard {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

/** A run of cells in row-major order, every draw of an ensemble counted: [from, to). */
export interface CellRange {
  readonly from: number;
  readonly to: number;
}

/** Most shards of a sweep. */
const MAX_SHARDS = 100_000;

/** Reads `i/n`. Throws an InputError that names `--shard`. */
export function parseShard(text: string): Shard {
  const [index, of] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? []).slice(1).map(Number);
  if (index !== undefined && of !== undefined && index >= 1 && index <= of && of <= MAX_SHARDS) return { index, of };
  const allowed = `i/n, shard i from 1 to n of n shards, n at most ${MAX_SHARDS}, such as 3/8`;
  throw new InputError([{ field: '--shard', given: text || 'nothing', allowed }]);
}

/**
 * The cells of a shard. They follow from plan and shard alone: as many as the others have, give or take one cell of a grid, or one row
 * of anything that is reduced, whose rows are not cut. None where there are fewer rows than shards.
 */
export function cellsOfShard(plan: Tiled, { index, of }: Shard): CellRange {
  const isGrid = plan.file.reduce.kind === 'grid';
  const units = isGrid ? plan.rows * plan.columns : plan.rows;
  const unitCells = isGrid ? drawCount(plan) : plan.columns * drawCount(plan);
  const each = Math.floor(units / of);
  // units · index may be no whole number in f64
  const startOf = (place: number): number => (each * place + Math.min(place, units % of)) * unitCells;
  return { from: startOf(index - 1), to: startOf(index) };
}

/** The cells of a shard, or all where there is none. */
export function partOf(plan: Tiled, shard: Shard | undefined): CellRange {
  return shard ? cellsOfShard(plan, shard) : { from: 0, to: cellCount(plan) };
}

/** A sweep whose rows follow from cells of several shards. */
export type JoinedPlan = SchedulePlan | GraphPlan;

/**
 * The plan, where a shard can hold only what is known of rows and not the rows themselves: the best of a pixel, a top list, a Pareto
 * front, a histogram. Undefined for all others, which have a row for each cell of a grid or each row of the plan.
 */
export function joinedPlan(plan: AnySweepPlan): JoinedPlan | undefined {
  const { kind } = plan.file.reduce;
  if (isGraphPlan(plan)) return kind === 'grid' || kind === 'quantiles' ? undefined : plan;
  return isSchedulePlan(plan) && kind !== 'grid' ? plan : undefined;
}
