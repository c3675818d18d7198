import { exp2 } from '../model/math/elementary';
import type { LawQuantity } from '../model/form';
import type { SweepPlan } from './plan';

/** The part of a law's sum that does not factor, along the rows of a sweep. */
export interface SweepPenalty {
  /** Penalty in a row, at a log2(column input). */
  valueAt(row: number, log2Column: number): number;
  /** d sum / d log2(column input), of the whole sum, up to a positive factor. */
  slopeAt(row: number, log2Column: number): number;
}

/** The penalty of a sweep's law; undefined where every addend factors. */
export function createPenalty({ form, law, configuration, log2Row }: SweepPlan): SweepPenalty | undefined {
  const { penalty } = form;
  if (!penalty) return undefined;
  const quantityAt = (quantity: LawQuantity, row: number, log2Column: number): number => {
    const { constant, weights } = configuration[quantity];
    return exp2(constant + weights[0] * log2Row[row]! + weights[1] * log2Column);
  };
  return {
    valueAt: (row, log2Column) => penalty.value(law.coefficients, quantityAt('N', row, log2Column), quantityAt('D', row, log2Column)),
    slopeAt: (row, log2Column) => {
      const slopes = penalty.sumSlopes(law.coefficients, quantityAt('N', row, log2Column), quantityAt('D', row, log2Column));
      return (slopes.N * configuration.N.weights[1] + slopes.D * configuration.D.weights[1]) * Math.LN2;
    },
  };
}
