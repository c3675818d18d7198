import * as v from 'valibot';
import { forms } from '../model/forms';
import { parseNumber } from '../quantities/parse';
import { type ApproachId, type FormId, type ObjectiveId, approachIds, fitExamples, fitForms, fitObjectives } from '../worker/fit-api';

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
};

/** Most of each in an address, which some programs cut at 8000 characters. */
export const mostInLink = { rules: 12, columns: 12, characters: 120, flipped: 500, line: 2_000_001 } as const;

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
} as const;

/** Choices from the fields that a URL has, already checked. */
export function readFit(found: Readonly<Record<string, unknown>>): FitChoices {
  const { runs, approach, form, objective, rules, columns, flip, fix, tie } = found as Partial<
    FitChoices & { flip: readonly number[]; fix: FitChoices['fixed']; tie: FitChoices['ties'] }
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
  };
}

/** Fields of a URL for what differs from the defaults. */
export function writeFit(choices: FitChoices): Readonly<Record<string, string>> {
  const { rules, columns, flipped, fixed, ties } = choices;
  return {
    ...Object.fromEntries(
      (['runs', 'approach', 'form', 'objective'] as const).flatMap((field) =>
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
  };
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
  const entries = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [name = '', value = ''] = part.split('=').map((word) => word.trim());
      return [name, parseNumber(value)] as const;
    });
  if (entries.some(([name, value]) => !coefficientNames.has(name) || !(value >= 0 && value < Infinity))) return undefined;
  return Object.fromEntries(entries);
}

/** Groups of coefficients, such as `alpha=beta`; undefined where the text is something else. */
export function parseTies(text: string): readonly (readonly string[])[] | undefined {
  const ties = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => part.split('=').map((name) => name.trim()));
  const names = ties.flat();
  const isAllowed = ties.every((tie) => tie.length > 1) && names.every((name) => coefficientNames.has(name));
  return isAllowed && new Set(names).size === names.length ? ties : undefined;
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
