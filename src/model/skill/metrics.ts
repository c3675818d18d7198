import { power } from '../math/elementary';

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
