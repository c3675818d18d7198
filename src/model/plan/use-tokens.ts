import { type Law, bindLaw } from '../laws';
import { computeForParameters, optimum } from '../optimum';

/**
 * Training tokens for a model of N parameters that is to read and write so many tokens in use: those at which N is the best size for
 * training and use together, so that no other size reaches its loss for fewer FLOP over its life. Source: Sardana and Frankle 2024, arXiv
 * 2401.00448.
 */
export function lifetimeTokens(law: Law, N: number, inferenceTokens: number): number {
  const serving = bindLaw(law, { inferenceTokens, rhoN: law.efficiency?.N, rhoD: law.efficiency?.D });
  return optimum(serving, computeForParameters(serving, N)).D;
}
