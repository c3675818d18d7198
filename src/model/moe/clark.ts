import data from '../../data/mixture-of-experts.json';
import { log2, power } from '../math/elementary';

/** Coefficients of Clark's law of routed models; sizes enter as logarithms to base 10. */
export interface ClarkCoefficients {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** Experts that a dense model counts for. */
  readonly start: number;
  /** Experts that an unlimited number counts for. */
  readonly max: number;
}

/** A way to route tokens to experts, with its coefficients. */
export interface ClarkRouter {
  readonly id: string;
  readonly label: string;
  readonly coefficients: ClarkCoefficients;
}

/** Routers of Clark et al. 2022, arXiv 2202.01169: fitted at 130e9 tokens, up to 1.3e9 parameters and 512 experts. */
export const clarkRouters: readonly ClarkRouter[] = data.clark;

/** A router by id; undefined when there is none. */
export function findClarkRouter(id: string): ClarkRouter | undefined {
  return clarkRouters.find((router) => router.id === id);
}

/**
 * Experts as the law sees them: 1/Ê = 1/(E − 1 + 1/(1/start − 1/max)) + 1/max; it runs from `start` at one expert to `max`.
 * Source: Clark et al. 2022, arXiv 2202.01169.
 */
export function saturatedExperts({ start, max }: Pick<ClarkCoefficients, 'start' | 'max'>, experts: number): number {
  return 1 / (1 / (experts - 1 + 1 / (1 / start - 1 / max)) + 1 / max);
}

/**
 * Loss in nat/token at 130e9 tokens of a dense base of N parameters with a number of experts:
 * log L = a·log N + b·log Ê + c·log N·log Ê + d, logarithms to base 10. Source: as above.
 */
export function clarkLoss(coefficients: ClarkCoefficients, N: number, experts: number): number {
  const { a, b, c, d } = coefficients;
  const n = log10(N);
  const e = log10(saturatedExperts(coefficients, experts));
  return power(10, a * n + b * e + c * n * e + d);
}

/** Parameters of the base above which more experts no longer lower the loss, 10^(−b/c). Source: Clark et al. 2022, arXiv 2202.01169. */
export function routingCutoff({ b, c }: Pick<ClarkCoefficients, 'b' | 'c'>): number {
  return power(10, -b / c);
}

function log10(x: number): number {
  return log2(x) * (Math.LN2 / Math.LN10);
}
