import data from '../../data/skill.json';
import { exp } from '../math/elementary';

/** Coefficients of the mean error over tasks. */
export interface ErrorCoefficients {
  /** Error at a very high loss. */
  readonly epsilon: number;
  readonly k: number;
  /** token/nat */
  readonly gamma: number;
}

/**
 * Mean top-1 error over the 17 tasks on which a small model beats chance, for models that a law describes; undefined for other laws.
 * Source: Gadre et al. 2024, arXiv 2403.08540.
 */
export function findTaskError(law: string): ErrorCoefficients | undefined {
  return data.taskErrors.find((entry) => entry.law === law)?.error17;
}

/**
 * Mean task error, from 0 to 1, of a model with a C4 loss in nat/token: epsilon − k·e^(−gamma·L). Source: Gadre et al. 2024,
 * equation 5.
 */
export function taskError({ epsilon, k, gamma }: ErrorCoefficients, loss: number): number {
  return epsilon - k * exp(-gamma * loss);
}
