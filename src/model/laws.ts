import data from '../data/laws.json';
import type { Coefficients, Exponents, Form, Term } from './form';
import { type FormId, findForm } from './forms';
import { type FlopCountId, type ScenarioId, lawScenarioIds } from '../quantities/registry';
import { type Spend, spendOf } from './spend/spend';

/** A law: a form with published coefficients. Plain data, so that it crosses to workers. */
export interface Law {
  readonly id: string;
  /** Short name for people. */
  readonly label: string;
  /** What was fitted to what, in one sentence. */
  readonly about: string;
  readonly form: FormId;
  /** What the law is about, as the catalogue groups it; absent for a law of the user's own. */
  readonly family?: string;
  /** Which parameters N counts; absent for a law of the user's own. */
  readonly counted?: string;
  readonly coefficients: Coefficients;
  /** Intervals of the coefficients, where the source prints them. */
  readonly intervals?: PublishedIntervals;
  /** 80 % interval of the frontier's exponent a, N* ∝ C^a, where the source prints one. */
  readonly exponentInterval?: readonly [number, number];
  /** Tokens of every run that the law was fitted on, where it has no term of them: its loss is that after so many. */
  readonly tokens?: number;
  /** Where the coefficients stand. */
  readonly source: string;
  /** How the coefficients were checked. */
  readonly status: string;
  /** Where the law was fitted, in words. */
  readonly validity: string;
  /** Where the law was fitted, as ranges; absent where the source states none. */
  readonly range?: FittedRange;
  /** Joint distribution of the coefficients, where one is known. */
  readonly uncertainty?: CoefficientUncertainty;
  /** What parameters and tokens are worth in the scenario; absent where they are worth what they were in the law's own runs. */
  readonly efficiency?: Exponents;
  /** What a budget pays for in the scenario; absent where it pays for 6 N D. */
  readonly spend?: Spend;
}

/** Where a law was fitted, by quantity; a range from 0 has an upper end only. */
export type FittedRange = { readonly [Q in 'N' | 'D' | 'C']?: readonly [number, number] };

/** Intervals as a source prints them. */
export interface PublishedIntervals {
  /** Level of confidence, such as 0.95. */
  readonly level: number;
  /** By coefficient. */
  readonly of: Readonly<Record<string, readonly [number, number]>>;
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

/** What a scenario fixes: quantities, and how FLOP are counted. */
export type Scenario = { readonly [Q in ScenarioId]?: number | undefined } & { readonly flopCount?: FlopCountId | undefined };

/** Every published law of the loss, the default first; scenario quantities stand at their defaults. */
export const lossLaws: readonly Law[] = (data.laws as unknown as readonly Law[]).map((law) => bindLaw(law, {}));

/** The laws that weigh parameters against tokens, and so have an optimum for a budget; the default first. */
export const laws: readonly Law[] = lossLaws.filter(hasOptimum);

/** The law that Isoflop opens with. */
export const defaultLaw: Law = laws[0]!;

/** A law of the loss by id; undefined when there is none. */
export function findLaw(id: string): Law | undefined {
  return lossLaws.find((law) => law.id === id);
}

/**
 * A law in a scenario: the quantities that its form reads stand among its coefficients, with the scenario's values, else with the
 * form's defaults; quantities that the form does not read are ignored. What every law heeds, how efficient the optimizer is and
 * what a budget pays for, stands beside them where it differs from the default.
 */
export function bindLaw(law: Law, scenario: Scenario): Law {
  const { efficiency: _, spend: __, ...unbound } = law;
  const defaults = findForm(law.form).scenario;
  const given = Object.entries(scenario).filter(([id, value]) => id in defaults && value !== undefined);
  const efficiency = { N: scenario.rhoN ?? 1, D: scenario.rhoD ?? 1 };
  const spend = spendOf(scenario);
  return {
    ...unbound,
    coefficients: { ...defaults, ...law.coefficients, ...Object.fromEntries(given) },
    ...((efficiency.N !== 1 || efficiency.D !== 1) && { efficiency }),
    ...(spend && { spend }),
  };
}

/** What a law reads of a scenario in place of what it has by itself; its budget left out. */
export function settingsOf({ id, form, coefficients, efficiency }: Law): Scenario {
  const { scenario } = findForm(form);
  const own = findLaw(id)?.coefficients ?? scenario;
  const read = lawScenarioIds.filter((each) => each in scenario && coefficients[each] !== own[each]);
  return {
    ...Object.fromEntries(read.map((each) => [each, coefficients[each]])),
    ...(efficiency && { rhoN: efficiency.N, rhoD: efficiency.D }),
  };
}

/** A law whose budgets pay for training alone, counted by 6 N D; the same object where they do. */
export function trainingLaw(law: Law): Law {
  if (!law.spend) return law;
  const { spend: _, ...training } = law;
  return training;
}

/**
 * Whether a law has a compute-optimal split. One without a term of the tokens has none: more parameters always look better, because
 * it cannot tell what they cost in tokens.
 */
export function hasOptimum(law: Law): boolean {
  return Object.values<Term>(formOf(law).terms).some((term) => term.D !== undefined);
}

/** The form of a law. */
export function formOf(law: Law): Form {
  return findForm(law.form);
}
