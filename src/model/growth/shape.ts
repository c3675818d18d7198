import { power } from '../math/elementary';
import type { Schedule } from './schedule';

/** Continuous growth: N(x) = from + (to − from)·x^exponent, where x runs from 0 to 1 as the tokens are seen. */
export interface GrowthShape {
  /** Parameters at the start; 0 is growth from nothing. */
  readonly from: number;
  /** Parameters at the end, above `from`. */
  readonly to: number;
  /** Above 0; 1 is linear, more is late growth. */
  readonly exponent: number;
  /** Tokens in all. */
  readonly tokens: number;
}

/** Parameters after a share x of the tokens. */
export function shapeParameters({ from, to, exponent }: GrowthShape, x: number): number {
  return from + (to - from) * power(x, exponent);
}

/**
 * Area saving of continuous growth, (1 − from/to)·p/(p + 1): linear growth from nothing saves one half.
 * Source: FLM-101B, arXiv 2309.03852v3, figure 1, for linear growth; the integral for the others.
 */
export function shapeAreaSaving({ from, to, exponent }: GrowthShape): number {
  return ((1 - from / to) * exponent) / (exponent + 1);
}

/**
 * A shape as a schedule of `count` stages of equal tokens, each of the size that the shape reaches at its end. So the last stage has the
 * final size, no stage has none, and the area saving tends to the shape's from below.
 */
export function discretise(shape: GrowthShape, count: number): Schedule {
  return Array.from({ length: count }, (_, i) => ({ N: shapeParameters(shape, (i + 1) / count), D: shape.tokens / count }));
}
