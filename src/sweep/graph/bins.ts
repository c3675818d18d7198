import { exp2, log2 } from '../../model/math/elementary';
import { type GraphPlan, createCellEvaluator, isWithin } from './plan';
import type { GraphReduction } from './schema';

/** Cells among which the range of a histogram is looked for where the file leaves it out. */
const SAMPLE = 1 << 14;

/** Half-open bins of equal width, of the quantity or of its logarithm. */
export interface Bins {
  readonly count: number;
  readonly from: number;
  readonly to: number;
  readonly isLog: boolean;
}

/** The bins of a histogram, with ends from a sample of the cells where the file gives none. */
export function binsOf(plan: GraphPlan, reduce: Extract<GraphReduction, { kind: 'histogram' }>): Bins {
  const { bins: count, of, from, to, scale = 'linear' } = reduce;
  const isLog = scale === 'log';
  if (from !== undefined && to !== undefined) return { count, from, to, isLog };
  const [least, greatest] = sampledRange(plan, of, isLog);
  return { count, from: from ?? least, to: to ?? greatest, isLog };
}

/**
 * Least and greatest value of a quantity among feasible cells: of all where there are few, else of so many at equal distances. The
 * upper end lies a hair above, because bins are half-open.
 */
function sampledRange(plan: GraphPlan, id: string, isLog: boolean): readonly [number, number] {
  const evaluate = createCellEvaluator(plan, [id, ...plan.limits.map((limit) => limit.id)]);
  const cells = plan.rows * plan.columns;
  const sampled = Math.min(cells, SAMPLE);
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < sampled; i++) {
    const values = evaluate(Math.floor((i * (cells - 1)) / Math.max(sampled - 1, 1)));
    const value = values[0]!;
    if (!isWithin(plan, values, 1) || !Number.isFinite(value) || (isLog && !(value > 0))) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  if (!(least <= greatest)) return isLog ? [1, 2] : [0, 1];
  return [least, greatest + (Math.abs(greatest) || 1) * 1e-9];
}

/** Lower end of a bin; that of the bin behind the last is the upper end of all. */
export function edgeOf({ count, from, to, isLog }: Bins, bin: number): number {
  if (bin === 0 || bin === count) return bin === 0 ? from : to;
  return isLog ? from * exp2((log2(to / from) * bin) / count) : from + (bin * (to - from)) / count;
}

/** Counters behind those of the bins: cells below the first, above the last, and infeasible ones. */
export const EXTRA_COUNTERS = 3;

/** Says which counter a value belongs to: its bin, or one of the three behind. */
export function createCounter({ count, from, to, isLog }: Bins): (value: number) => number {
  const at = (value: number): number => (isLog ? log2(value) : value);
  const start = at(from);
  const scale = count / (at(to) - start);
  return (value) => {
    if (value < from) return count;
    if (value >= to) return count + 1;
    const bin = Math.floor((at(value) - start) * scale);
    return value >= from ? Math.min(Math.max(bin, 0), count - 1) : count + 2;
  };
}
