import data from '../data/claims.json';
import type { ClaimTopic } from './claim-topics';

/** How far a recomputed value may lie from the stated one. */
export type Tolerance = { readonly rel: number } | { readonly abs: number } | { readonly min: number; readonly max: number };

/** One stated number, and the computation that gives it. */
export interface ClaimCheck {
  /** Name of the number among those of its claim. */
  readonly quantity: string;
  readonly unit: string;
  /** Name of the computation in `recompute`. */
  readonly case: string;
  /** What the computation reads, by name, in base units. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly value: number;
  readonly tolerance: Tolerance;
}

/** A published claim or a worked case, with the numbers in it. */
export interface Claim {
  readonly id: string;
  readonly topic: ClaimTopic;
  readonly statement: string;
  readonly source: string;
  /** Where the stated numbers come from. */
  readonly status: string;
  readonly note?: string;
  readonly checks: readonly ClaimCheck[];
}

/** Every claim that Isoflop recomputes. */
export const claims = data.claims as unknown as readonly Claim[];

/** Whether a recomputed value meets a stated one. */
export function meets(value: number, stated: number, tolerance: Tolerance): boolean {
  if ('min' in tolerance) return value >= tolerance.min && value <= tolerance.max;
  const allowed = 'rel' in tolerance ? tolerance.rel * Math.abs(stated) : tolerance.abs;
  return Math.abs(value - stated) <= allowed;
}
