import data from '../../data/skill.json';
import { trainingCompute } from '../compute';
import { exp } from '../math/elementary';

/** Coefficients of the mean error over tasks. */
export interface ErrorCoefficients {
  /** Error at a very high loss. */
  readonly epsilon: number;
  readonly k: number;
  /** token/nat */
  readonly gamma: number;
}

/** Numbers of tasks over which the error is averaged: those on which a small model beats chance, and all. */
export const taskCounts = [17, 46] as const;
/** A number of tasks. */
export type TaskCount = (typeof taskCounts)[number];

/**
 * Mean top-1 error over 17 or all 46 tasks, for models that a law describes; undefined for other laws. Source: Gadre et al. 2024,
 * arXiv 2403.08540.
 */
export function findTaskError(law: string, tasks: TaskCount = 17): ErrorCoefficients | undefined {
  return data.taskErrors.find((entry) => entry.law === law)?.[tasks === 17 ? 'error17' : 'error46'];
}

const { N, tokensPerParameter, predicted, measured } = data.largestRun;

/** The largest run whose error the paper predicted before it was measured: 17 tasks, RedPajama. Same source. */
export const largestPredictedRun = { N, D: N * tokensPerParameter, C: trainingCompute(N, N * tokensPerParameter), predicted, measured };

/**
 * Mean task error, from 0 to 1, of a model with a C4 loss in nat/token: epsilon − k·e^(−gamma·L). Source: Gadre et al. 2024,
 * equation 5.
 */
export function taskError({ epsilon, k, gamma }: ErrorCoefficients, loss: number): number {
  return epsilon - k * exp(-gamma * loss);
}
