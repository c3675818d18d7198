import type { Law } from '../laws';
import { sumAtLoss } from '../loss';
import { power } from '../math/elementary';
import { type TwoPowers, twoPowers } from '../optimum';
import { parametersAtTerm } from './tokens';

/** The limit that no schedule of lossless growth can beat. */
export interface IdealGrowth {
  /** Share of the parameter term in the reducible sum all along: A·N^-alpha = k·r. */
  readonly k: number;
  /** Compute over that of the compute-optimal run from scratch at the same loss; the same at every loss. */
  readonly computeRatio: number;
}

/**
 * The best that lossless growth can do, with the size growing continuously along A·N^-alpha = k·r, k = 1/(1 + alpha + alpha/beta): compute
 * ratio k^(-1/alpha) / (beta·(1−k)^(1+1/beta)·(1/alpha + 1/beta)) over ((alpha+beta)/beta)^(1/alpha)·((alpha+beta)/alpha)^(1/beta).
 * Our own derivation from minimising dC/dr = 6N·dD/dr at each r; a model, not a published result. Undefined for laws that are not one
 * power of N and one of D.
 */
export function idealGrowth(law: Law): IdealGrowth | undefined {
  const powers = twoPowers(law);
  return powers && { k: idealShare(powers), computeRatio: idealCost(powers) / scratchCost(powers) };
}

/** Parameters on the ideal path at a loss in nat/token; undefined where there is no closed form, NaN at and below the floor. */
export function idealParameters(law: Law, loss: number): number | undefined {
  const powers = twoPowers(law);
  return powers && parametersAtTerm(powers, idealShare(powers) * sumAtLoss(law, loss));
}

/**
 * Tokens that ideal growth has seen at a loss in nat/token, D_eff/(1 − k) with D_eff the tokens of a run from scratch of the size that it
 * has there; so its size rises as D^(beta/alpha). Undefined where there is no closed form, NaN at and below the floor.
 */
export function idealTokens(law: Law, loss: number): number | undefined {
  const powers = twoPowers(law);
  if (!powers) return undefined;
  const k = idealShare(powers);
  return power(powers.tokenSize / ((1 - k) * sumAtLoss(law, loss)), 1 / powers.beta) / (1 - k);
}

function idealShare({ alpha, beta }: TwoPowers): number {
  return 1 / (1 + alpha + alpha / beta);
}

/** Compute of ideal growth to a sum of 1 where both terms are of size 1, in units of 6 FLOP. */
function idealCost(powers: TwoPowers): number {
  const { alpha, beta } = powers;
  const k = idealShare(powers);
  return power(k, -1 / alpha) / (beta * power(1 - k, 1 + 1 / beta) * (1 / alpha + 1 / beta));
}

/** Compute of the compute-optimal run from scratch in the same units. */
export function scratchCost({ alpha, beta }: TwoPowers): number {
  return power((alpha + beta) / beta, 1 / alpha) * power((alpha + beta) / alpha, 1 / beta);
}
