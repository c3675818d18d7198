import * as v from 'valibot';
import { forms, formIds, findForm } from './forms';
import { type DrawnUncertainty, type Law, type NormalUncertainty, bindLaw, findLaw, formOf } from './laws';
import { choleskyFactor } from './math/cholesky';
import { coefficientOf } from './uncertainty';

const finite = v.pipe(v.number('a number'), v.finite('a finite number'));

/** Most draws that a law carries. */
const MOST_DRAWS = 100_000;

/** An uncertainty as a schema reads it: the same, in arrays that may change. */
type StatedUncertainty = Mutable<NormalUncertainty> | Mutable<DrawnUncertainty>;
type Mutable<T> = T extends readonly (infer E)[] ? Mutable<E>[] : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** How the coefficients of a form spread: a joint normal distribution, or draws. */
function uncertaintySchema(names: readonly string[]) {
  const parameter = v.pipe(
    v.string('a text'),
    v.check((text) => names.includes(coefficientOf(text).name), `a coefficient, or "log " and a coefficient: ${names.join(', ')}`),
  );
  const shared = {
    about: v.optional(v.pipe(v.string('a text'), v.maxLength(200, 'at most 200 characters')), 'stated with the law'),
    parameters: v.pipe(v.array(parameter, 'a list of coefficients'), v.minLength(1, 'at least one coefficient')),
  };
  const row = v.array(finite, 'a list of numbers');
  const DRAWS_ALLOWED = `2 to ${MOST_DRAWS} draws`;
  const normal = v.strictObject({ ...shared, mean: row, covariance: v.array(row, 'a list of rows') });
  const drawn = v.strictObject({
    ...shared,
    draws: v.pipe(v.array(row, 'a list of rows'), v.minLength(2, DRAWS_ALLOWED), v.maxLength(MOST_DRAWS, DRAWS_ALLOWED)),
  });
  return v.pipe(
    v.union([normal, drawn], 'parameters with mean and covariance, or with draws'),
    v.check(hasOneNumberEach, 'as many numbers in each row as there are parameters'),
    v.check(isDistribution, 'a covariance that is symmetric and positive definite'),
  );
}

function hasOneNumberEach(uncertainty: StatedUncertainty): boolean {
  const { length } = uncertainty.parameters;
  if ('draws' in uncertainty) return uncertainty.draws.every((row) => row.length === length);
  const { mean, covariance } = uncertainty;
  return mean.length === length && covariance.length === length && covariance.every((row) => row.length === length);
}

function isDistribution(uncertainty: StatedUncertainty): boolean {
  if ('draws' in uncertainty || !hasOneNumberEach(uncertainty)) return true;
  const { covariance } = uncertainty;
  if (!covariance.every((row, i) => row.every((value, j) => value === covariance[j]![i]))) return false;
  try {
    choleskyFactor(covariance);
    return true;
  } catch {
    return false;
  }
}

/** One object schema for each form, so that a wrong coefficient is named with what it may be. */
const options = formIds.map((form) =>
  v.strictObject({
    form: v.literal(form),
    coefficients: v.strictObject(
      Object.fromEntries(
        Object.entries(findForm(form).coefficients).map(([name, { min, max }]) => {
          const allowed = `a number from ${min} to ${max}`;
          return [name, v.pipe(finite, v.minValue(min, allowed), v.maxValue(max, allowed))];
        }),
      ),
    ),
    uncertainty: v.optional(uncertaintySchema(Object.keys(findForm(form).coefficients))),
    label: v.optional(v.pipe(v.string('a text'), v.maxLength(60, 'at most 60 characters'))),
    source: v.optional(v.pipe(v.string('a text'), v.maxLength(200, 'at most 200 characters'))),
  }),
);

/** Schema of a custom law: a form, its coefficients, and optionally how they spread, a label and where they come from. */
export const customLawSchema = v.variant('form', options, `an object whose form is one of ${Object.keys(forms).join(', ')}`);

/** A law of the user's own, as it stands in a law file or a sweep file. */
export type CustomLaw = v.InferOutput<typeof customLawSchema>;

/** What a custom law is called where nobody named it. */
const UNNAMED = 'Custom law';

/** Makes a law of checked coefficients, with scenario quantities at their defaults. */
export function createCustomLaw({ form, coefficients, uncertainty, label, source }: CustomLaw, id = 'custom'): Law {
  return bindLaw(
    {
      id,
      label: label ?? UNNAMED,
      about: 'Coefficients entered by the user.',
      form,
      coefficients: coefficients as Record<string, number>,
      source: source ?? 'entered by the user',
      status: 'not checked',
      validity: 'no range is stated',
      ...(uncertainty && { uncertainty }),
    },
    {},
  );
}

/** A law written out as a law file has it; what a scenario sets is no part of it. */
export function toCustomLaw(law: Law): CustomLaw {
  const coefficients = Object.fromEntries(Object.keys(formOf(law).coefficients).map((name) => [name, law.coefficients[name]]));
  const { form, label, source, uncertainty } = law;
  return { form, coefficients, label, source, ...(uncertainty && { uncertainty }) } as CustomLaw;
}

/** Share of each variance that is added to it, so that coefficients that are tied leave the covariance positive definite. */
const RIDGE = 1e-6;

/** Digits of a covariance that is carried in a link. */
const COVARIANCE_DIGITS = 9;

/**
 * A law with the mean and the covariance of its draws in place of the draws: short enough for a link and for the browser's storage. A
 * law without draws is returned as it is.
 */
export function withoutDraws(law: CustomLaw): CustomLaw {
  if (!law.uncertainty || !('draws' in law.uncertainty)) return law;
  const { about, parameters, draws } = law.uncertainty;
  const round = (value: number): number => Number(value.toPrecision(COVARIANCE_DIGITS));
  const mean = parameters.map((_, i) => draws.reduce((sum, row) => sum + row[i]!, 0) / draws.length);
  const covariance = parameters.map((_, i) =>
    parameters.map((__, j) => {
      const sum = draws.reduce((total, row) => total + (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0);
      return round((sum / (draws.length - 1)) * (i === j ? 1 + RIDGE : 1));
    }),
  );
  return { ...law, uncertainty: { about, parameters, mean: mean.map(round), covariance } };
}

/** How a sweep file names a law: a published one by its id, any other written out. */
export function lawReference(law: Law): string | CustomLaw {
  return findLaw(law.id) ? law.id : toCustomLaw(law);
}
