import type { Configuration } from './configuration';
import { budgetFor } from './spend/spend';
import type { Law } from './laws';
import { loss } from './loss';
import { computeForLoss, optimum } from './optimum';

/**
 * The cost of being wrong: extra compute paid when the optimum of `trained` is trained and `true` holds. 0.25 means that a run sized
 * by the true law reaches the same loss with a fifth less, C/(1 + 0.25). NaN where the losses cannot be compared: the run's loss
 * lies at or below what the true law can tell.
 */
export function mismatchCost(trained: Law, truth: Law, C: number): number {
  return excessCompute(optimum(trained, C), truth);
}

/**
 * Extra compute of a configuration as a share of what the true law's optimum needs for the same loss, C/C* − 1, C being all that the
 * budget pays for. NaN where that cannot be told.
 */
export function excessCompute({ N, D }: Configuration, truth: Law): number {
  return budgetFor(truth.spend, N, D) / computeForLoss(truth, loss(truth, N, D)) - 1;
}
