import * as v from 'valibot';
import { forms, formIds, findForm } from './forms';
import { type CoefficientUncertainty, type Law, bindLaw } from './laws';

const finite = v.pipe(v.number('a number'), v.finite('a finite number'));

/** Joint draws of coefficients, as a fit writes them; `log X` is the natural logarithm of coefficient X. */
const drawsSchema = v.pipe(
  v.strictObject({
    about: v.optional(v.pipe(v.string('a text'), v.maxLength(200, 'at most 200 characters')), 'stated with the law'),
    parameters: v.pipe(v.array(v.string('a text'), 'a list of coefficients'), v.minLength(1, 'at least one coefficient')),
    draws: v.pipe(
      v.array(v.array(finite, 'a list of numbers'), 'a list of rows'),
      v.minLength(2, '2 to 100000 draws'),
      v.maxLength(100_000, '2 to 100000 draws'),
    ),
  }),
  v.check(
    ({ parameters, draws }) => draws.every((row) => row.length === parameters.length),
    'as many numbers in each row as there are parameters',
  ),
);

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
    label: v.optional(v.pipe(v.string('a text'), v.maxLength(60, 'at most 60 characters'))),
    source: v.optional(v.pipe(v.string('a text'), v.maxLength(200, 'at most 200 characters'))),
    uncertainty: v.optional(drawsSchema),
  }),
);

/** Schema of a custom law: a form, its coefficients, and optionally a label and where they come from. */
export const customLawSchema = v.variant('form', options, `an object whose form is one of ${Object.keys(forms).join(', ')}`);

/** A law of the user's own, as it stands in a law file or a sweep file. */
export type CustomLaw = v.InferOutput<typeof customLawSchema>;

/** Makes a law of checked coefficients. Its id is `custom`. */
export function createCustomLaw({ form, coefficients, label, source, uncertainty }: CustomLaw): Law {
  return bindLaw(
    {
      id: 'custom',
      label: label ?? 'Custom law',
      about: 'Coefficients entered by the user.',
      form,
      coefficients: coefficients as Record<string, number>,
      source: source ?? 'entered by the user',
      status: 'not checked',
      validity: 'no range is stated',
      ...(uncertainty && { uncertainty: normalOf(uncertainty) }),
    },
    {},
  );
}

/** Share of each variance that is added to it, so that coefficients that are tied leave the covariance positive definite. */
const RIDGE = 1e-9;

/** The joint normal distribution with the mean and the covariance of draws. */
function normalOf({ about, parameters, draws }: NonNullable<CustomLaw['uncertainty']>): CoefficientUncertainty {
  const mean = parameters.map((_, i) => draws.reduce((sum, row) => sum + row[i]!, 0) / draws.length);
  const covariance = parameters.map((_, i) =>
    parameters.map((__, j) => {
      const sum = draws.reduce((total, row) => total + (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0);
      return (sum / (draws.length - 1)) * (i === j ? 1 + RIDGE : 1);
    }),
  );
  return { about, parameters, mean, covariance };
}
