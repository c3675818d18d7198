import { createEnsemble } from '../model/ensemble';
import { quantilesOf } from '../model/math/quantile';
import type { TileRange } from './backend';
import { type Feasibility, type Interval, findFeasibility } from './feasible';
import type { PlannedEnsemble, SweepPlan } from './plan';

/** The column from which a draw's optimum is looked for; -1 where the one of the row before will do. */
export type StartColumn = (draw: number, row: number) => number;

/** Quantiles over the draws of a sweep, in f64; the last part of it on both backends. */
export interface Quantiles {
  /** Numbers of a row: quantiles of each metric, [metrics, levels]. */
  readonly width: number;
  /** Fills the quantiles of a range's rows, NaN where no column is feasible. [rows, metrics, levels] */
  fill(range: TileRange, start: StartColumn, values: Float64Array): void;
}

/** The ensemble of a plan; throws where it has none. */
export function ensembleOfPlan({ ensemble }: SweepPlan): PlannedEnsemble {
  if (!ensemble) throw new Error('the sweep has no draws');
  return ensemble;
}

/**
 * Prepares the quantiles of a sweep. Each draw's optimum is found from a column of the grid by the zero of its slope, bounded by
 * the axis and the constraints. The search is taken up again at the nearest column where it led elsewhere, so that it ends with the
 * same bits wherever it began.
 */
export function createQuantiles(plan: SweepPlan): Quantiles {
  const { laws, levels, metrics } = ensembleOfPlan(plan);
  const ensemble = createEnsemble(laws, plan.configuration);
  const feasibility: Feasibility = findFeasibility(plan);
  const over = plan.columnAxis;
  const logs = plan.log2Column;
  const { minimise, slope } = ensemble;
  const width = metrics.length * levels.length;
  const points = new Float64Array(laws.length);
  const sample = new Float64Array(laws.length);
  const columns = new Int32Array(laws.length);

  const optimumFrom = (draw: number, log2Row: number, from: number, to: number, column: number): number => {
    if (slope) {
      // what does not factor is costly: the slope's change of sign between two columns bounds the search
      const below = bracket((x) => slope(draw, log2Row, x) < 0, logs, column);
      columns[draw] = Math.max(below, 0);
      return Math.min(minimise(draw, log2Row, Math.max(from, logs[below] ?? from), Math.min(to, logs[below + 1] ?? to), from), to);
    }
    const found = minimise(draw, log2Row, from, to, logs[column]!);
    const nearest = nearestColumn(logs, found, column);
    if (nearest === column) return found;
    columns[draw] = nearest;
    return minimise(draw, log2Row, from, to, logs[nearest]!);
  };

  /** The interval of x in a row; undefined where it holds no column. */
  const boundsOf = (row: number): Interval | undefined => {
    const [first, end] = feasibility.columnRange(row);
    const [low, high] = feasibility.columnInterval(row);
    return first < end ? [Math.max(low, logs[0]!), Math.min(high, logs.at(-1)!)] : undefined;
  };

  /** An optimum outside the axis stays at its end, to the last bit. */
  const keepEnds = (): void => {
    const [lowest, highest] = [logs[0]!, logs.at(-1)!];
    const [least, most] = [over.values[0]!, over.values.at(-1)!];
    for (let draw = 0; draw < points.length; draw++) {
      const point = points[draw]!;
      if (point === lowest) sample[draw] = least;
      else if (point === highest) sample[draw] = most;
    }
  };

  return {
    width,
    fill(range, start, values) {
      columns.fill(plan.columns >> 1);
      for (let i = 0; i < range.rows; i++) {
        const row = range.row + i;
        const log2Row = plan.log2Row[row]!;
        const bounds = boundsOf(row);
        const out = values.subarray(i * width, (i + 1) * width);
        if (!bounds) {
          out.fill(Number.NaN);
          continue;
        }
        const [from, to] = bounds;
        for (let draw = 0; draw < points.length; draw++) {
          const given = start(draw, i);
          if (given >= 0) columns[draw] = given;
          points[draw] = optimumFrom(draw, log2Row, from, to, columns[draw]!);
        }
        metrics.forEach((id, k) => {
          ensemble.evaluate(id, log2Row, points, sample);
          if (id === over.quantity) keepEnds();
          out.set(quantilesOf(sample, levels), k * levels.length);
        });
      }
    },
  };
}

/** The last column where a property of the columns holds, -1 where it holds nowhere; it holds up to some column and then no more. */
function bracket(holds: (x: number) => boolean, logs: Float64Array, start: number): number {
  let low = -1;
  let high = logs.length;
  let at = start;
  for (let stride = 1; low + 1 < high; stride *= 2) {
    if (holds(logs[at]!)) low = at;
    else high = at;
    // away from the start in growing strides until there is a column on the other side, then by halves
    if (low < 0) at = Math.max(high - stride, 0);
    else if (high === logs.length) at = Math.min(low + stride, logs.length - 1);
    else at = (low + high) >> 1;
  }
  return low;
}

/** The column whose log2 is nearest to a value; the guess, usually right, is looked at first. */
function nearestColumn(logs: Float64Array, value: number, guess: number): number {
  const last = logs.length - 1;
  const isAbove = guess === 0 || value >= (logs[guess - 1]! + logs[guess]!) / 2;
  if (isAbove && (guess === last || value < (logs[guess]! + logs[guess + 1]!) / 2)) return guess;
  let low = isAbove ? guess + 1 : 0;
  let high = isAbove ? last : guess - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < (logs[middle]! + logs[middle + 1]!) / 2) high = middle;
    else low = middle + 1;
  }
  return low;
}
