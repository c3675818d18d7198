import { readFile } from 'node:fs/promises';
import { parse, safeParse } from 'valibot';
import { createCustomLaw, customLawSchema } from '../model/custom-law';
import { type Law, bindLaw, laws } from '../model/laws';
import { accelerators } from '../model/plan/hardware';
import { flopCountSchema, toIssue } from '../sweep/file';
import { InputError, type Issue } from '../quantities/issue';
import { parseNumber } from '../quantities/parse';
import { type FlopCountId, fleetIds, inputIds, quantities, scenarioIds } from '../quantities/registry';
import { describeRange } from './bounds';

/** What `--set` takes of a scenario: its quantities, and how FLOP are counted. */
export const scenarioSettings = [...scenarioIds, 'flopCount'] as const;

/** All that `--set` takes. */
export const settableIds = [...inputIds, ...scenarioSettings] as const;

/** All that `--set` takes where a run is asked about as a whole: also what it runs on. */
export const runSettableIds = [...settableIds, 'hardware', ...fleetIds] as const;

/** Id of something that `--set` takes. */
type SettableId = (typeof runSettableIds)[number];

/** Id of a quantity that `--set` takes. */
type NumberId = Exclude<SettableId, 'flopCount' | 'hardware'>;

/** Flags that choose a law and set quantities, as commander hands them over. */
export interface QuantityFlags {
  /** Id of a law, or several separated by commas. */
  readonly law?: string;
  /** Path of a law file. */
  readonly lawFile?: string;
  readonly N?: string;
  readonly D?: string;
  readonly C?: string;
  readonly tokensPerParameter?: string;
  /** Each `quantity=value`. */
  readonly set?: readonly string[];
}

/** What was set; quantities in base units. */
export type Settings = { readonly [Q in NumberId]?: number } & { readonly flopCount?: FlopCountId; readonly hardware?: string };

/** The laws of the flags that weigh parameters against tokens, in the scenario that the settings make; at least one. An InputError lists what there is. */
export async function readLaws({ law, lawFile }: QuantityFlags, settings: Settings): Promise<readonly [Law, ...Law[]]> {
  const ids = law === undefined ? [] : law.split(',').map((id) => id.trim());
  const find = (id: string): Law | undefined => laws.find((each) => each.id === id);
  const unknown = ids.filter((id) => !find(id));
  const known = laws.map(({ id }) => id).join(', ');
  if (unknown.length > 0) throw new InputError([{ field: '--law', given: unknown.join(', ') || 'nothing', allowed: `one of ${known}` }]);
  const own = lawFile === undefined ? [] : [await readLawFile(lawFile)];
  const [first, ...others] = [...ids.map((id) => find(id)!), ...own].map((each) => bindLaw(each, settings));
  if (!first) throw new InputError([{ field: '--law', given: 'nothing', allowed: `one of ${known}, or --law-file` }]);
  return [first, ...others];
}

/** The one law of a command that takes no more. */
export async function readLaw(flags: QuantityFlags, settings: Settings): Promise<Law> {
  const [law, ...others] = await readLaws(flags, settings);
  if (others.length > 0) throw new InputError([{ field: '--law', given: `${others.length + 1} laws`, allowed: 'one law' }]);
  return law;
}

/** A law of the user's own from a file. An InputError names each wrong field. */
export async function readLawFile(path: string): Promise<Law> {
  const fail = (given: string, allowed: string) => new InputError([{ field: '--law-file', given, allowed }]);
  const text = await readFile(path, 'utf8').catch(() => {
    throw fail(path, 'a file that can be read');
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw fail(path, 'JSON');
  }
  const result = safeParse(customLawSchema, json);
  if (!result.success) throw new InputError(result.issues.map((issue) => toIssue(issue, path)));
  return createCustomLaw(result.output);
}

/**
 * The quantities that flags set, among those that a command accepts. An InputError holds every issue: no number, outside the
 * range, set twice, unknown quantity.
 */
export function readSettings(flags: QuantityFlags, accepted: readonly SettableId[]): Settings {
  const settings: { [Q in NumberId]?: number } & { flopCount?: FlopCountId; hardware?: string } = {};
  const issues: Issue[] = [];
  const assign = (field: string, id: SettableId, text: string): void => {
    const issue =
      checkValue(field, id, text) ?? (settings[id] === undefined ? undefined : { field, given: text, allowed: `${id} to be set once` });
    if (issue) issues.push(issue);
    else if (id === 'flopCount') settings.flopCount = parse(flopCountSchema, text);
    else if (id === 'hardware') settings.hardware = text;
    else settings[id] = parseNumber(text);
  };
  for (const id of ['N', 'D', 'C', 'tokensPerParameter'] as const) {
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

function checkValue(field: string, id: SettableId, text: string): Issue | undefined {
  if (id === 'flopCount') {
    const result = safeParse(flopCountSchema, text);
    return result.success ? undefined : { field, given: text || 'nothing', allowed: result.issues[0].message };
  }
  if (id === 'hardware') {
    const known = accelerators.map((accelerator) => accelerator.id);
    return known.includes(text) ? undefined : { field, given: text || 'nothing', allowed: `one of ${known.join(', ')}` };
  }
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

/** Which quantities a user may set of a whole run, as text for help. */
export const runSettableText = runSettableIds.join(', ');
