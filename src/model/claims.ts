import data from '../data/claims.json';
import type { InputId, MetricId } from '../quantities/registry';

/** How far a recomputed value may lie from the published one. */
export type Tolerance = { readonly rel: number } | { readonly abs: number } | { readonly min: number; readonly max: number };

/** One published number, and how it is recomputed. */
export interface ClaimCheck {
  readonly kind: 'point' | 'optimum' | 'sweptOptimum' | 'frontierExponent';
  /** Id of a law; absent where no law is needed. */
  readonly law?: string;
  readonly given?: { readonly [Q in InputId]?: number };
  readonly quantity?: MetricId;
  readonly value: number;
  readonly tolerance: Tolerance;
}

/** A published claim with the numbers in it. */
export interface Claim {
  readonly id: string;
  readonly statement: string;
  readonly source: string;
  readonly status: string;
  readonly note?: string;
  readonly checks: readonly ClaimCheck[];
}

/** Every published claim that Isoflop recomputes. */
export const claims = data.claims as unknown as readonly Claim[];

/** Whether a recomputed value meets a published one. */
export function isWithin(value: number, published: number, tolerance: Tolerance): boolean {
  if ('min' in tolerance) return value >= tolerance.min && value <= tolerance.max;
  const allowed = 'rel' in tolerance ? tolerance.rel * Math.abs(published) : tolerance.abs;
  return Math.abs(value - published) <= allowed;
}
