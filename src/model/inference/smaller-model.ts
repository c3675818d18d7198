import { power } from '../math/elementary';

/** What a smaller model of the same loss needs, over the compute-optimal run. */
export interface SmallerModel {
  /** Tokens over the optimal tokens. */
  readonly tokenRatio: number;
  /** Extra training compute over the optimal compute; 0 is none. */
  readonly overhead: number;
}

/**
 * Tokens and compute to reach the optimum's loss with `sizeRatio` times its parameters: k_D = (1 − (k_N^-alpha − 1)·beta/alpha)^(-1/beta),
 * overhead k_N·k_D − 1. Undefined where no amount of tokens reaches the loss. Source: de Vries 2023, "Go smol or go home".
 */
export function smallerModel(sizeRatio: number, alpha: number, beta: number): SmallerModel | undefined {
  const rest = 1 - ((power(sizeRatio, -alpha) - 1) * beta) / alpha;
  if (!(rest > 0)) return undefined;
  const tokenRatio = power(rest, -1 / beta);
  return { tokenRatio, overhead: sizeRatio * tokenRatio - 1 };
}
