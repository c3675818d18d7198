import { type Law, findLaw, laws } from '../model/laws';
import { InputError, type Issue } from '../quantities/issue';
import { parseNumber } from '../quantities/parse';
import { type InputId, inputIds, quantities } from '../quantities/registry';
import { describeRange } from './bounds';

/** Flags that set quantities, as commander hands them over. */
export interface QuantityFlags {
  readonly N?: string;
  readonly D?: string;
  readonly C?: string;
  /** Each `quantity=value`. */
  readonly set?: readonly string[];
}

/** Quantities that were set, in base units. */
export type Settings = { readonly [Q in InputId]?: number };

/** The law of a flag; an InputError lists what there is. */
export function readLaw(id: string | undefined): Law {
  const law = id === undefined ? undefined : findLaw(id);
  if (law) return law;
  throw new InputError([{ field: '--law', given: id ?? 'nothing', allowed: `one of ${laws.map((known) => known.id).join(', ')}` }]);
}

/**
 * The quantities that flags set, among those that a command accepts. An InputError holds every issue: no number, outside the
 * range, set twice, unknown quantity.
 */
export function readSettings(flags: QuantityFlags, accepted: readonly InputId[]): Settings {
  const settings: { [Q in InputId]?: number } = {};
  const issues: Issue[] = [];
  const assign = (field: string, id: InputId, text: string): void => {
    const issue =
      checkNumber(field, id, text) ?? (settings[id] === undefined ? undefined : { field, given: text, allowed: `${id} to be set once` });
    if (issue) issues.push(issue);
    else settings[id] = parseNumber(text);
  };
  for (const id of ['N', 'D', 'C'] as const) {
    const text = flags[id];
    if (text !== undefined) assign(`--${id}`, id, text);
  }
  for (const text of flags.set ?? []) {
    const [name = '', value, ...more] = text.split('=').map((part) => part.trim());
    const id = accepted.find((known) => known === name);
    if (id === undefined) issues.push({ field: '--set', given: text, allowed: `quantity=value with a quantity of ${accepted.join(', ')}` });
    else if (value === undefined || more.length > 0) issues.push({ field: '--set', given: text, allowed: `${name}=value` });
    else assign(`--set ${name}`, id, value);
  }
  if (issues.length > 0) throw new InputError(issues);
  return settings;
}

function checkNumber(field: string, id: InputId, text: string): Issue | undefined {
  const value = parseNumber(text);
  const { min, max } = quantities[id];
  if (value >= min && value <= max) return undefined;
  return {
    field,
    given: text === '' ? 'nothing' : text,
    allowed: `a number ${describeRange(id)}`,
  };
}

/** Collects a repeated flag. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Which quantities a user may set, as text for help. */
export const settableText = inputIds.join(', ');
