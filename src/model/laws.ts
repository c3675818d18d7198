import data from '../data/laws.json';
import type { Coefficients, Form } from './form';
import { type FormId, findForm } from './forms';

/** A law: a form with published coefficients. Plain data, so that it crosses to workers. */
export interface Law {
  readonly id: string;
  /** Short name for people. */
  readonly label: string;
  /** What was fitted to what, in one sentence. */
  readonly about: string;
  readonly form: FormId;
  readonly coefficients: Coefficients;
  /** Where the coefficients stand. */
  readonly source: string;
  /** How the coefficients were checked. */
  readonly status: string;
  /** Where the law was fitted, in words. */
  readonly validity: string;
  /** Where the law was fitted, as ranges; absent where the source states none. */
  readonly range?: { readonly [Q in 'N' | 'D' | 'C']?: readonly [number, number] };
  /** Joint distribution of the coefficients, where one is known. */
  readonly uncertainty?: CoefficientUncertainty;
}

/** A joint normal distribution over transformed coefficients; `log X` is the natural logarithm of coefficient X. */
export interface CoefficientUncertainty {
  readonly about: string;
  readonly parameters: readonly string[];
  readonly mean: readonly number[];
  /** [parameters, parameters], symmetric. */
  readonly covariance: readonly (readonly number[])[];
}

/** Every published law, the default first. */
export const laws = data.laws as unknown as readonly Law[];

/** The law that Isoflop opens with. */
export const defaultLaw: Law = laws[0]!;

/** A law by id; undefined when there is none. */
export function findLaw(id: string): Law | undefined {
  return laws.find((law) => law.id === id);
}

/** The form of a law. */
export function formOf(law: Law): Form {
  return findForm(law.form);
}
