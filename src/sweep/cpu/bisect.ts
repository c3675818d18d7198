import { createCellSum, isInseparable } from '../cell-sum';
import { slopeAt } from '../curve';
import type { SweepPlan } from '../plan';

/** From a row and its feasible columns [first, end) to the column with the least sum, -1 where there is none. */
export type Bracket = (row: number, first: number, end: number) => number;

/**
 * Brackets optima by the change of sign of the slope instead of by the values: a sum with one minimum along a row needs about
 * log2(columns) evaluations for it, which is what makes sums cheap whose addends do not factor. Undefined where they do.
 */
export function createBracket(plan: SweepPlan): Bracket | undefined {
  if (!isInseparable(plan)) return undefined;
  const sumAt = createCellSum(plan);

  return (row, first, end) => {
    if (first >= end) return -1;
    let low = first;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (slopeAt(plan, row, plan.log2Column[middle]!) >= 0) high = middle;
      else low = middle + 1;
    }
    // the sum falls up to the column before `low` and rises from `low` on
    if (low === first) return first;
    return low < end && sumAt(row, low) < sumAt(row, low - 1) ? low : low - 1;
  };
}
