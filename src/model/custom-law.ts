import * as v from 'valibot';
import { forms, formIds, findForm } from './forms';
import { type Law, bindLaw, findLaw, formOf } from './laws';

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

/** What a custom law is called where nobody named it. */
const UNNAMED = 'Custom law';

/** Makes a law of checked coefficients, with scenario quantities at their defaults. */
export function createCustomLaw({ form, coefficients, label, source }: CustomLaw, id = 'custom'): Law {
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
    },
    {},
  );
}

/** A law written out as a law file has it; what a scenario sets is no part of it. */
export function toCustomLaw(law: Law): CustomLaw {
  const coefficients = Object.fromEntries(Object.keys(formOf(law).coefficients).map((name) => [name, law.coefficients[name]]));
  return { form: law.form, coefficients, label: law.label, source: law.source } as CustomLaw;
}

/** How a sweep file names a law: a published one by its id, any other written out. */
export function lawReference(law: Law): string | CustomLaw {
  return findLaw(law.id) ? law.id : toCustomLaw(law);
}
