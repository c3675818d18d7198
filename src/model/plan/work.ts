import { tokensForCompute, trainingCompute } from '../compute';
import { irreducibleLoss, loss as lossAt } from '../loss';
import { exp } from '../math/elementary';
import { findRoot } from '../math/root';
import { computeForLoss, computeForParameters, optimum } from '../optimum';
import type { PlanRequest } from './request';
import { lifetimeTokens } from './use-tokens';

/** How much is trained. */
export interface Work {
  readonly N: number;
  readonly D: number;
}

/** Why a request's work cannot be had: the loss asked for, and the least that its N, D or the law allow. */
export interface UnreachableLoss {
  readonly wanted: number;
  readonly least: number;
}

/** The parts of a request that say how much is trained. */
type Wanted = Pick<PlanRequest, 'law' | 'N' | 'D' | 'C' | 'loss'>;

/** Logarithms between which parameters and tokens are looked for. */
const SEARCH = { from: Math.log(1e3), to: Math.log(1e22) };

/** Whether a request says how much is trained without a budget of time or money. */
export function hasWork({ N, D, C, loss }: Wanted): boolean {
  return C !== undefined || loss !== undefined || (N !== undefined && D !== undefined);
}

/**
 * Parameters and tokens of a request that says how much is trained: N and D; one of them with C or the loss; C or the loss alone, and then
 * the least compute.
 */
export function workOf({ law, N, D, C, loss }: Wanted): Work | UnreachableLoss {
  if (N !== undefined && D !== undefined) return { N, D };
  if (loss !== undefined) return workOfLoss({ law, N, D }, loss);
  return workOfCompute({ law, N, D }, C!);
}

/** Parameters and tokens of C FLOP: with one of them given the other, else the optimum. */
export function workOfCompute({ law, N, D }: Pick<Wanted, 'law' | 'N' | 'D'>, C: number): Work {
  if (N !== undefined) return { N, D: tokensForCompute(C, N) };
  if (D !== undefined) return { N: C / trainingCompute(1, D), D };
  return optimum(law, C);
}

/** Whether a size is given and what it is for, so that these two say how long it is trained and budgets are limits alone. */
export function isSizedForUse({ N, D, C, loss, use }: Pick<PlanRequest, 'N' | 'D' | 'C' | 'loss' | 'use'>): boolean {
  return use !== undefined && N !== undefined && D === undefined && C === undefined && loss === undefined;
}

/** Tokens of N parameters where nothing else says them: those of the size's use, else the compute-optimal ones. */
export function tokensForSize({ law, use }: Pick<PlanRequest, 'law' | 'use'>, N: number): number {
  return use ? lifetimeTokens(law, N, use.inferenceTokens) : tokensForCompute(computeForParameters(law, N), N);
}

function workOfLoss({ law, N, D }: Pick<Wanted, 'law' | 'N' | 'D'>, wanted: number): Work | UnreachableLoss {
  const floor = irreducibleLoss(law);
  if (N === undefined && D === undefined) return wanted > floor ? optimum(law, computeForLoss(law, wanted)) : { wanted, least: floor };
  const at = (logarithm: number) => (N === undefined ? { N: exp(logarithm), D: D! } : { N, D: exp(logarithm) });
  const excess = (logarithm: number) => lossAt(law, at(logarithm).N, at(logarithm).D) - wanted;
  if (excess(SEARCH.to) > 0) return { wanted, least: wanted + excess(SEARCH.to) };
  return at(findRoot(excess, SEARCH.from, SEARCH.to));
}
