import { type InputId, type QuantityId, inputIds } from '../quantities/registry';
import { exp2, log2, power } from './math/elementary';
import { FLOP_PER_PARAMETER_TOKEN, FLOP_PER_PF_DAY } from './compute';

/** A quantity that is a monomial of parameters and tokens: factor · N^n · D^d. */
export interface Monomial {
  readonly factor: number;
  readonly n: number;
  readonly d: number;
}

/** A training configuration: N parameters on D tokens. */
export interface Configuration {
  readonly N: number;
  readonly D: number;
}

/** Quantities that follow from N and D by multiplication alone. */
export const monomials: { readonly [Q in QuantityId]?: Monomial } = {
  N: { factor: 1, n: 1, d: 0 },
  D: { factor: 1, n: 0, d: 1 },
  C: { factor: FLOP_PER_PARAMETER_TOKEN, n: 1, d: 1 },
  tokensPerParameter: { factor: 1, n: -1, d: 1 },
  compute: { factor: FLOP_PER_PARAMETER_TOKEN, n: 1, d: 1 },
  computePfDays: { factor: FLOP_PER_PARAMETER_TOKEN / FLOP_PER_PF_DAY, n: 1, d: 1 },
};

/** log2 of a quantity as an affine function of the log2 of two inputs: constant + Σ weight[i] · log2(input i). */
export interface LogAffine {
  readonly constant: number;
  readonly weights: readonly [number, number];
}

/**
 * How log2 N and log2 D follow from two inputs, whatever they are: N and C, C and tokens per parameter, …
 * Undefined where the two do not determine a configuration (an input twice).
 */
export function solveConfiguration(first: InputId, second: InputId): { readonly N: LogAffine; readonly D: LogAffine } | undefined {
  const a = monomials[first]!;
  const b = monomials[second]!;
  const determinant = a.n * b.d - a.d * b.n;
  if (determinant === 0) return undefined;
  // log2 x = log2 factor + n·log2 N + d·log2 D for both inputs, solved by Cramer's rule
  const solve = (fromFirst: number, fromSecond: number): LogAffine => {
    const weights = [fromFirst / determinant, fromSecond / determinant] as const;
    return { constant: -weights[0] * log2(a.factor) - weights[1] * log2(b.factor), weights };
  };
  return { N: solve(b.d, -a.d), D: solve(-b.n, a.n) };
}

/** N and D from the two inputs that are given; undefined unless exactly two are, and they determine a configuration. */
export function resolveConfiguration(given: { readonly [Q in InputId]?: number | undefined }): Configuration | undefined {
  const [first, second, ...more] = inputIds.filter((id) => given[id] !== undefined);
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  const solution = solveConfiguration(first, second);
  if (!solution) return undefined;
  const evaluate = ({ constant, weights }: LogAffine) =>
    exp2(constant) * power(given[first]!, weights[0]) * power(given[second]!, weights[1]);
  // an input that is N or D itself is kept to the last bit
  return { N: given.N ?? evaluate(solution.N), D: given.D ?? evaluate(solution.D) };
}

/** Value of a monomial at a configuration. */
export function evaluateMonomial({ factor, n, d }: Monomial, { N, D }: Configuration): number {
  return factor * power(N, n) * power(D, d);
}
