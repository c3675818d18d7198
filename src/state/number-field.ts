import * as v from 'valibot';
import { parseNumber } from '../quantities/parse';

/** What a number may be. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** What a number may be, for error messages. */
export function rangeAllowed(label: string, { min, max }: NumberRange): string {
  const text = (value: number): string => (value >= 1e5 ? value.toExponential().replace('e+', 'e') : String(value));
  return `a number for ${label} from ${text(min)} to ${text(max)}`;
}

/** A number of a URL within a range. */
export function numberField(label: string, range: NumberRange) {
  const allowed = rangeAllowed(label, range);
  return v.pipe(
    v.string(allowed),
    v.transform((text) => parseNumber(text)),
    v.check((value) => isWithin(value, range), allowed),
  );
}

/** Whether a number is within a range. */
export function isWithin(value: number, { min, max }: NumberRange): boolean {
  return value >= min && value <= max;
}
