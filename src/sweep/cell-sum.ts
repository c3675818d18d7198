import { surplusOf, log2ShareOf } from '../model/configuration';
import { type Term, exponentsOf } from '../model/form';
import { penaltyOf } from '../model/loss';
import { exp2 } from '../model/math/elementary';
import { LEAST_SURPLUS } from '../model/spend/spend';
import { pointAt } from './curve';
import { type SweepPlan, termFactors } from './plan';

/** The sum of a law's addends at a cell, penalty included, offset left out. */
export type CellSum = (row: number, column: number) => number;

/** Whether the sum of a sweep's law is more than products of a row's and a column's factor: it has a penalty, or a budget a reserve. */
export function isInseparable({ form, configuration }: SweepPlan): boolean {
  return form.penalty !== undefined || configuration.reserve !== undefined;
}

/** The sum at the cells of a sweep, in f64. Where serving leaves too little for training it is the sum at the least share. */
export function createCellSum(plan: SweepPlan): CellSum {
  const { form, law, log2Row, log2Column, configuration } = plan;
  const { reserve } = configuration;
  const terms = termFactors(plan);
  const exponents = Object.values<Term>(form.terms).map((term) => exponentsOf(term, law.coefficients).D);
  const log2Share = (row: number, column: number): number =>
    reserve ? log2ShareOf(Math.max(surplusOf(reserve, log2Row[row]!, log2Column[column]!), LEAST_SURPLUS)) : 0;
  const penaltyAt = (row: number, column: number): number => {
    if (!form.penalty) return 0;
    const { N, D } = pointAt(plan, row, log2Column[column]!);
    return penaltyOf(law, N, D);
  };
  return (row, column) => {
    const share = log2Share(row, column);
    return terms.reduce(
      (sum, term, k) => {
        const taken = share === 0 || exponents[k] === 0 ? 1 : exp2(exponents[k]! * share);
        return sum + term.row[row]! * term.column[column]! * taken;
      },
      penaltyAt(row, column),
    );
  };
}
