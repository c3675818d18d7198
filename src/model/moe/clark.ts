import { power } from '../math/elementary';

/** The part of Clark's law that says what experts count for. */
export interface RoutingCoefficients {
  /** Experts that a dense model counts for. */
  readonly start: number;
  /** Experts that an unlimited number counts for. */
  readonly max: number;
}

/**
 * Experts as the law sees them: 1/Ê = 1/(E − 1 + 1/(1/start − 1/max)) + 1/max; it runs from `start` at one expert to `max`.
 * Source: Clark et al. 2022, arXiv 2202.01169.
 */
export function saturatedExperts({ start, max }: RoutingCoefficients, experts: number): number {
  return 1 / (1 / (experts - 1 + 1 / (1 / start - 1 / max)) + 1 / max);
}

/** Parameters of the base above which more experts no longer lower the loss, 10^(−b/c). Source: Clark et al. 2022, arXiv 2202.01169. */
export function routingCutoff(b: number, c: number): number {
  return power(10, -b / c);
}
