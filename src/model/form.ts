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

/** Coefficients of a law, by name. */
export type Coefficients = Readonly<Record<string, number>>;

/** One addend of a form: a power of a single quantity. */
export interface Term<K extends string = string> {
  /** The quantity it depends on. */
  readonly of: LawQuantity;
  /** The term's value, in the unit of the sum. */
  value(coefficients: Readonly<Record<K, number>>, quantity: number): number;
  /**
   * Exponent of the quantity: value(c, x·y) = value(c, x) · y^exponent. Because a term is a pure power, it factors over the
   * axes of a sweep, and an engine that knows no law can evaluate it once for each axis point.
   */
  exponent(coefficients: Readonly<Record<K, number>>): number;
}

/**
 * A parametric form of loss law, written as an additive model: `loss = link(offset + Σ terms)`.
 * `link` rises strictly, so that the least loss sits where the sum is least.
 */
export interface Form<K extends string = string, T extends string = string> {
  /** Also the name of `shaders/forms/<id>.wgsl`. */
  readonly id: string;
  /** Formula as plain text. */
  readonly formula: string;
  /** Formula as presentation MathML, without the surrounding math element. */
  readonly mathml: string;
  /** Paper and equation. */
  readonly source: string;
  readonly coefficients: Readonly<Record<K, CoefficientSpec>>;
  readonly terms: Readonly<Record<T, Term<K>>>;
  /** What the sum starts from: the sum as N and D grow without bound. */
  offset(coefficients: Readonly<Record<K, number>>): number;
  /** Loss of a sum; absent where the loss is the sum itself. Strictly rising. */
  link?(coefficients: Readonly<Record<K, number>>, sum: number): number;
  /** Sum of a loss, the inverse of `link`; present where `link` is. */
  unlink?(coefficients: Readonly<Record<K, number>>, loss: number): number;
}

/** Declares a form; every key is inferred, so that a misspelt coefficient does not compile. */
export function defineForm<K extends string, T extends string>(form: {
  readonly id: string;
  readonly formula: string;
  readonly mathml: string;
  readonly source: string;
  readonly coefficients: Readonly<Record<K, CoefficientSpec>>;
  readonly terms: Readonly<Record<T, Term<NoInfer<K>>>>;
  readonly offset: (coefficients: Readonly<Record<NoInfer<K>, number>>) => number;
  readonly link?: (coefficients: Readonly<Record<NoInfer<K>, number>>, sum: number) => number;
  readonly unlink?: (coefficients: Readonly<Record<NoInfer<K>, number>>, loss: number) => number;
}): Form<K, T> {
  return form;
}
