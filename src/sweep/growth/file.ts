import * as v from 'valibot';
import { createCustomLaw, customLawSchema } from '../../model/custom-law';
import { type Law, bindLaw, findLaw, formOf, laws } from '../../model/laws';
import { twoPowers } from '../../model/optimum';
import { InputError, type Issue } from '../../quantities/issue';
import { trainingScenarioIds } from '../../quantities/registry';
import { toIssue } from '../file';
import { MAX_STAGES, type ScheduleInputId, scheduleInputIds, scheduleInputs, scheduleMetricIds } from './quantities';

/** Most steps of one axis. */
const MAX_STEPS = 1_000_000;
/** Most axes. */
const MAX_AXES = 7;
/** Most schedules of a sweep: their numbers must be exact in a double. */
const MAX_SCHEDULES = 2 ** 52;
/** Most bins of a histogram. */
export const MAX_BINS = 256;

const finite = v.pipe(v.number('a number'), v.finite('a finite number'));
const whole = (from: number, to: number) => {
  const allowed = `a whole number from ${from} to ${to}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(from, allowed), v.maxValue(to, allowed));
};
const input = v.picklist(scheduleInputIds, `one of ${scheduleInputIds.join(', ')}`);
const metric = v.picklist(scheduleMetricIds, `one of ${scheduleMetricIds.join(', ')}`);

const axisSchema = v.strictObject({
  quantity: input,
  scale: v.picklist(['log', 'linear'], '"log" or "linear"'),
  from: finite,
  to: finite,
  steps: whole(1, MAX_STEPS),
});

const histogramEntries = { metric, from: finite, to: finite, bins: whole(1, MAX_BINS) };

const reductionSchema = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('grid') }),
    v.strictObject({
      kind: v.literal('best'),
      of: metric,
      keep: v.optional(v.pipe(v.array(input, 'a list of axes'), v.maxLength(2, 'at most two axes')), []),
      histogram: v.optional(v.strictObject(histogramEntries)),
    }),
    v.strictObject({ kind: v.literal('histogram'), ...histogramEntries }),
  ],
  '{"kind": "grid"}, {"kind": "best", "of": metric, "keep": [axis]} or {"kind": "histogram", "metric": metric, "from": …, "to": …, "bins": …}',
);

/** Schema of a schedule sweep file, version 1. Its shape only; `parseScheduleFile` checks what it means, too. */
export const scheduleFileSchema = v.strictObject({
  version: v.literal(1, '1'),
  law: v.union([v.string(), customLawSchema], 'the id of a law, or a law of your own'),
  scenario: v.optional(v.partial(v.strictObject(v.entriesFromList(trainingScenarioIds, finite))), {}),
  schedule: v.strictObject({
    stages: whole(2, MAX_STAGES),
    ...v.partial(v.strictObject(v.entriesFromList(scheduleInputIds, finite))).entries,
  }),
  axes: v.pipe(
    v.array(axisSchema, 'a list of axes'),
    v.minLength(1, 'at least one axis'),
    v.maxLength(MAX_AXES, `at most ${MAX_AXES} axes`),
  ),
  metrics: v.optional(v.pipe(v.array(metric, 'a list of metrics'), v.minLength(1, 'at least one metric')), [...scheduleMetricIds]),
  keepInfeasible: v.optional(v.boolean('true or false'), false),
  reduce: reductionSchema,
});

/** A sweep of growth schedules: law, what is fixed, axes, metrics and reduction. Plain JSON data. */
export type ScheduleFile = v.InferOutput<typeof scheduleFileSchema>;

/** A schedule sweep file before defaults are filled in. */
export type ScheduleFileInput = v.InferInput<typeof scheduleFileSchema>;

/** A fused histogram: half-open bins of equal width from `from` to `to`. */
export type Histogram = v.InferOutput<v.StrictObjectSchema<typeof histogramEntries, undefined>>;

/** How the tokens of the stages are given. */
export type TokenRule = 'each stage' | 'all tokens' | 'budget' | 'target loss';

/** Whether parsed JSON, or a sweep file, describes a sweep of schedules: it has the field `schedule`. */
export function isScheduleFile<F extends object>(file: F): file is F & ScheduleFile {
  return 'schedule' in file;
}

/** Reads a schedule sweep file from parsed JSON. Throws an InputError that lists every issue with field, value and what is allowed. */
export function parseScheduleFile(json: unknown): ScheduleFile {
  const result = v.safeParse(scheduleFileSchema, json);
  if (!result.success) throw new InputError(result.issues.map((issue) => toIssue(issue)));
  const file = result.output;
  const issues = [...checkLaw(file), ...checkRanges(file)];
  if (issues.length === 0) issues.push(...checkInputs(file), ...checkReduction(file));
  if (issues.length > 0) throw new InputError(issues);
  return file;
}

/** The law of a schedule sweep file, in its scenario. The file must come from `parseScheduleFile`. */
export function scheduleLawOf({ law, scenario }: Pick<ScheduleFile, 'law' | 'scenario'>): Law {
  const found = typeof law === 'string' ? findLaw(law) : createCustomLaw(law);
  if (!found) throw new Error(`unknown law ${JSON.stringify(law)}`);
  return bindLaw(found, scenario);
}

function checkLaw(file: ScheduleFile): Issue[] {
  const given = JSON.stringify(file.law);
  if (typeof file.law === 'string' && !findLaw(file.law)) {
    return [{ field: 'law', given, allowed: `one of ${laws.map(({ id }) => id).join(', ')}` }];
  }
  const law = scheduleLawOf(file);
  if (!twoPowers(law)) return [{ field: 'law', given, allowed: 'a law that adds one power of N and one of D, without repetition' }];
  const hasBump = file.schedule.bump !== undefined || file.axes.some(({ quantity }) => quantity === 'bump');
  if (hasBump && formOf(law).link) {
    return [{ field: 'law', given, allowed: 'a law whose loss is the sum of its terms, where there is a bump' }];
  }
  return [];
}

function checkRanges({ axes, schedule }: ScheduleFile): Issue[] {
  const issues: Issue[] = [];
  const check = (field: string, id: ScheduleInputId, value: number, above?: 0): void => {
    const { min, max } = scheduleInputs[id];
    if (value < min || value > max) issues.push({ field, given: String(value), allowed: `a number from ${min} to ${max}` });
    else if (above !== undefined && value <= above)
      issues.push({ field, given: String(value), allowed: 'a number above 0 on a log scale' });
  };
  axes.forEach(({ quantity, from, to, scale }, i) => {
    check(`axes[${i}].from`, quantity, from, scale === 'log' ? 0 : undefined);
    check(`axes[${i}].to`, quantity, to);
    if (from > to) issues.push({ field: `axes[${i}].from`, given: String(from), allowed: `at most axes[${i}].to, ${to}` });
  });
  for (const id of scheduleInputIds) {
    const value = schedule[id];
    if (value !== undefined) check(`schedule.${id}`, id, value);
  }
  const schedules = axes.reduce((product, { steps }) => product * steps, 1);
  if (schedules > MAX_SCHEDULES) issues.push({ field: 'axes', given: `${schedules} schedules`, allowed: `at most 2^52 schedules` });
  return issues;
}

/** The inputs that a file gives, fixed ones first; one that is given twice stands twice. */
function inputsOf({ schedule, axes }: Pick<ScheduleFile, 'schedule' | 'axes'>): readonly ScheduleInputId[] {
  return [...scheduleInputIds.filter((id) => schedule[id] !== undefined), ...axes.map(({ quantity }) => quantity)];
}

/** Ids of a numbered input for stages [1, last]. */
function numbered(prefix: 'N' | 'ratio' | 'D' | 'share' | 'switch', last: number): readonly ScheduleInputId[] {
  return Array.from({ length: last }, (_, i) => `${prefix}${i + 1}` as ScheduleInputId);
}

/** How a file's inputs give sizes and tokens, or what they miss. The inputs must be exactly one of the combinations. */
function checkInputs(file: ScheduleFile): Issue[] {
  const inputs = inputsOf(file);
  const K = file.schedule.stages;
  const given = inputs.join(', ');
  const issues: Issue[] = [];
  const twice = inputs.find((id, i) => inputs.indexOf(id) !== i);
  if (twice) issues.push({ field: 'schedule', given: `${twice} twice`, allowed: 'each quantity once, in schedule or in axes' });

  const known = new Set<ScheduleInputId>(['eta', 'bump', `N${K}` as ScheduleInputId]);
  const has = (id: ScheduleInputId): boolean => inputs.includes(id);
  const shaped = has('shapePower') && K > 2;
  if (shaped) known.add('shapePower');
  let hasSizes = has(`N${K}` as ScheduleInputId);
  for (let i = 1; i < K && (i === 1 || !shaped); i++) {
    const ids = [`N${i}`, `ratio${i}`] as ScheduleInputId[];
    ids.forEach((id) => known.add(id));
    hasSizes &&= ids.filter(has).length === 1;
  }
  if (!hasSizes) {
    const allowed = `N${K}, and N_i or ratio_i for each stage before it${K > 2 ? ' (or for the first alone, with shapePower)' : ''}`;
    issues.push({ field: 'schedule', given, allowed });
  }

  const rule = tokenRuleOf(file);
  if (rule) for (const id of tokenInputs(rule, file)) known.add(id);
  else {
    const allowed = `D1 … D${K}; or D, or C, with switch1 … switch${K - 1} or share1 … share${K - 1}; or targetLoss with D1 … D${K - 1}`;
    issues.push({ field: 'schedule', given, allowed });
  }
  const unknown = inputs.filter((id) => !known.has(id));
  if (issues.length === 0 && unknown.length > 0) {
    issues.push({
      field: 'schedule',
      given: unknown.join(', '),
      allowed: `only what a schedule of ${K} stages needs: ${[...known].join(', ')}`,
    });
  }
  return issues;
}

function tokenInputs(rule: TokenRule, file: ScheduleFile): readonly ScheduleInputId[] {
  const { stages } = file.schedule;
  if (rule === 'each stage') return numbered('D', stages);
  if (rule === 'target loss') return [...numbered('D', stages - 1), 'targetLoss'];
  return [rule === 'budget' ? 'C' : 'D', ...numbered(inputsOf(file).includes('share1') ? 'share' : 'switch', stages - 1)];
}

/** How a file gives the tokens of its stages; undefined where it does not, or in several ways. */
export function tokenRuleOf(file: Pick<ScheduleFile, 'schedule' | 'axes'>): TokenRule | undefined {
  const inputs = new Set(inputsOf(file));
  const K = file.schedule.stages;
  const all = (ids: readonly ScheduleInputId[]): boolean => ids.every((id) => inputs.has(id));
  const none = (...ids: readonly ScheduleInputId[]): boolean => ids.every((id) => !inputs.has(id));
  const isSplit = all(numbered('share', K - 1)) !== all(numbered('switch', K - 1));
  if (all(numbered('D', K)) && none('D', 'C', 'targetLoss')) return 'each stage';
  if (inputs.has('D') && isSplit && none('C', 'targetLoss')) return 'all tokens';
  if (inputs.has('C') && isSplit && none('D', 'targetLoss')) return 'budget';
  if (inputs.has('targetLoss') && all(numbered('D', K - 1)) && none('D', 'C')) return 'target loss';
  return undefined;
}

function checkReduction({ reduce, axes }: ScheduleFile): Issue[] {
  const issues: Issue[] = [];
  const names = axes.map(({ quantity }) => quantity);
  if (reduce.kind === 'grid') {
    if (axes.length > 2) issues.push({ field: 'axes', given: names.join(', '), allowed: 'at most two axes for a grid' });
    return issues;
  }
  const histogram = reduce.kind === 'histogram' ? reduce : reduce.histogram;
  const field = reduce.kind === 'histogram' ? 'reduce' : 'reduce.histogram';
  if (histogram && !(histogram.from < histogram.to)) {
    issues.push({ field: `${field}.to`, given: String(histogram.to), allowed: `more than ${field}.from, ${histogram.from}` });
  }
  if (reduce.kind === 'best') {
    reduce.keep.forEach((id, i) => {
      if (!names.includes(id)) issues.push({ field: `reduce.keep[${i}]`, given: id, allowed: `one of the axes ${names.join(', ')}` });
      else if (reduce.keep.indexOf(id) !== i) issues.push({ field: `reduce.keep[${i}]`, given: id, allowed: 'each axis once' });
    });
    if (reduce.keep.length > 0 && reduce.histogram) {
      issues.push({ field: 'reduce.histogram', given: 'a histogram', allowed: 'a histogram only where no axis is kept' });
    }
  }
  return issues;
}
