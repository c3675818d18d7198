import { type Claim, meets } from '../claims';
import { batchComputations } from './batch';
import { computeComputations } from './compute';
import { costComputations } from './cost';
import { dataComputations } from './data';
import { frontierComputations } from './frontier';
import { growthComputations } from './growth';
import { inferenceComputations } from './inference';
import { type Computations, Inputs, known } from './inputs';
import { lossComputations } from './loss';
import { memoryComputations } from './memory';
import { moeComputations } from './moe';
import { precisionComputations } from './precision';
import { servingComputations } from './serving';
import { skillComputations } from './skill';
import { timeComputations } from './time';

/** Every computation that a check may name. */
export const computations: Computations = {
  ...computeComputations,
  ...lossComputations,
  ...frontierComputations,
  ...dataComputations,
  ...inferenceComputations,
  ...batchComputations,
  ...growthComputations,
  ...moeComputations,
  ...precisionComputations,
  ...skillComputations,
  ...timeComputations,
  ...memoryComputations,
  ...costComputations,
  ...servingComputations,
};

/** Our value of one number of a claim. */
export interface Recomputed {
  /** In the unit of the check. */
  readonly value: number;
  /** Whether it lies within the tolerance of the stated one. */
  readonly isWithin: boolean;
}

/** Our values of the numbers of a claim, in the order of its checks. Most take microseconds, the perceptron's simulations a second. */
export function recomputeClaim({ checks }: Claim): readonly Recomputed[] {
  return checks.map((check) => {
    const compute = known((name) => computations[name], check.case);
    const value = compute(new Inputs(check.inputs));
    return { value, isWithin: meets(value, check.value, check.tolerance) };
  });
}
