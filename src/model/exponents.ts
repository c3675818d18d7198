import data from '../data/exponents.json';

/** A law of which only exponents are published: it names a direction, no configuration. */
export interface ExponentsOnly {
  readonly id: string;
  readonly label: string;
  readonly family: string;
  /** What was measured, in one sentence. */
  readonly about: string;
  /** Exponents of the frontier, N* ∝ C^a and D* ∝ C^b; where a loss was fitted they follow from alpha and beta. */
  readonly a?: number;
  readonly b?: number;
  /** Exponents of a loss in Chinchilla's form. */
  readonly alpha?: number;
  readonly beta?: number;
  readonly validity: string;
  readonly source: string;
  readonly status: string;
}

/** Every law of which only exponents are published. */
export const exponentsOnly: readonly ExponentsOnly[] = data.exponents;

/** Exponent a of the frontier, N* ∝ C^a; beta/(alpha + beta) where a loss was fitted. */
export function exponentOfParameters({ a, alpha, beta }: ExponentsOnly): number {
  return a ?? (beta ?? Number.NaN) / ((alpha ?? Number.NaN) + (beta ?? Number.NaN));
}
