import data from '../../data/allocations.json';
import { FLOP_PER_PARAMETER_TOKEN, FLOP_PER_PF_DAY, tokensForCompute } from '../compute';
import type { Configuration } from '../configuration';
import { power } from '../math/elementary';

/** A frontier without a loss: one quantity of the compute-optimal run as a power of compute, k·C^a. */
export interface Allocation {
  readonly id: string;
  readonly label: string;
  /** What it is about, as the catalogue groups it. */
  readonly family: string;
  /** Where it was fitted, in words. */
  readonly validity: string;
  /** How it was found, in one sentence. */
  readonly about: string;
  /** The quantity that the power gives: parameters, tokens, or training FLOP per token (6N). */
  readonly of: 'N' | 'D' | 'M';
  readonly k: number;
  readonly a: number;
  /** Unit of C; FLOP where absent. */
  readonly computeUnit?: 'PF-day';
  /** The source's own law of tokens, which may differ from C/(6N). */
  readonly tokens?: { readonly k: number; readonly a: number };
  /** 80 % interval of a, where the source states one. */
  readonly interval?: readonly [number, number];
  /** Which parameters count. */
  readonly counted: string;
  /** Where it was fitted, as ranges; absent where the source states none. */
  readonly range?: { readonly [Q in 'N' | 'C']?: readonly [number, number] };
  readonly source: string;
  readonly status: string;
  /** Published optima [N, C in FLOP, D], where a table gives them. */
  readonly rows?: readonly (readonly [number, number, number])[];
}

/** Every published frontier without a loss. */
export const allocations = data.allocations as unknown as readonly Allocation[];

/** A frontier by id; undefined when there is none. */
export function findAllocation(id: string): Allocation | undefined {
  return allocations.find((allocation) => allocation.id === id);
}

/** The quantity `of` at a budget of C FLOP: parameters, tokens, or FLOP per token. */
export function allocatedQuantity({ k, a, computeUnit }: Pick<Allocation, 'k' | 'a' | 'computeUnit'>, C: number): number {
  return k * power(toUnit(C, computeUnit), a);
}

/** Tokens by the source's own law of tokens at C FLOP; undefined where it states none. */
export function allocatedTokens({ tokens, computeUnit }: Allocation, C: number): number | undefined {
  return tokens && tokens.k * power(toUnit(C, computeUnit), tokens.a);
}

/**
 * N and D of a frontier at a budget of C FLOP; they spend it, C = 6 N D. Of FLOP per token M, N is M/6. Kaplan's frontier counts C_min,
 * compute at a batch far below the critical one; here it is taken for C, as Hoffmann et al. 2022 take it.
 * Undefined when there is no such frontier.
 */
export function allocationOptimum(id: string, C: number): Configuration | undefined {
  const allocation = findAllocation(id);
  if (!allocation) return undefined;
  const value = allocatedQuantity(allocation, C);
  if (allocation.of === 'D') return { N: C / (FLOP_PER_PARAMETER_TOKEN * value), D: value };
  const N = allocation.of === 'M' ? value / FLOP_PER_PARAMETER_TOKEN : value;
  return { N, D: tokensForCompute(C, N) };
}

/** Compute in FLOP at which N parameters are optimal on a frontier of parameters, C = (N/k)^(1/a). */
export function allocationCompute({ k, a, computeUnit }: Allocation, N: number): number {
  return power(N / k, 1 / a) * (computeUnit ? FLOP_PER_PF_DAY : 1);
}

function toUnit(C: number, unit: Allocation['computeUnit']): number {
  return unit ? C / FLOP_PER_PF_DAY : C;
}
