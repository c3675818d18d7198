import { type InputId, type QuantityId, inputIds } from '../quantities/registry';
import type { Exponents, LawQuantity } from './form';
import { exp2, log2, power } from './math/elementary';
import { findRoot } from './math/root';
import { FLOP_PER_PARAMETER_TOKEN, FLOP_PER_PF_DAY } from './compute';
import { elasticityOf, sumOfPowers } from './spend/powers';
import { type Spend, budgetFor, flopOf, plainSpend, servingCost, tokensForBudget } from './spend/spend';

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

/** Quantities that follow from N and D by multiplication alone, where a budget pays for 6 N D. */
const monomials: { readonly [Q in QuantityId]?: Monomial } = {
  N: { factor: 1, n: 1, d: 0 },
  D: { factor: 1, n: 0, d: 1 },
  C: { factor: FLOP_PER_PARAMETER_TOKEN, n: 1, d: 1 },
  tokensPerParameter: { factor: 1, n: -1, d: 1 },
  compute: { factor: FLOP_PER_PARAMETER_TOKEN, n: 1, d: 1 },
  computePfDays: { factor: FLOP_PER_PARAMETER_TOKEN / FLOP_PER_PF_DAY, n: 1, d: 1 },
  lifetimeCompute: { factor: FLOP_PER_PARAMETER_TOKEN, n: 1, d: 1 },
};

/** A quantity as a monomial; undefined for one that depends on the law, or on what a budget pays for. */
export function monomialOf(id: QuantityId, spend: Spend | undefined): Monomial | undefined {
  const isSize = id === 'N' || id === 'D' || id === 'tokensPerParameter';
  return isSize || spend === undefined ? monomials[id] : undefined;
}

/** log2 of a quantity as an affine function of the log2 of two inputs: constant + Σ weight[i] · log2(input i). */
export interface LogAffine {
  readonly constant: number;
  readonly weights: readonly [number, number];
}

/** Which of two inputs. */
type Side = 0 | 1;

/** What a count of FLOP other than 6 N D adds to log2 N or log2 D: a function of one input alone. */
export interface Bend {
  readonly quantity: LawQuantity;
  readonly side: Side;
  /** Addend at the log2 of that input. */
  at(log2Input: number): number;
  /** Its derivative. */
  slope(log2Input: number): number;
}

/**
 * What serving takes out of a budget before training is paid for. The tokens are those of the whole budget times the share that is
 * left, 1 − 2^−u with the surplus u = log2 C − log2(cost of serving): the only part of a configuration that does not factor.
 */
export interface Reserve {
  /** Which input is N; the other one is C. */
  readonly side: Side;
  /** log2 of the cost of serving, at log2 N. */
  at(log2N: number): number;
  /** Its derivative. */
  slope(log2N: number): number;
}

/** How log2 N and log2 D follow from the log2 of two inputs. */
export interface Solution {
  readonly N: LogAffine;
  readonly D: LogAffine;
  /** Absent where both are affine. */
  readonly bend?: Bend;
  /** Absent where the budget pays for training alone, or is none of the inputs. */
  readonly reserve?: Reserve;
}

/**
 * How log2 N and log2 D follow from two inputs, whatever they are: N and C, C and tokens per parameter, …
 * Undefined where the two do not determine a configuration (an input twice), or not by a formula: a budget that pays for more than
 * 6 N D with tokens per parameter, or with tokens unless each parameter takes the same FLOP.
 */
export function solveConfiguration(first: InputId, second: InputId, spend?: Spend): Solution | undefined {
  const affine = solveProducts(first, second);
  if (!affine || !spend || (first !== 'C' && second !== 'C')) return affine;
  if (first === 'N' || second === 'N') return { ...affine, ...solveTokens(first === 'N' ? 0 : 1, spend) };
  const isPerParameter = spend.flopCount === plainSpend.flopCount;
  return isPerParameter && (first === 'D' || second === 'D')
    ? { ...affine, bend: bendParameters(first === 'D' ? 0 : 1, spend) }
    : undefined;
}

function solveProducts(first: InputId, second: InputId): Solution | undefined {
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

/** What a spend makes of D = C / (6 N), where N is given: f(N) FLOP a token in place of 6 N, and what serving leaves. */
function solveTokens(side: Side, spend: Spend): Pick<Solution, 'bend' | 'reserve'> {
  const { training, forward } = flopOf(spend);
  const bend: Bend = {
    quantity: 'D',
    side,
    at: (log2N) => log2(FLOP_PER_PARAMETER_TOKEN) + log2N - log2(sumOfPowers(training, exp2(log2N))),
    slope: (log2N) => 1 - elasticityOf(training, exp2(log2N)),
  };
  const reserve: Reserve = {
    side,
    at: (log2N) => log2(servingCost(spend, exp2(log2N))),
    slope: (log2N) => elasticityOf(forward, exp2(log2N)),
  };
  return { ...(spend.flopCount !== plainSpend.flopCount && { bend }), ...(spend.inferenceTokens > 0 && { reserve }) };
}

/** What serving makes of N = C / (6 D), where D is given: each parameter also serves T tokens, so N = C / (6 D · (1 + m·T/(3 D))). */
function bendParameters(side: Side, spend: Spend): Bend {
  const extra = (log2D: number): number => budgetFor(spend, 1, exp2(log2D)) / budgetFor(undefined, 1, exp2(log2D));
  return { quantity: 'N', side, at: (log2D) => -log2(extra(log2D)), slope: (log2D) => 1 - 1 / extra(log2D) };
}

/** The part of log2 N or log2 D that is a sum of what each input gives, at the log2 of both: all of it but what a reserve takes. */
export function separablePart(solution: Solution, quantity: LawQuantity, log2First: number, log2Second: number): number {
  const { constant, weights } = solution[quantity];
  const { bend } = solution;
  const affine = constant + weights[0] * log2First + weights[1] * log2Second;
  return bend?.quantity === quantity ? affine + bend.at(bend.side === 0 ? log2First : log2Second) : affine;
}

/** The surplus u of a reserve: log2 of the budget over the cost of serving. At or below 0 nothing is left for training. */
export function surplusOf(reserve: Reserve, log2First: number, log2Second: number): number {
  return reserve.side === 0 ? log2Second - reserve.at(log2First) : log2First - reserve.at(log2Second);
}

/** log2 of the share of a budget that a surplus leaves for training. */
export function log2ShareOf(surplus: number): number {
  return log2(1 - exp2(-surplus));
}

/** N and D at the log2 of both inputs. */
export function configurationAt(solution: Solution, log2First: number, log2Second: number): Configuration {
  const { reserve } = solution;
  const taken = reserve ? log2ShareOf(surplusOf(reserve, log2First, log2Second)) : 0;
  return {
    N: exp2(separablePart(solution, 'N', log2First, log2Second)),
    D: exp2(separablePart(solution, 'D', log2First, log2Second) + taken),
  };
}

/** Derivatives of log2 N and log2 D with respect to log2 of the second input. */
export function slopesAlong(solution: Solution, log2First: number, log2Second: number): Exponents {
  const { bend, reserve } = solution;
  const bent = (quantity: LawQuantity): number => (bend?.side === 1 && bend.quantity === quantity ? bend.slope(log2Second) : 0);
  const slopes = { N: solution.N.weights[1] + bent('N'), D: solution.D.weights[1] + bent('D') };
  if (!reserve) return slopes;
  const rise = reserve.side === 1 ? -reserve.slope(log2Second) : 1;
  return { N: slopes.N, D: slopes.D + rise / (exp2(surplusOf(reserve, log2First, log2Second)) - 1) };
}

/**
 * N and D from the two inputs that are given; undefined unless exactly two are, and they determine a configuration. Where there is
 * no formula the equation is solved, to about 1e-13. Tokens are NaN where a budget leaves too little for training.
 */
export function resolveConfiguration(given: { readonly [Q in InputId]?: number | undefined }, spend?: Spend): Configuration | undefined {
  const [first, second, ...more] = inputIds.filter((id) => given[id] !== undefined);
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  const solution = solveProducts(first, second);
  if (!solution) return undefined;
  if (spend && given.C !== undefined) return spendBudget(given.C, given, spend);
  const evaluate = ({ constant, weights }: LogAffine) =>
    exp2(constant) * power(given[first]!, weights[0]) * power(given[second]!, weights[1]);
  // an input that is N or D itself is kept to the last bit
  return { N: given.N ?? evaluate(solution.N), D: given.D ?? evaluate(solution.D) };
}

/** Sizes between which the parameters of a budget are looked for, log2. */
const SEARCH = [-100, 200] as const;

/** What a budget buys with N, D or their ratio given. */
function spendBudget(C: number, given: { readonly [Q in InputId]?: number | undefined }, spend: Spend): Configuration {
  if (given.N !== undefined) return { N: given.N, D: tokensForBudget(spend, C, given.N) };
  const tokensAt = (N: number): number => given.D ?? (given.tokensPerParameter ?? Number.NaN) * N;
  // the budget rises with N
  const excess = (log2N: number): number => log2(budgetFor(spend, exp2(log2N), tokensAt(exp2(log2N)))) - log2(C);
  const N = exp2(findRoot(excess, ...SEARCH));
  return { N, D: tokensAt(N) };
}

/** Value of a monomial at a configuration. */
export function evaluateMonomial({ factor, n, d }: Monomial, { N, D }: Configuration): number {
  return factor * power(N, n) * power(D, d);
}
