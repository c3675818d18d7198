import type { CoefficientInterval } from '../coefficient-intervals';

/** A formula as plain text and as presentation MathML, without the surrounding math element. */
export interface Formula {
  readonly text: string;
  readonly mathml: string;
}

/** One number of a law. */
export interface CardNumber {
  /** Symbol as in the formula, an index after an underscore: `alpha_N` is written `α_N`. */
  readonly symbol: string;
  readonly value: number;
  /** Standard deviation, where the joint distribution is known. */
  readonly deviation?: number;
  readonly interval?: CoefficientInterval;
  /** Unit; "1" for a plain number. */
  readonly unit: string;
  /** What it means, in a few words. */
  readonly about: string;
  /** Whether the user sets it: a quantity of the scenario. */
  readonly isSet?: boolean;
}

/** Formulas and numbers of a law. */
export interface CardContent {
  readonly formulas: readonly Formula[];
  readonly numbers: readonly CardNumber[];
}

/** What a card says about a law, in the order in which it is read. */
export interface Card extends CardContent {
  readonly id: string;
  readonly label: string;
  /** What kind of law it is, in words. */
  readonly kind: string;
  readonly about: string;
  /** Further facts, each with its name. */
  readonly facts: readonly { readonly name: string; readonly text: string }[];
}
