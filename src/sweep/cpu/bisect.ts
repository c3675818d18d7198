import { createPenalty } from '../penalty';
import { type SweepPlan, termFactors } from '../plan';

/** From a row and its feasible columns [first, end) to the column with the least sum, -1 where there is none. */
export type Bracket = (row: number, first: number, end: number) => number;

/**
 * Brackets optima by the change of sign of the slope instead of by the values: a sum with one minimum along a row needs about
 * log2(columns) evaluations for it, which is what makes laws cheap whose addends do not factor. Undefined for laws that do.
 */
export function createBracket(plan: SweepPlan): Bracket | undefined {
  const penalty = createPenalty(plan);
  if (!penalty) return undefined;
  const terms = termFactors(plan);
  const sumAt = (row: number, column: number): number =>
    terms.reduce((sum, term) => sum + term.row[row]! * term.column[column]!, penalty.valueAt(row, plan.log2Column[column]!));

  return (row, first, end) => {
    if (first >= end) return -1;
    let low = first;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (penalty.slopeAt(row, plan.log2Column[middle]!) >= 0) high = middle;
      else low = middle + 1;
    }
    // the sum falls up to the column before `low` and rises from `low` on
    if (low === first) return first;
    return low < end && sumAt(row, low) < sumAt(row, low - 1) ? low : low - 1;
  };
}
