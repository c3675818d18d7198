import type { ScenarioId } from '../quantities/registry';
import { power } from './math/elementary';

/** Range, unit and meaning of one fitted constant of a form. */
export interface CoefficientSpec {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly about: string;
  /** Symbol in formulas, where it differs from the id. */
  readonly symbol?: string;
}

/** The two quantities that a loss law depends on. */
export type LawQuantity = 'N' | 'D';

/** What a term reads, by name: the law's coefficients, and the scenario quantities that its form names. */
export type Coefficients = Readonly<Record<string, number>>;

/** A number for N and one for D: exponents of a product of powers, slopes, or factors. */
export type Exponents = { readonly [Q in LawQuantity]: number };

/**
 * One addend of a form: a product of powers, size · N^n · D^d. It factors over the axes of any sweep, so that an engine that knows
 * no law evaluates it once for each axis point; and sums of such terms have one minimum along any line in log N and log D.
 */
export interface Term<K extends string = string> {
  /** The term at N = D = 1, at least 0. */
  size(coefficients: Readonly<Record<K, number>>): number;
  /** Exponent of N; absent where the term does not depend on it. */
  N?(coefficients: Readonly<Record<K, number>>): number;
  /** Exponent of D; absent where the term does not depend on it. */
  D?(coefficients: Readonly<Record<K, number>>): number;
}

/** Exponents of a term. */
export function exponentsOf(term: Term, coefficients: Coefficients): Exponents {
  return { N: term.N?.(coefficients) ?? 0, D: term.D?.(coefficients) ?? 0 };
}

/** Value of a term at N and D. */
export function termValue(term: Term, coefficients: Coefficients, N: number, D: number): number {
  const exponents = exponentsOf(term, coefficients);
  return term.size(coefficients) * power(N, exponents.N) * power(D, exponents.D);
}

/**
 * An addend that does not factor: what repetition or a lack of something adds to the terms. An engine evaluates it for each cell.
 * Along any line in log N and log D the sum must keep one minimum.
 */
export interface Penalty<K extends string = string> {
  /** At least 0, in the unit of the sum. */
  value(coefficients: Readonly<Record<K, number>>, N: number, D: number): number;
  /**
   * Derivatives of the whole sum, terms included, with respect to ln N and ln D, up to a positive factor that both share. Of the
   * whole, because where a penalty saturates its slope all but cancels the terms'; up to a factor, because both may then be too
   * small for a number, and an optimum needs their balance alone.
   */
  sumSlopes(coefficients: Readonly<Record<K, number>>, N: number, D: number): Exponents;
}

/**
 * A parametric form of loss law, written as an additive model: `loss = link(offset + Σ terms + penalty)`.
 * `link` rises strictly, so that the least loss sits where the sum is least.
 */
export interface Form<K extends string = string, T extends string = string, S extends ScenarioId = ScenarioId> {
  /** Also the name of `shaders/forms/<id>.wgsl`. */
  readonly id: string;
  /** Formula as plain text. */
  readonly formula: string;
  /** Formula as presentation MathML, without the surrounding math element. */
  readonly mathml: string;
  /** Paper and equation. */
  readonly source: string;
  readonly coefficients: Readonly<Record<K, CoefficientSpec>>;
  /** Scenario quantities that the form reads beside its coefficients, with what they are where a scenario leaves them out. */
  readonly scenario: Readonly<Record<S, number>>;
  readonly terms: Readonly<Record<T, Term<K | S>>>;
  /** Absent where every addend factors. */
  readonly penalty?: Penalty<K | S>;
  /** What the sum starts from: the sum as N and D grow without bound. */
  offset(coefficients: Readonly<Record<K | S, number>>): number;
  /** Loss of a sum; absent where the loss is the sum itself. Strictly rising. */
  link?(coefficients: Readonly<Record<K | S, number>>, sum: number): number;
  /** Sum of a loss, the inverse of `link`; present where `link` is. */
  unlink?(coefficients: Readonly<Record<K | S, number>>, loss: number): number;
}

/** Declares a form; every key is inferred, so that a misspelt coefficient does not compile. */
export function defineForm<K extends string, T extends string, S extends ScenarioId = never>(form: {
  readonly id: string;
  readonly formula: string;
  readonly mathml: string;
  readonly source: string;
  readonly coefficients: Readonly<Record<K, CoefficientSpec>>;
  readonly scenario?: Readonly<Record<S, number>>;
  readonly terms: Readonly<Record<T, Term<NoInfer<K> | NoInfer<S>>>>;
  readonly penalty?: Penalty<NoInfer<K> | NoInfer<S>>;
  readonly offset: (coefficients: Readonly<Record<NoInfer<K> | NoInfer<S>, number>>) => number;
  readonly link?: (coefficients: Readonly<Record<NoInfer<K> | NoInfer<S>, number>>, sum: number) => number;
  readonly unlink?: (coefficients: Readonly<Record<NoInfer<K> | NoInfer<S>, number>>, loss: number) => number;
}): Form<K, T, S> {
  return { scenario: {} as Readonly<Record<S, number>>, ...form };
}
