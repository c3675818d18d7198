import { findLaw } from '../laws';
import { exp } from '../math/elementary';
import { findRoot } from '../math/root';

/** Tensors whose precision the law knows. */
export type Tensor = 'weights' | 'activations' | 'kvCache';

/** Bits of each tensor in training; a tensor left out is exact. */
export type Precision = { readonly [T in Tensor]?: number | undefined };

const { gamma_w, gamma_a, gamma_kv } = findLaw('kumar-2024')!.coefficients;

/** Sensitivity of each tensor in bits: a tensor at its own sensitivity keeps 63 % of the parameters. */
export const sensitivities: Readonly<Record<Tensor, number>> = { weights: gamma_w!, activations: gamma_a!, kvCache: gamma_kv! };

/**
 * Share of the parameters that still count at a precision, Π (1 − e^(−bits/gamma)), from 0 to 1; the law's form knows one precision for
 * all tensors. Source: Kumar et al. 2024, arXiv 2411.04330.
 */
export function effectiveShare(precision: Precision): number {
  return (Object.keys(sensitivities) as readonly Tensor[]).reduce((share, tensor) => {
    const bits = precision[tensor];
    return bits === undefined ? share : share * (1 - exp(-bits / sensitivities[tensor]));
  }, 1);
}

/**
 * Bits that spend compute best when it grows with N·D·bits and tensors of the given sensitivities share them, two or more: the root of
 * Σ (P/γ)/(e^(P/γ) − 1) = 1, whatever the budget. A result of the law: the paper's own runs favour 7 to 8 bits. Source: structure of
 * Kumar et al. 2024, arXiv 2411.04330; condition derived.
 */
export function optimalPrecision(gammas: readonly number[]): number {
  const excess = (bits: number) =>
    gammas.reduce((sum, gamma) => {
      const u = bits / gamma;
      return sum + u / (exp(u) - 1);
    }, -1);
  // each addend falls from 1 to 0
  const largest = Math.max(...gammas);
  return findRoot(excess, 1e-3 * largest, 60 * largest);
}
