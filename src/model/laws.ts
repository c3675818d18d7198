import data from '../data/laws.json';
import type { Coefficients, Form } from './form';
import { type FormId, findForm } from './forms';
import type { ScenarioId } from '../quantities/registry';

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

/** What is known of how a law's coefficients spread, always jointly; the parameter `log X` is the natural logarithm of coefficient X. */
export type CoefficientUncertainty = NormalUncertainty | DrawnUncertainty;

/** A joint normal distribution over transformed coefficients. */
export interface NormalUncertainty {
  readonly about: string;
  readonly parameters: readonly string[];
  readonly mean: readonly number[];
  /** [parameters, parameters], symmetric. */
  readonly covariance: readonly (readonly number[])[];
}

/** Coefficients as they were drawn, by a bootstrap for example. */
export interface DrawnUncertainty {
  readonly about: string;
  readonly parameters: readonly string[];
  /** [draws, parameters]; the order means nothing. */
  readonly draws: readonly (readonly number[])[];
}

/** What a scenario fixes for the laws that read it. */
export type Scenario = { readonly [Q in ScenarioId]?: number | undefined };

/** Every published law, the default first; scenario quantities stand at their defaults. */
export const laws: readonly Law[] = (data.laws as unknown as readonly Law[]).map((law) => bindLaw(law, {}));

/** The law that Isoflop opens with. */
export const defaultLaw: Law = laws[0]!;

/** A law by id; undefined when there is none. */
export function findLaw(id: string): Law | undefined {
  return laws.find((law) => law.id === id);
}

/**
 * A law in a scenario: the quantities that its form reads stand among its coefficients, with the scenario's values, else with the
 * form's defaults. Quantities that the form does not read are ignored.
 */
export function bindLaw(law: Law, scenario: Scenario): Law {
  const defaults = findForm(law.form).scenario;
  const given = Object.entries(scenario).filter(([id, value]) => id in defaults && value !== undefined);
  return { ...law, coefficients: { ...defaults, ...law.coefficients, ...Object.fromEntries(given) } };
}

/** The form of a law. */
export function formOf(law: Law): Form {
  return findForm(law.form);
}
