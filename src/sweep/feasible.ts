import { monomials } from '../model/configuration';
import { irreducibleLoss } from '../model/loss';
import { type Law, formOf } from '../model/laws';
import type { SweepPlan } from './plan';
import { log2 } from '../model/math/elementary';

/** Relative slack of a constraint, so that an axis point on the bound stays feasible after rounding. */
const SLACK = 1e-9;

/** A closed interval; empty where the first end is above the second. */
export type Interval = readonly [number, number];

/** Where a sweep's constraints hold. */
export interface Feasibility {
  /** Values of log2(column input) at which every constraint on a product of N and D holds in a row. */
  columnInterval(row: number): Interval;
  /** Columns [first, end) whose axis points lie in the interval of a row. */
  columnRange(row: number): Interval;
  /** Sums (offset included) at which every constraint on the loss holds. */
  readonly sums: Interval;
}

/** Works out where the constraints of a sweep hold. */
export function findFeasibility(plan: SweepPlan): Feasibility {
  const bounds = plan.file.constraints.flatMap((constraint) => columnBound(plan, constraint));
  const columnInterval = (row: number): Interval => {
    let low = -Infinity;
    let high = Infinity;
    for (const bound of bounds) {
      const [from, to] = bound(plan.log2Row[row] ?? Number.NaN);
      low = Math.max(low, from);
      high = Math.min(high, to);
    }
    return [low, high];
  };
  return {
    columnInterval,
    columnRange: (row) => {
      if (bounds.length === 0) return [0, plan.columns];
      const [low, high] = columnInterval(row);
      return [firstAtLeast(plan.log2Column, low, false), firstAtLeast(plan.log2Column, high, true)];
    },
    sums: sumInterval(plan),
  };
}

/** A constraint on factor·N^n·D^d as an interval of log2(column input), given log2(row input); none for other quantities. */
function columnBound(plan: SweepPlan, { quantity, min, max }: SweepPlan['file']['constraints'][number]): ((log2Row: number) => Interval)[] {
  const monomial = monomials[quantity];
  if (!monomial) return [];
  const { N, D } = plan.configuration;
  const weight = (side: 0 | 1) => monomial.n * N.weights[side] + monomial.d * D.weights[side];
  const constant = log2(monomial.factor) + monomial.n * N.constant + monomial.d * D.constant;
  const low = min === undefined ? -Infinity : log2(min) - SLACK;
  const high = max === undefined ? Infinity : log2(max) + SLACK;
  const columnWeight = weight(1);
  return [
    (log2Row) => {
      const atOne = constant + weight(0) * log2Row;
      if (columnWeight === 0) return atOne >= low && atOne <= high ? [-Infinity, Infinity] : [Infinity, -Infinity];
      const ends = [(low - atOne) / columnWeight, (high - atOne) / columnWeight] as const;
      return columnWeight > 0 ? ends : [ends[1], ends[0]];
    },
  ];
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
