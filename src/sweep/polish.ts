import { findRoot } from '../model/math/root';
import { findFeasibility } from './feasible';
import { type SweepPlan, termFactors } from './plan';

/** From a row and its best column to the polished best value of the column input; NaN where `column` is no column. */
export type Polish = (row: number, column: number) => number;

/**
 * Polishes the optima of a frontier in f64. Between the neighbours of the best grid point, and within the constraints, the sum
 * of powers is convex in log2(column input), so that the zero of its slope is the optimum. Loss is flat there: the slope is
 * well conditioned where the loss itself is not (DESIGN 2.2).
 */
export function createPolish(plan: SweepPlan): Polish {
  const feasibility = findFeasibility(plan);
  const terms = termFactors(plan).map(({ row, column }, k) => ({ row, first: column[0] ?? Number.NaN, weight: columnWeight(plan, k) }));
  const values = plan.columnAxis.values;
  const [lowSum, highSum] = feasibility.sums;
  const offset = plan.form.offset(plan.law.coefficients);
  const origin = plan.log2Column[0] ?? Number.NaN;
  const termAt = (k: number, row: number, log2: number): number => {
    const { row: rows, first, weight } = terms[k]!;
    return rows[row]! * first * 2 ** (weight * (log2 - origin));
  };
  const sumAt = (row: number, log2: number): number => terms.reduce((sum, _, k) => sum + termAt(k, row, log2), offset);
  const slopeAt = (row: number, log2: number): number => {
    let slope = 0;
    for (let k = 0; k < terms.length; k++) slope += terms[k]!.weight * termAt(k, row, log2);
    return slope;
  };

  return (row, column) => {
    if (!(column >= 0 && column < plan.columns)) return Number.NaN;
    const [low, high] = feasibility.columnInterval(row);
    const from = Math.max(low, plan.log2Column[Math.max(column - 1, 0)]!);
    const to = Math.min(high, plan.log2Column[Math.min(column + 1, plan.columns - 1)]!);
    const best = minimise((log2) => slopeAt(row, log2), from, to);
    const sum = sumAt(row, best);
    if (!(sum >= lowSum && sum <= highSum) || best === plan.log2Column[column]) return values[column]!;
    if (best === plan.log2Column[column - 1]) return values[column - 1]!;
    return best === plan.log2Column[column + 1] ? values[column + 1]! : 2 ** best;
  };
}

/** The least point of a convex function in an interval, from its slope. */
function minimise(slope: (x: number) => number, from: number, to: number): number {
  if (!(from < to) || slope(from) >= 0) return from;
  return slope(to) <= 0 ? to : findRoot(slope, from, to);
}

/** Exponent of the column input in a term of the law. */
function columnWeight(plan: SweepPlan, k: number): number {
  const term = Object.values(plan.form.terms)[k]!;
  return term.exponent(plan.law.coefficients) * plan.configuration[term.of].weights[1];
}
