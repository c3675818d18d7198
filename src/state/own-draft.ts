import { msg, str } from '@lit/localize';
import * as v from 'valibot';
import { customLawSchema, toCustomLaw } from '../model/custom-law';
import { type FormId, findForm } from '../model/forms';
import { type Law, laws } from '../model/laws';
import { InputError } from '../quantities/issue';
import { parseNumber } from '../quantities/parse';
import { toIssue } from '../sweep/file';
import { createOwnLaw, isOwnLaw } from './own-laws';

/** A law that is being written: what stands in its fields. */
export interface Draft {
  /** Id of the law that it will replace; absent for a new one. */
  readonly replaces?: string | undefined;
  readonly label: string;
  readonly source: string;
  readonly form: FormId;
  /** Coefficients as they were typed, by name. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A draft as far as it goes: the law, or what is wrong with which field. */
export interface CheckedDraft {
  readonly law: Law | undefined;
  /** What is allowed, by field: `label`, `source`, or the name of a coefficient. */
  readonly issues: Readonly<Record<string, string>>;
}

/** A draft that starts from a law; one that starts from a published law does not pass for it. */
export function draftFrom(law: Law, { label = law.label, replaces }: { readonly label?: string; readonly replaces?: string } = {}): Draft {
  const { coefficients, source } = toCustomLaw(law);
  const texts = Object.fromEntries(Object.entries(coefficients).map(([name, value]) => [name, String(value)]));
  const start = law.label;
  return { replaces, label, source: isOwnLaw(law) ? (source ?? '') : msg(str`started from ${start}`), form: law.form, texts };
}

/** The draft of a form, with the coefficients of the first law that was published with it. */
export function draftOfForm(draft: Draft, form: FormId): Draft {
  const first = laws.find((law) => law.form === form);
  return first ? { ...draft, ...draftFrom(first, { label: draft.label }), replaces: draft.replaces } : { ...draft, form, texts: {} };
}

/** Checks a draft field by field. */
export function checkDraft({ label, source, form, texts }: Draft): CheckedDraft {
  const names = Object.keys(findForm(form).coefficients);
  const coefficients = Object.fromEntries(names.map((name) => [name, parseNumber(texts[name] ?? '')]));
  const result = v.safeParse(customLawSchema, {
    form,
    coefficients,
    label: label.trim(),
    ...(source.trim() !== '' && { source: source.trim() }),
  });
  const issues: Record<string, string> = {};
  for (const issue of result.issues ?? []) issues[String(issue.path?.at(-1)?.key)] = issue.message;
  // a number that cannot be read is no number to the schema; what it may be helps more
  for (const name of names) {
    const { min, max } = findForm(form).coefficients[name]!;
    if (Number.isNaN(coefficients[name])) issues[name] = `a number from ${min} to ${max}`;
  }
  if (label.trim() === '') issues['label'] = 'a name';
  const law = result.success && Object.keys(issues).length === 0 ? createOwnLaw(result.output) : undefined;
  return { law, issues };
}

/** Reads a law file. Throws an InputError that names the field and what is allowed. */
export function readLawFile(text: string, name: string): Law {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError([
      { field: name, given: text.trim() === '' ? 'nothing' : 'no JSON', allowed: 'a law as JSON, with form and coefficients' },
    ]);
  }
  const result = v.safeParse(customLawSchema, json);
  if (!result.success) throw new InputError(result.issues.map((issue) => toIssue(issue, name)));
  return createOwnLaw(result.output);
}
