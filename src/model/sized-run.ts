import { resolveConfiguration } from './configuration';
import type { Law } from './laws';
import { loss } from './loss';
import { type Optimum, computeForLoss, optimum } from './optimum';

/** How large a run's model is, where it is not to be compute-optimal: its parameters, or its training tokens for each parameter. */
export type Size = { readonly N: number } | { readonly tokensPerParameter: number };

/**
 * The run of a budget of C FLOP with a model of a given size, or the compute-optimal one without. Undefined where the budget leaves
 * too little to train a model of that size.
 */
export function sizedRun(law: Law, C: number, size: Size | undefined): Optimum | undefined {
  if (!size) return optimum(law, C);
  const run = resolveConfiguration({ C, ...size }, law.spend);
  return run && run.D > 0 ? { ...run, C, loss: loss(law, run.N, run.D) } : undefined;
}

/**
 * Compute that a run takes beyond the compute-optimal run of the same loss, as a share of the latter: 0.25 is a quarter more. NaN
 * where the law knows no budget of that loss.
 */
export function extraCompute(law: Law, run: Optimum): number {
  return run.C / computeForLoss(law, run.loss) - 1;
}
