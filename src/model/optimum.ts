import { FLOP_PER_PARAMETER_TOKEN, trainingCompute } from './compute';
import { type Term, exponentsOf } from './form';
import { type Law, formOf, hasOptimum } from './laws';
import { loss, sumAtLoss, sumSlopes, termSize } from './loss';
import { findRoot } from './math/root';
import { exp2, log2, power } from './math/elementary';
import { mostParameters, tokenSlope, tokensForBudget } from './spend/spend';

/** The compute-optimal configuration of a budget. */
export interface Optimum {
  readonly N: number;
  readonly D: number;
  readonly C: number;
  /** nat/token */
  readonly loss: number;
}

/** log2 of the parameters between which an optimum is looked for where there is no closed form. */
const SEARCH = { from: 0, to: 80 };

/** Where serving bounds the size of a model, the optimum is looked for down to this many doublings below the bound. */
const SEARCH_DEPTH = 40;

/** A law whose sum has one power of N and one of D: parameter size · N^-alpha + token size · D^-beta. */
export interface TwoPowers {
  readonly parameterSize: number;
  readonly alpha: number;
  readonly tokenSize: number;
  readonly beta: number;
}

/** The two powers of a law that has just these, else undefined. */
export function twoPowers(law: Law): TwoPowers | undefined {
  const form = formOf(law);
  if (form.penalty) return undefined;
  const terms: readonly Term[] = Object.values(form.terms);
  const c = law.coefficients;
  const powers = terms.map((term) => ({ size: termSize(law, term), ...exponentsOf(term, c) }));
  const ofN = powers.find(({ N, D }) => N < 0 && D === 0);
  const ofD = powers.find(({ N, D }) => N === 0 && D < 0);
  // a term of size 0, such as a penalty that a scenario switches off, is none
  const others = powers.filter((term) => term !== ofN && term !== ofD && term.size !== 0);
  if (!ofN || !ofD || others.length > 0) return undefined;
  return { parameterSize: ofN.size, alpha: -ofN.N, tokenSize: ofD.size, beta: -ofD.D };
}

/** The two powers of a law whose optimum has a closed form: a budget must pay for 6 N D alone. */
function closedForm(law: Law): TwoPowers | undefined {
  return law.spend ? undefined : twoPowers(law);
}

/**
 * Closed-form optimum under C = 6 N D: N* = G·(C/6)^a with a = beta/(alpha+beta) and G = (alpha·A/(beta·B))^(1/(alpha+beta)).
 * Source: Hoffmann et al. 2022, equation 4. It holds for every form that adds one power of N and one of D, whatever its link.
 * Undefined for other forms.
 */
export function closedFormOptimum(law: Law, C: number): Optimum | undefined {
  const powers = closedForm(law);
  if (!powers) return undefined;
  const N = scaleOf(powers) * power(C / FLOP_PER_PARAMETER_TOKEN, exponentOf(powers));
  return at(law, N, C);
}

/**
 * The optimum of a budget by the zero of d(sum)/d(ln N), for any form and whatever the budget pays for; f64, about 1e-12 relative
 * in N. At a fixed budget log D is concave in log N, so that a sum with one minimum along lines has one here, too.
 */
export function numericalOptimum(law: Law, C: number): Optimum {
  const most = log2(mostParameters(law.spend, C));
  const range = [Math.min(SEARCH.from, most - SEARCH_DEPTH), Math.min(SEARCH.to, most)] as const;
  const balance = (log2N: number): number => balanceAt(law, C, exp2(log2N));
  return at(law, exp2(findRoot(balance, ...narrow(balance, guessOf(law, C, most), range))), C);
}

/** A size, log2, from which to look for an optimum: where there is nothing to serve it is of the right order. */
function guessOf(law: Law, C: number, most: number): number {
  const powers = twoPowers(law);
  const size = powers
    ? scaleOf(powers) * power(C / FLOP_PER_PARAMETER_TOKEN, exponentOf(powers))
    : power(C / FLOP_PER_PARAMETER_TOKEN, 0.5);
  return Math.min(log2(size), most - 1);
}

/**
 * Ends between which a rising function changes sign, near a guess: the function of an optimum is so straight that a step of a few times
 * its value mostly meets the other sign. Else the whole range.
 */
function narrow(f: (x: number) => number, guess: number, [low, high]: readonly [number, number]): readonly [number, number] {
  const here = f(guess);
  const there = Math.min(Math.max(guess - 4 * here, low), high);
  if (!(guess > low && guess < high) || here * f(there) > 0) return [low, high];
  return here > 0 ? [there, guess] : [guess, there];
}

/** Beyond any logarithm of a ratio of slopes. */
const FAR = 1e4;

/**
 * What tokens lose over what parameters gain when a budget moves from the one to the other, in log2: 0 at the optimum, and all but
 * straight in log N, where the slopes themselves run over decades.
 */
function balanceAt(law: Law, C: number, N: number): number {
  const D = tokensForBudget(law.spend, C, N);
  const slopes = sumSlopes(law, N, D);
  const gain = -slopes.N;
  const cost = slopes.D * tokenSlope(law.spend, N, D);
  // where more parameters, or more tokens, are of no use or do harm there is no ratio, but still a side
  return gain > 0 && cost > 0 ? log2(cost) - log2(gain) : FAR * Math.sign(cost - gain);
}

/**
 * The compute-optimal configuration of C FLOP: the closed form where there is one, else the numerical optimum. NaN for a law without a
 * term of the tokens, which has none.
 */
export function optimum(law: Law, C: number): Optimum {
  if (!hasOptimum(law)) return { N: Number.NaN, D: Number.NaN, C, loss: Number.NaN };
  return closedFormOptimum(law, C) ?? numericalOptimum(law, C);
}

/** Least budget in FLOP that reaches a loss in nat/token; NaN where none does, such as at or below the law's irreducible loss. */
export function computeForLoss(law: Law, target: number): number {
  const reducible = sumAtLoss(law, target);
  if (!(reducible > 0)) return Number.NaN;
  const powers = closedForm(law);
  if (!powers) return inverseOfOptimum(law, (found) => target - found.loss);
  const { parameterSize, alpha, tokenSize, beta } = powers;
  // at the optimum alpha·A·N^-alpha = beta·B·D^-beta, which splits the reducible part between the two terms
  const N = power((parameterSize * (alpha + beta)) / (beta * reducible), 1 / alpha);
  const D = power((tokenSize * (alpha + beta)) / (alpha * reducible), 1 / beta);
  return trainingCompute(N, D);
}

/** Compute in FLOP for which N parameters are optimal, C = 6·(N/G)^(1/a); NaN where none is. */
export function computeForParameters(law: Law, N: number): number {
  const powers = closedForm(law);
  if (!powers) return inverseOfOptimum(law, (found) => found.N - N);
  return FLOP_PER_PARAMETER_TOKEN * power(N / scaleOf(powers), 1 / exponentOf(powers));
}

/** Exponent a of the frontier, N* ∝ C^a; undefined where the frontier is no power law. */
export function frontierExponent(law: Law): number | undefined {
  const powers = closedForm(law);
  return powers && exponentOf(powers);
}

function exponentOf({ alpha, beta }: TwoPowers): number {
  return beta / (alpha + beta);
}

function scaleOf({ parameterSize, alpha, tokenSize, beta }: TwoPowers): number {
  return power((alpha * parameterSize) / (beta * tokenSize), 1 / (alpha + beta));
}

function at(law: Law, N: number, C: number): Optimum {
  const D = tokensForBudget(law.spend, C, N);
  return { N, D, C, loss: loss(law, N, D) };
}

/** Budgets, log10 FLOP, among which an inverse is looked for where there is no closed form; a decade apart. */
const DECADES = Array.from({ length: 48 }, (_, i) => 3 + i);

/**
 * The least compute at which a property of the optimum, negative for small budgets, reaches zero; NaN where it never does, because
 * repetition saturates or quantisation makes a law's best loss rise again.
 */
function inverseOfOptimum(law: Law, property: (found: Optimum) => number): number {
  const at10 = (log10C: number): number => property(numericalOptimum(law, 10 ** log10C));
  const end = DECADES.find((log10C) => at10(log10C) >= 0);
  if (end === undefined) return Number.NaN;
  return 10 ** findRoot(at10, end - 1, end);
}
