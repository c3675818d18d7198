import { minimiseExponentials } from '../model/math/newton';
import { type Term, exponentsOf } from '../model/form';
import { findFeasibility } from './feasible';
import { type SweepPlan, termFactors } from './plan';
import { exp, exp2 } from '../model/math/elementary';

/** From a row and its best column to the polished best value of the column input; NaN where `column` is no column. */
export type Polish = (row: number, column: number) => number;

/**
 * Polishes the optima of a frontier in f64. Between the neighbours of the best grid point, and within the constraints, the sum
 * of powers is convex in log2(column input), so that the zero of its slope is the optimum. Loss is flat there: the slope is
 * well conditioned where the loss itself is not (DESIGN 2.2).
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
  const offset = plan.form.offset(plan.law.coefficients);
  const values = plan.columnAxis.values;
  const logs = plan.log2Column;
  const sumAt = (step: number): number => sizes.reduce((sum, size, k) => sum + size * exp(rates[k]! * step), offset);

  return (row, column) => {
    if (!(column >= 0 && column < plan.columns)) return Number.NaN;
    const [low, high] = columnInterval(row);
    const here = logs[column]!;
    const from = Math.max(low, logs[Math.max(column - 1, 0)]!) - here;
    const to = Math.min(high, logs[Math.min(column + 1, plan.columns - 1)]!) - here;
    for (let k = 0; k < sizes.length; k++) sizes[k] = factors[k]!.row[row]! * factors[k]!.column[column]!;
    const step = minimiseExponentials({ sizes, rates }, from, to);
    if (step === 0) return values[column]!;
    if (plan.file.constraints.length > 0) {
      const sum = sumAt(step);
      // the bound on the loss lies between the cells: the feasible cell is the answer
      if (!(sum >= sums[0] && sum <= sums[1])) return values[column]!;
    }
    return atEnd(step + here, column) ?? exp2(step + here);
  };

  /** The exact value of an axis end, which an optimum outside the axis stays at. */
  function atEnd(log2: number, column: number): number | undefined {
    if (column <= 1 && log2 <= logs[0]!) return values[0];
    return column >= plan.columns - 2 && log2 >= logs[plan.columns - 1]! ? values[plan.columns - 1] : undefined;
  }
}
