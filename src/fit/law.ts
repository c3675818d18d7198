import { type Form, type Coefficients } from '../model/form';
import { findForm } from '../model/forms';
import { log2 } from '../model/math/elementary';
import type { Law } from '../model/laws';
import { InputError } from '../quantities/issue';
import type { Bootstrap } from './bootstrap';
import type { ParametricFit } from './fit';
import { isFittedAsLog } from './kernels/general';

/** A fit as a law, for everything that reads laws; scenario quantities stand at the form's defaults unless given. */
export function lawOfFit(fit: Pick<ParametricFit, 'form' | 'coefficients'>, coefficients: Coefficients = fit.coefficients): Law {
  return {
    id: 'fit',
    label: 'Fitted law',
    about: 'Fitted to the given runs.',
    form: fit.form,
    coefficients: { ...findForm(fit.form).scenario, ...coefficients },
    source: 'fitted to the given runs',
    status: 'fitted',
    validity: 'the range of its runs',
  };
}

/** What a law file holds; `--law-file` reads it. */
export interface LawFile {
  readonly form: string;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly label: string;
  readonly source: string;
  readonly uncertainty?: {
    readonly about: string;
    /** `log X` is the natural logarithm of coefficient X. */
    readonly parameters: readonly string[];
    /** [draws, parameters] */
    readonly draws: readonly (readonly number[])[];
  };
}

/** Significant digits of draws: far below their spread, and half the file. */
const DIGITS = 9;

/**
 * A fit as a law file, with its bootstrap draws. Throws an InputError where a coefficient is outside what the form allows, because
 * such a file could not be read again; draws outside are left out, and the file says how many.
 */
export function toLawFile(
  fit: ParametricFit,
  bootstrap: Bootstrap | undefined,
  names: { readonly label: string; readonly source: string },
): LawFile {
  const form = findForm(fit.form);
  const wrong = Object.entries(fit.coefficients).filter(([name, value]) => !isAllowed(form, name, value));
  if (wrong.length > 0) {
    throw new InputError(
      wrong.map(([name, value]) => ({
        field: `coefficient ${name} of the fit`,
        given: value.toPrecision(6),
        allowed: `from ${form.coefficients[name]!.min} to ${form.coefficients[name]!.max} in a law file`,
      })),
    );
  }
  const file = { form: fit.form, coefficients: fit.coefficients, label: names.label.slice(0, 60), source: names.source.slice(0, 200) };
  const parameters = fit.space.variables.flatMap((variable) => variable.names);
  const kept = bootstrap?.draws.filter((draw) => parameters.every((name) => isAllowed(form, name, draw[name]!))) ?? [];
  if (!bootstrap || kept.length < 2) return file;
  const lost = bootstrap.draws.length - kept.length;
  const unit = bootstrap.byGroup ? 'groups' : 'runs';
  const transform = (name: string, value: number): number => (isFittedAsLog(form, name) ? log2(value) * Math.LN2 : value);
  return {
    ...file,
    uncertainty: {
      about: `${kept.length} resamples of the ${unit}, seed ${bootstrap.seed}${bootstrap.inflation > 1 ? `, widened by ${bootstrap.inflation.toFixed(3)} for the degrees of freedom` : ''}${lost > 0 ? `; ${lost} more had a coefficient that the form does not allow` : ''}`,
      parameters: parameters.map((name) => (isFittedAsLog(form, name) ? `log ${name}` : name)),
      draws: kept.map((draw) => parameters.map((name) => Number(transform(name, draw[name]!).toPrecision(DIGITS)))),
    },
  };
}

function isAllowed(form: Form, name: string, value: number): boolean {
  const { min, max } = form.coefficients[name]!;
  // the logarithm of 0 is no number
  return value >= min && value <= max && (value > 0 || !isFittedAsLog(form, name));
}
