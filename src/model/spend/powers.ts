import { exp2, log2, power } from '../math/elementary';
import { findRoot } from '../math/root';

/** One addend of a sum of powers of the parameters: size · N^exponent, both above 0. */
export interface SizePower {
  readonly size: number;
  readonly exponent: number;
}

/** A sum of powers of the parameters, such as the FLOP of a token. It rises with N, and its logarithm is convex in log N. */
export type PowerSum = readonly SizePower[];

/** The sum at N parameters. */
export function sumOfPowers(powers: PowerSum, N: number): number {
  return powers.reduce((sum, { size, exponent }) => sum + size * power(N, exponent), 0);
}

/** d ln(sum) / d ln(N): the mean of the exponents, weighted by the addends. */
export function elasticityOf(powers: PowerSum, N: number): number {
  const [only, ...more] = powers;
  if (only && more.length === 0) return only.exponent;
  return powers.reduce((sum, { size, exponent }) => sum + exponent * size * power(N, exponent), 0) / sumOfPowers(powers, N);
}

/** The parameters at which the sum has a value above 0. */
export function inverseOfPowers(powers: PowerSum, value: number): number {
  // each addend alone would need more parameters; all together need no fewer than the least of these with its share of the value
  const alone = powers.map(({ size, exponent }) => log2(value / size) / exponent);
  const shared = powers.map(({ size, exponent }) => log2(value / size / powers.length) / exponent);
  const high = Math.min(...alone);
  if (powers.length === 1) return exp2(high);
  const target = log2(value);
  return exp2(findRoot((log2N) => log2(sumOfPowers(powers, exp2(log2N))) - target, Math.min(...shared), high));
}
