import * as v from 'valibot';
import { forms } from '../model/forms';
import { parseNumber } from '../quantities/parse';
import {
  type ApproachId,
  type FormId,
  type NoiseKind,
  type ObjectiveId,
  type Rung,
  approachIds,
  fitDelta,
  fitExamples,
  fitForms,
  fitObjectives,
  noiseKinds,
} from '../worker/fit-api';

/** Where runs come from: the id of an example, or `own` for those that the user brought. */
export const runsIds = [...fitExamples.map(({ id }) => id), 'own'] as const;

/** What the user chose about a fit. */
export interface FitChoices {
  readonly runs: string;
  readonly approach: ApproachId;
  readonly form: FormId;
  readonly objective: ObjectiveId;
  /** Rules that leave rows out; undefined: the example's own. */
  readonly rules?: readonly string[] | undefined;
  /** Choices such as `N=params`, over what the headings suggest. */
  readonly columns: readonly string[];
  /** Lines left out although no rule says so, or kept although one does; rising. */
  readonly flipped: readonly number[];
  /** Coefficients that keep a value. */
  readonly fixed: Readonly<Record<string, number>>;
  /** Groups of coefficients that share one value. */
  readonly ties: readonly (readonly string[])[];
  /** Intervals that coefficients may not leave. */
  readonly bounds: Readonly<Record<string, readonly [number, number]>>;
  /** Where Huber's function turns straight; undefined: 1e-3. */
  readonly delta?: number | undefined;
  /** Column whose runs of one value are resampled together; undefined: runs are resampled one by one. */
  readonly bootstrapBy?: string | undefined;
  /** What the scatter of runs follows. */
  readonly noise: NoiseKind;
  /** Runs whose loss is wanted; empty: those of the frontier below and up to the page's budget. */
  readonly ladder: readonly Rung[];
}

/** What the page opens with: the published fit that everybody can check. */
export const defaultFit: FitChoices = {
  runs: 'epoch-chinchilla',
  approach: '3',
  form: 'chinchilla',
  objective: 'huber',
  columns: [],
  flipped: [],
  fixed: {},
  ties: [],
  bounds: {},
  noise: 'constant',
  ladder: [],
};

/** Most of each in an address, which some programs cut at 8000 characters. */
export const mostInLink = { rules: 12, columns: 12, characters: 120, flipped: 500, line: 2_000_001, ladder: 20 } as const;

const coefficientNames = new Set(Object.values(forms).flatMap((form) => Object.keys(form.coefficients)));

/** A list of texts, one a line: their own commas and equal signs stay. */
const textsField = (what: string, most: number) =>
  v.pipe(
    v.string(what),
    v.transform((text) => (text === '' ? [] : text.split('\n').map((line) => line.trim()))),
    v.check(
      (texts) => texts.length <= most && texts.every((text) => text.length > 0 && text.length <= mostInLink.characters),
      `at most ${most} ${what}, one a line, of at most ${mostInLink.characters} characters`,
    ),
  );

const LINES_ALLOWED = `at most ${mostInLink.flipped} line numbers such as 3,7-9`;
const FIXED_ALLOWED = 'coefficients with values of at least 0, such as alpha=0.34,E=1.8';
const BOUNDS_ALLOWED = 'intervals of coefficients, such as E=1.5:2,alpha=0.2:0.6';
const DELTA_ALLOWED = `a number from ${fitDelta.min} to ${fitDelta.max}`;
const LADDER_ALLOWED = `at most ${mostInLink.ladder} runs as parameters:tokens, such as 7B:140B,70B:1.4T`;
const TIES_ALLOWED = 'coefficients that share a value, such as alpha=beta';

/** Fields of a URL's hash, with what each may be. */
export const fitFields = {
  runs: v.picklist(runsIds, `one of ${runsIds.join(', ')}`),
  approach: v.picklist(approachIds, `one of ${approachIds.join(', ')}`),
  form: v.picklist(fitForms, `one of ${fitForms.join(', ')}`),
  objective: v.picklist(
    fitObjectives.map(({ id }) => id),
    `one of ${fitObjectives.map(({ id }) => id).join(', ')}`,
  ),
  rules: textsField('rules such as outlier=1', mostInLink.rules),
  columns: textsField('choices such as N=params', mostInLink.columns),
  flip: v.pipe(
    v.string(LINES_ALLOWED),
    v.transform((text) => parseLines(text)),
    v.check((lines) => lines !== undefined, LINES_ALLOWED),
  ),
  fix: v.pipe(
    v.string(FIXED_ALLOWED),
    v.transform((text) => parseFixed(text)),
    v.check((fixed) => fixed !== undefined, FIXED_ALLOWED),
  ),
  tie: v.pipe(
    v.string(TIES_ALLOWED),
    v.transform((text) => parseTies(text)),
    v.check((ties) => ties !== undefined, TIES_ALLOWED),
  ),
  bound: v.pipe(
    v.string(BOUNDS_ALLOWED),
    v.transform((text) => parseBounds(text)),
    v.check((bounds) => bounds !== undefined, BOUNDS_ALLOWED),
  ),
  delta: v.pipe(
    v.string(DELTA_ALLOWED),
    v.transform((text) => parseDelta(text)),
    v.check((delta) => delta !== undefined, DELTA_ALLOWED),
  ),
  resample: v.pipe(v.string('a column'), v.minLength(1, 'a column'), v.maxLength(mostInLink.characters, 'a column')),
  noise: v.picklist(noiseKinds, `one of ${noiseKinds.join(', ')}`),
  ladder: v.pipe(
    v.string(LADDER_ALLOWED),
    v.transform((text) => parseLadder(text)),
    v.check((ladder) => ladder !== undefined, LADDER_ALLOWED),
  ),
} as const;

/** Choices from the fields that a URL has, already checked. */
export function readFit(found: Readonly<Record<string, unknown>>): FitChoices {
  const { runs, approach, form, objective, rules, columns, flip, fix, tie, bound, delta, resample, noise, ladder } = found as Partial<
    FitChoices & {
      flip: readonly number[];
      fix: FitChoices['fixed'];
      tie: FitChoices['ties'];
      bound: FitChoices['bounds'];
      resample: string;
    }
  >;
  return {
    runs: runs ?? defaultFit.runs,
    approach: approach ?? defaultFit.approach,
    form: form ?? defaultFit.form,
    objective: objective ?? defaultFit.objective,
    ...(rules && { rules }),
    columns: columns ?? [],
    flipped: flip ?? [],
    fixed: fix ?? {},
    ties: tie ?? [],
    bounds: bound ?? {},
    ...(delta !== undefined && { delta }),
    ...(resample !== undefined && { bootstrapBy: resample }),
    noise: noise ?? defaultFit.noise,
    ladder: ladder ?? [],
  };
}

/** Fields of a URL for what differs from the defaults. */
export function writeFit(choices: FitChoices): Readonly<Record<string, string>> {
  const { rules, columns, flipped, fixed, ties, bounds, delta, bootstrapBy, ladder } = choices;
  return {
    ...Object.fromEntries(
      (['runs', 'approach', 'form', 'objective', 'noise'] as const).flatMap((field) =>
        choices[field] === defaultFit[field] ? [] : [[field, choices[field]] as const],
      ),
    ),
    ...(rules && { rules: rules.join('\n') }),
    ...(columns.length > 0 && { columns: columns.join('\n') }),
    ...(flipped.length > 0 && { flip: formatLines(flipped) }),
    ...(Object.keys(fixed).length > 0 && {
      fix: Object.entries(fixed)
        .map(([name, value]) => `${name}=${value}`)
        .join(),
    }),
    ...(ties.length > 0 && { tie: ties.map((tie) => tie.join('=')).join() }),
    ...(Object.keys(bounds).length > 0 && { bound: formatBounds(bounds).replaceAll(' ', '') }),
    ...(delta !== undefined && { delta: String(delta) }),
    ...(bootstrapBy !== undefined && { resample: bootstrapBy }),
    ...(ladder.length > 0 && { ladder: ladder.map(({ N, D }) => `${N}:${D}`).join() }),
  };
}

/** Choices from fields as `writeFit` gives them; a field that cannot be read is passed over. */
export function parseFit(fields: Readonly<Record<string, string>>): FitChoices {
  const found = Object.entries(fitFields).flatMap(([field, schema]) => {
    const given = fields[field];
    const result = given === undefined ? undefined : v.safeParse(schema, given);
    return result?.success ? [[field, result.output] as const] : [];
  });
  return readFit(Object.fromEntries(found));
}

/** Rules in force. */
export function rulesOf({ rules, runs }: FitChoices): readonly string[] {
  return rules ?? fitExamples.find(({ id }) => id === runs)?.exclude ?? [];
}

/** Lines with or without one of them: rising, each once. */
export function flipLine(flipped: readonly number[], line: number): readonly number[] {
  return flipped.includes(line) ? flipped.filter((each) => each !== line) : [...flipped, line].toSorted((a, b) => a - b);
}

/** Coefficients with values, such as `alpha=0.34,E=1.8`; undefined where the text is something else. */
export function parseFixed(text: string): Readonly<Record<string, number>> | undefined {
  const entries = partsOf(text).map((part) => {
    const [name = '', value = ''] = part.split('=').map((word) => word.trim());
    return [name, parseNumber(value)] as const;
  });
  if (entries.some(([name, value]) => !coefficientNames.has(name) || !(value >= 0 && value < Infinity))) return undefined;
  return Object.fromEntries(entries);
}

/** Groups of coefficients, such as `alpha=beta`; undefined where the text is something else. */
export function parseTies(text: string): readonly (readonly string[])[] | undefined {
  const ties = partsOf(text).map((part) => part.split('=').map((name) => name.trim()));
  const names = ties.flat();
  const isAllowed = ties.every((tie) => tie.length > 1) && names.every((name) => coefficientNames.has(name));
  return isAllowed && new Set(names).size === names.length ? ties : undefined;
}

/** Intervals of coefficients, such as `E=1.5:2, alpha=0.2:0.6`; undefined where the text is something else. */
export function parseBounds(text: string): FitChoices['bounds'] | undefined {
  const entries = partsOf(text).map((part) => {
    const [name = '', interval = ''] = part.split('=').map((word) => word.trim());
    const [low = '', high = ''] = interval.split(':');
    return [name, [parseNumber(low), parseNumber(high)]] as const;
  });
  if (entries.some(([name, [low, high]]) => !coefficientNames.has(name) || !(low >= 0 && low < high && high < Infinity))) return undefined;
  return Object.fromEntries(entries);
}

/** Intervals of coefficients as they are typed. */
export function formatBounds(bounds: FitChoices['bounds']): string {
  return Object.entries(bounds)
    .map(([name, [low, high]]) => `${name}=${low}:${high}`)
    .join(', ');
}

/** A delta of Huber's function; undefined where the text is none. */
export function parseDelta(text: string): number | undefined {
  const value = parseNumber(text);
  return value >= fitDelta.min && value <= fitDelta.max ? value : undefined;
}

/** Runs such as `7B:140B, 70B:1.4T`, parameters and tokens; undefined where the text is something else. */
export function parseLadder(text: string): readonly Rung[] | undefined {
  const ladder = partsOf(text).map((part) => {
    const [N = '', D = ''] = part.split(':');
    return { N: parseNumber(N), D: parseNumber(D) };
  });
  const isAllowed = ladder.every(({ N, D }) => N >= 1 && N <= 1e18 && D >= 1 && D <= 1e20);
  return isAllowed && ladder.length <= mostInLink.ladder ? ladder : undefined;
}

function partsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function parseLines(text: string): readonly number[] | undefined {
  const lines: number[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(part);
    if (!match) return undefined;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (from < 1 || to < from || to > mostInLink.line || to - from >= mostInLink.flipped) return undefined;
    for (let line = from; line <= to; line++) lines.push(line);
  }
  const rising = [...new Set(lines)].sort((a, b) => a - b);
  return rising.length <= mostInLink.flipped ? rising : undefined;
}

function formatLines(lines: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join();
}
