import { type Reserve, monomialOf } from '../model/configuration';
import { irreducibleLoss } from '../model/loss';
import { type Law, formOf } from '../model/laws';
import { type SizeMetricId, evaluateSize, isLoss } from '../model/metrics';
import { pointAt } from './curve';
import type { SweepPlan } from './plan';
import { exp2, log2 } from '../model/math/elementary';
import { findRoot } from '../model/math/root';
import { LEAST_SURPLUS, mostParameters } from '../model/spend/spend';

/** Relative slack of a constraint, so that an axis point on the bound stays feasible after rounding. */
const SLACK = 1e-9;

/** A closed interval; empty where the first end is above the second. */
export type Interval = readonly [number, number];

/** Where a sweep's constraints hold. */
export interface Feasibility {
  /** Values of log2(column input) at which a row's budget leaves enough for training and every constraint but those on losses holds. */
  columnInterval(row: number): Interval;
  /** Columns [first, end) whose axis points lie in the interval of a row. */
  columnRange(row: number): Interval;
  /** Sums (offset included) at which every constraint on the loss holds. */
  readonly sums: Interval;
}

/** Works out where the constraints of a sweep hold. */
export function findFeasibility(plan: SweepPlan): Feasibility {
  const { reserve } = plan.configuration;
  const bounds = plan.file.constraints.flatMap((constraint) => columnBound(plan, constraint));
  const columnInterval = (row: number): Interval => {
    const affordable = reserve ? affordableInterval(plan, reserve, row) : ([-Infinity, Infinity] as const);
    let [low, high] = affordable;
    for (const bound of bounds) {
      const [from, to] = bound(row, affordable);
      low = Math.max(low, from);
      high = Math.min(high, to);
    }
    return [low, high];
  };
  return {
    columnInterval,
    columnRange: (row) => {
      if (bounds.length === 0 && !reserve) return [0, plan.columns];
      const [low, high] = columnInterval(row);
      return [firstAtLeast(plan.log2Column, low, false), firstAtLeast(plan.log2Column, high, true)];
    },
    sums: sumInterval(plan),
  };
}

/** Values of log2(column input) at which serving leaves a row's budget enough for training. */
function affordableInterval({ law, log2Row }: SweepPlan, reserve: Reserve, row: number): Interval {
  const fixed = log2Row[row] ?? Number.NaN;
  if (reserve.side === 0) return [reserve.at(fixed) + LEAST_SURPLUS, Infinity];
  return [-Infinity, log2(mostParameters(law.spend, exp2(fixed)))];
}

/** Where a constraint holds in a row, as an interval of log2(column input) within the one where tokens are affordable. */
type ColumnBound = (row: number, affordable: Interval) => Interval;

/** A constraint on a quantity of N, D and the spend as an interval of a row; none for losses. */
function columnBound(plan: SweepPlan, { quantity, min, max }: SweepPlan['file']['constraints'][number]): ColumnBound[] {
  if (isLoss(quantity)) return [];
  const low = min === undefined ? -Infinity : log2(min) - SLACK;
  const high = max === undefined ? Infinity : log2(max) + SLACK;
  return [productBound(plan, quantity, low, high) ?? monotoneBound(plan, quantity, low, high)];
}

/** The bound of a quantity that is a product of powers of row and column input; undefined for others. */
function productBound(plan: SweepPlan, quantity: SizeMetricId, low: number, high: number): ColumnBound | undefined {
  const { N, D, bend, reserve } = plan.configuration;
  const monomial = monomialOf(quantity, plan.law.spend);
  if (!monomial || bend || reserve) return undefined;
  const weight = (side: 0 | 1) => monomial.n * N.weights[side] + monomial.d * D.weights[side];
  const constant = log2(monomial.factor) + monomial.n * N.constant + monomial.d * D.constant;
  const columnWeight = weight(1);
  return (row) => {
    const atOne = constant + weight(0) * (plan.log2Row[row] ?? Number.NaN);
    if (columnWeight === 0) return atOne >= low && atOne <= high ? [-Infinity, Infinity] : [Infinity, -Infinity];
    const ends = [(low - atOne) / columnWeight, (high - atOne) / columnWeight] as const;
    return columnWeight > 0 ? ends : [ends[1], ends[0]];
  };
}

/** The bound of any other quantity: along a row each of them rises or falls throughout, or stays the same. */
function monotoneBound(plan: SweepPlan, quantity: SizeMetricId, low: number, high: number): ColumnBound {
  const logs = plan.log2Column;
  return (row, affordable) => {
    const at = (log2Column: number): number => log2(evaluateSize(quantity, plan.law.spend, pointAt(plan, row, log2Column)));
    const from = Math.max(logs[0]!, affordable[0]);
    const to = Math.min(logs.at(-1)!, affordable[1]);
    if (!(from <= to)) return [Infinity, -Infinity];
    const [first, last] = [at(from), at(to)];
    if (Math.max(first, last) < low || Math.min(first, last) > high) return [Infinity, -Infinity];
    const crossing = (bound: number): number => findRoot((log2Column) => at(log2Column) - bound, from, to);
    const isCrossed = (bound: number): boolean => bound > Math.min(first, last) && bound < Math.max(first, last);
    const [below, above] = first <= last ? [low, high] : [high, low];
    return [isCrossed(below) ? crossing(below) : -Infinity, isCrossed(above) ? crossing(above) : Infinity];
  };
}

/** Index of the first value that is at least (or, with `above`, above) the bound; values ascend. */
function firstAtLeast(values: Float64Array, bound: number, above: boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = values[middle] ?? Number.NaN;
    if (above ? value > bound : value >= bound) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Sums at which the constraints on losses hold; a loss is a rising function of the sum. */
function sumInterval({ file, law }: SweepPlan): Interval {
  const floor = irreducibleLoss(law);
  let low = -Infinity;
  let high = Infinity;
  for (const { quantity, min = -Infinity, max = Infinity } of file.constraints) {
    if (quantity === 'irreducibleLoss' && !(floor >= min && floor <= max)) return [Infinity, -Infinity];
    if (quantity !== 'loss' && quantity !== 'reducibleLoss') continue;
    const shift = quantity === 'reducibleLoss' ? floor : 0;
    if (min > -Infinity) low = Math.max(low, sumOfLoss(law, (min + shift) * (1 - SLACK)));
    if (max < Infinity) high = Math.min(high, sumOfLoss(law, (max + shift) * (1 + SLACK)));
  }
  return [low, high];
}

/** The sum, offset included, at which a law has a loss; minus infinity for losses that no sum reaches. */
function sumOfLoss(law: Law, loss: number): number {
  const form = formOf(law);
  if (!form.unlink) return loss;
  return loss > 0 ? form.unlink(law.coefficients, loss) : -Infinity;
}
