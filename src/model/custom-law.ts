import * as v from 'valibot';
import { forms, formIds, findForm } from './forms';
import { type Law, bindLaw } from './laws';

const finite = v.pipe(v.number('a number'), v.finite('a finite number'));

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
  }),
);

/** Schema of a custom law: a form, its coefficients, and optionally a label and where they come from. */
export const customLawSchema = v.variant('form', options, `an object whose form is one of ${Object.keys(forms).join(', ')}`);

/** A law of the user's own, as it stands in a law file or a sweep file. */
export type CustomLaw = v.InferOutput<typeof customLawSchema>;

/** Makes a law of checked coefficients. Its id is `custom`. */
export function createCustomLaw({ form, coefficients, label, source }: CustomLaw): Law {
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
    },
    {},
  );
}
