import { minimiseExponentials } from '../model/math/newton';
import { findRoot } from '../model/math/root';
import { type Term, exponentsOf } from '../model/form';
import { sumOf } from '../model/loss';
import { findFeasibility } from './feasible';
import { isInseparable } from './cell-sum';
import { pointAt, slopeAt } from './curve';
import { type SweepPlan, termFactors } from './plan';
import { exp2 } from '../model/math/elementary';

/** From a row and its best column to the polished best value of the column input; NaN where `column` is no column. */
export type Polish = (row: number, column: number) => number;

/**
 * Polishes the optima of a frontier in f64. The sum has one minimum along a row (a sum of powers is convex in log2 of the column
 * input, also where a budget pays for more than 6 N D), which is the zero of its slope: well conditioned where the loss itself is flat. The search starts from the
 * grid's best column and is bounded by the axis and the constraints, not by the column's neighbours, because in f32 the best
 * column of a fine grid may lie several columns away.
 */
export function createPolish(plan: SweepPlan): Polish {
  const { columnInterval, sums } = findFeasibility(plan);
  const factors = termFactors(plan);
  const sizes = new Float64Array(factors.length);
  // d ln(term) / d log2(column input)
  const rates = Float64Array.from(Object.values<Term>(plan.form.terms), (term) => {
    const { N, D } = exponentsOf(term, plan.law.coefficients);
    return (N * plan.configuration.N.weights[1] + D * plan.configuration.D.weights[1]) * Math.LN2;
  });
  const isExponential = !isInseparable(plan) && plan.configuration.bend?.side !== 1;
  const values = plan.columnAxis.values;
  const logs = plan.log2Column;
  const sumAt = (row: number, log2Column: number): number => {
    const { N, D } = pointAt(plan, row, log2Column);
    return sumOf(plan.law, N, D);
  };
  const minimise = (row: number, here: number, from: number, to: number): number => {
    if (isExponential) return minimiseExponentials({ sizes, rates }, from, to);
    const slope = (step: number): number => slopeAt(plan, row, here + step);
    if (!(from < to) || slope(from) >= 0) return from;
    return slope(to) <= 0 ? to : findRoot(slope, from, to);
  };

  return (row, column) => {
    if (!(column >= 0 && column < plan.columns)) return Number.NaN;
    const [low, high] = columnInterval(row);
    const here = logs[column]!;
    const from = Math.max(low, logs[0]!) - here;
    const to = Math.min(high, logs[plan.columns - 1]!) - here;
    for (let k = 0; k < sizes.length; k++) sizes[k] = factors[k]!.row[row]! * factors[k]!.column[column]!;
    const step = minimise(row, here, from, to);
    if (step === 0) return values[column]!;
    if (plan.file.constraints.length > 0) {
      const sum = sumAt(row, here + step);
      // the bound on the loss lies between the cells: the feasible cell is the answer
      if (!(sum >= sums[0] && sum <= sums[1])) return values[column]!;
    }
    // an optimum outside the axis stays at its end, to the last bit
    if (step + here <= logs[0]!) return values[0]!;
    return step + here >= logs[plan.columns - 1]! ? values[plan.columns - 1]! : exp2(step + here);
  };
}
