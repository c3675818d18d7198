import { exp, log2, power } from '../math/elementary';

/** Longest answer in tokens that metrics are offered for. */
export const LONGEST_ANSWER = 30;

/**
 * Probability that one token of an answer is right, p = e^(−CE). The cross-entropy of an answer that has only one right text falls to
 * zero with scale, so it is taken to be a law's reducible loss in nat/token: an assumption of ours. Source of the rest: Schaeffer et
 * al. 2023, arXiv 2304.15004, section 2.
 */
export function tokenProbability(reducibleLoss: number): number {
  return exp(-reducibleLoss);
}

/** Reducible loss in nat/token at which exact match over `length` tokens reaches a share: −ln(share)/length. */
export function reducibleLossForMatch(share: number, length: number): number {
  return (-log2(share) * Math.LN2) / length;
}

/** Probability that all of `length` tokens are right, p^L: sharp in the model's size. Source: Schaeffer et al. 2023, section 2. */
export function exactMatch(p: number, length: number): number {
  return power(p, length);
}

/** Expected edits in `length` tokens, L·(1 − p): smooth in the model's size. Source: Schaeffer et al. 2023, section 2. */
export function tokenEditDistance(p: number, length: number): number {
  return length * (1 - p);
}

/** Plain mean of the scores of several tasks, as leaderboards print it. */
export function meanScore(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
