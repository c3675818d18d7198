import { FLOP_PER_PARAMETER_TOKEN } from '../compute';
import type { Configuration } from '../configuration';
import type { chinchilla } from '../forms/chinchilla';
import { exp2, log2, power } from '../math/elementary';
import { findRoot } from '../math/root';

/** Coefficients of a law of Chinchilla's form, E + A·N^-alpha + B·D^-beta. */
export type ChinchillaCoefficients = Readonly<Record<keyof typeof chinchilla.coefficients, number>>;

/** FLOP of one inference token for each parameter. Source: Sardana and Frankle 2024, arXiv 2401.00448. */
export const INFERENCE_FLOP_PER_PARAMETER_TOKEN = 2;

/** FLOP over a model's life, training and `inferenceTokens` of use: 6·N·D + 2·N·T. Source: Sardana and Frankle 2024, arXiv 2401.00448. */
export function lifetimeFlop({ N, D }: Configuration, inferenceTokens: number): number {
  return FLOP_PER_PARAMETER_TOKEN * N * D + INFERENCE_FLOP_PER_PARAMETER_TOKEN * N * inferenceTokens;
}

/**
 * The configuration that reaches a loss in nat/token with the least FLOP over its life, T inference tokens included. D solves
 * (beta·B/alpha + B)·D^-beta + T·(beta·B/(3·alpha))·D^(-beta-1) = loss − E, whose left side falls in D; N follows from the loss.
 * T = 0 gives Chinchilla's optimum. Undefined at or below the law's floor. Source: Sardana and Frankle 2024, arXiv 2401.00448.
 */
export function lifetimeOptimum(c: ChinchillaCoefficients, loss: number, inferenceTokens: number): Configuration | undefined {
  const reducible = loss - c.E;
  if (!(reducible > 0)) return undefined;
  const { A, B, alpha, beta } = c;
  const ratio = beta / alpha;
  const residual = (log2D: number): number => {
    const term = B * exp2(-beta * log2D);
    return term * (1 + ratio) + (inferenceTokens / 3) * ratio * term * exp2(-log2D) - reducible;
  };
  // tokens without inference are the least; more inference only raises them, by no more than the second term needs alone
  const least = log2((B * (1 + ratio)) / reducible) / beta;
  const most = Math.max(least, log2((B * ratio * inferenceTokens) / 3 / reducible) / (1 + beta)) + 2 / Math.min(beta, 1);
  const D = exp2(inferenceTokens > 0 ? findRoot(residual, least, most) : least);
  return { N: power(A / (reducible - B * power(D, -beta)), 1 / alpha), D };
}

/**
 * Elasticity of the loss in parameters over that in tokens. At the optimum over the life it is 1 + T/(3·D).
 * Source: Sardana and Frankle 2024, arXiv 2401.00448.
 */
export function elasticityRatio({ A, B, alpha, beta }: ChinchillaCoefficients, { N, D }: Configuration): number {
  return (alpha * A * power(N, -alpha)) / (beta * B * power(D, -beta));
}
