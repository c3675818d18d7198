import data from '../data/trends.json';
import { power } from './math/elementary';

/** A trend of the loss in one quantity x: size · (x/scale)^-exponent + floor. */
export interface Trend {
  readonly id: string;
  readonly label: string;
  /** What was measured, in one sentence. */
  readonly about: string;
  /** The quantity: parameters, tokens, or compute in FLOP. */
  readonly of: 'N' | 'D' | 'C';
  /** nat/token */
  readonly size: number;
  readonly scale: number;
  readonly exponent: number;
  /** nat/token */
  readonly floor: number;
  /** What its parameters count; absent where the quantity is no size. */
  readonly counted?: string;
  /** Where it was fitted; absent where the source states none. */
  readonly range?: readonly [number, number];
  readonly source: string;
  readonly status: string;
}

/** Every published trend. */
export const trends = data.trends as unknown as readonly Trend[];

/** A trend by id; undefined when there is none. */
export function findTrend(id: string): Trend | undefined {
  return trends.find((trend) => trend.id === id);
}

/** Loss in nat/token of a trend at x > 0 (parameters, tokens or FLOP, as the trend says). */
export function trendLoss({ size, scale, exponent, floor }: Trend, x: number): number {
  return size * power(x / scale, -exponent) + floor;
}

/** Exponent of the tokens in the parameters at the same overfitting. Source: see `tokenGrowthAgainstOverfitting`. */
const OVERFITTING_EXPONENT = 0.74;

/**
 * Factor by which Kaplan et al. let the tokens grow when the parameters grow by a factor, so that overfitting stays: D ∝ N^0.74.
 * Source: Kaplan et al. 2020, arXiv 2001.08361, equation 4.4.
 */
export function tokenGrowthAgainstOverfitting(parameterGrowth: number): number {
  return power(parameterGrowth, OVERFITTING_EXPONENT);
}
