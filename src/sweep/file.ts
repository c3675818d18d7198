import * as v from 'valibot';
import { solveConfiguration } from '../model/configuration';
import { createCustomLaw, customLawSchema } from '../model/custom-law';
import { type Law, bindLaw, findLaw, hasOptimum, laws, lossLaws } from '../model/laws';
import { spendOf } from '../model/spend/spend';
import { DEFAULT_DRAWING, type Drawing, mostDraws } from '../model/uncertainty';
import { InputError, type Issue } from '../quantities/issue';
import { type InputId, type ScenarioId, flopCountIds, inputIds, metricIds, quantities, scenarioIds } from '../quantities/registry';

/** Most steps of one axis. */
const MAX_STEPS = 1_000_000;

/** Most draws of an ensemble. */
const MAX_DRAWS = 100_000;

/** Quantiles of an 80 % interval and the median. */
const DEFAULT_LEVELS = [0.1, 0.5, 0.9];

const input = v.picklist(inputIds, `one of ${inputIds.join(', ')}`);
const metric = v.picklist(metricIds, `one of ${metricIds.join(', ')}`);
const finite = v.pipe(v.number('a number'), v.finite('a finite number'));

/** Schema of a count of FLOP. */
export const flopCountSchema = v.picklist(flopCountIds, `one of ${flopCountIds.join(', ')}`);

const axisSchema = v.strictObject({
  quantity: input,
  scale: v.picklist(['log', 'linear'], '"log" or "linear"'),
  from: finite,
  to: finite,
  steps: v.pipe(
    v.number(`a whole number from 1 to ${MAX_STEPS}`),
    v.integer(`a whole number from 1 to ${MAX_STEPS}`),
    v.minValue(1, `a whole number from 1 to ${MAX_STEPS}`),
    v.maxValue(MAX_STEPS, `a whole number from 1 to ${MAX_STEPS}`),
  ),
});

const constraintSchema = v.strictObject({ quantity: metric, min: v.optional(finite), max: v.optional(finite) });

const LEVELS_ALLOWED = 'a list of different numbers from 0 to 1';
const levelsSchema = v.pipe(
  v.array(v.pipe(finite, v.minValue(0, 'a number from 0 to 1'), v.maxValue(1, 'a number from 0 to 1')), LEVELS_ALLOWED),
  v.minLength(1, LEVELS_ALLOWED),
  v.check((levels) => new Set(levels).size === levels.length, LEVELS_ALLOWED),
);

const wholeNumber = (min: number, max: number) => {
  const allowed = `a whole number from ${min} to ${max}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(min, allowed), v.maxValue(max, allowed));
};

const reductionSchema = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('grid') }),
    v.strictObject({ kind: v.literal('frontier'), over: v.tuple([input], 'a list with the one axis to optimise') }),
    v.strictObject({
      kind: v.literal('quantiles'),
      over: v.tuple([input], 'a list with the one axis to optimise'),
      levels: v.optional(levelsSchema, DEFAULT_LEVELS),
    }),
  ],
  '{"kind": "grid"}, {"kind": "frontier", "over": [axis]} or {"kind": "quantiles", "over": [axis]}',
);

/** Schema of a sweep file, version 1. Its shape only; `parseSweepFile` checks what it means, too. */
export const sweepFileSchema = v.strictObject({
  version: v.literal(1, '1'),
  law: v.union([v.string(), customLawSchema], 'the id of a law, or a law of your own'),
  scenario: v.optional(
    v.partial(v.strictObject({ ...v.entriesFromList([...inputIds, ...scenarioIds], finite), flopCount: flopCountSchema })),
    {},
  ),
  axes: v.pipe(v.array(axisSchema, 'a list of axes'), v.minLength(1, 'at least one axis'), v.maxLength(2, 'at most two axes')),
  metrics: v.pipe(v.array(metric, 'a list of quantities'), v.minLength(1, 'at least one quantity')),
  constraints: v.optional(v.array(constraintSchema, 'a list of constraints'), []),
  keepInfeasible: v.optional(v.boolean('true or false'), false),
  reduce: v.optional(reductionSchema, { kind: 'grid' }),
  draws: v.optional(wholeNumber(2, MAX_DRAWS)),
  seed: v.optional(wholeNumber(0, 2 ** 32 - 1)),
});

/** A sweep: law, scenario, axes (the last one varies fastest), metrics, constraints and reduction. Plain JSON data. */
export type SweepFile = v.InferOutput<typeof sweepFileSchema>;

/** A sweep file before defaults are filled in. */
export type SweepFileInput = v.InferInput<typeof sweepFileSchema>;

/** One axis of a sweep file. */
export type SweepAxis = SweepFile['axes'][number];

/** Reads a sweep file from parsed JSON. Throws an InputError that lists every issue with field, value and what is allowed. */
export function parseSweepFile(json: unknown): SweepFile {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new InputError([{ field: 'sweep file', given: JSON.stringify(json) ?? 'nothing', allowed: 'a JSON object' }]);
  }
  const result = v.safeParse(sweepFileSchema, json);
  const customIssues = checkCustomLaw(json);
  if (customIssues.length > 0) throw new InputError(customIssues);
  if (!result.success) throw new InputError(result.issues.map((issue) => toIssue(issue)));
  const checks = [checkLaw, checkRanges, checkConfiguration, checkDraws];
  const issues = checks.flatMap((check) => check(result.output));
  if (issues.length > 0) throw new InputError(issues);
  return result.output;
}

/** An issue of a schema as one for people; `root` is the path of the value that was checked. */
export function toIssue(issue: v.BaseIssue<unknown>, root = ''): Issue {
  const field = (issue.path ?? []).reduce((path, { key }) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return path === '' ? String(key) : `${path}.${String(key)}`;
  }, root);
  const given = issue.input === undefined ? 'nothing' : JSON.stringify(issue.input);
  if (issue.type !== 'strict_object') return { field, given, allowed: issue.message };
  // a strict object complains about keys: one that it does not know, or one that it misses
  const isUnknownKey = issue.expected === 'never';
  const value: unknown = isUnknownKey ? issue.path?.at(-1)?.value : undefined;
  if (isUnknownKey) return { field, given: JSON.stringify(value), allowed: 'no such field' };
  return { field, given: 'nothing', allowed: REQUIRED[/[^.]*$/.exec(field)![0]] ?? 'a value' };
}

/** What is allowed in fields of sweep files that must be there, by their names. */
const REQUIRED: Readonly<Record<string, string>> = {
  version: '1',
  law: 'the id of a law, or a law of your own',
  axes: 'a list of axes',
  metrics: 'a list of quantities',
  quantity: 'a quantity',
  over: 'a list of axes',
  across: 'a list of axes',
  k: 'a whole number',
  bins: 'a whole number',
  steps: 'a whole number',
  count: 'a whole number',
  values: 'a list of values',
};

/** What is wrong with a law that is written out in the file, field by field; a union would only say that it is wrong. */
function checkCustomLaw(json: object): Issue[] {
  if (!('law' in json) || typeof json.law === 'string' || json.law === undefined) return [];
  const result = v.safeParse(customLawSchema, json.law);
  return result.success ? [] : result.issues.map((issue) => toIssue(issue, 'law'));
}

/** The law of a sweep file, in its scenario. The file must come from `parseSweepFile`. */
export function lawOf({ law, scenario }: SweepFile): Law {
  const found = typeof law === 'string' ? findLaw(law) : createCustomLaw(law);
  if (!found) throw new Error(`unknown law ${JSON.stringify(law)}`);
  return bindLaw(found, scenario);
}

function checkLaw({ law, reduce }: SweepFile): Issue[] {
  const found = typeof law === 'string' ? findLaw(law) : createCustomLaw(law);
  const oneOf = (known: readonly Law[]): string => `one of ${known.map(({ id }) => id).join(', ')}`;
  if (!found) return [{ field: 'law', given: JSON.stringify(law), allowed: oneOf(lossLaws) }];
  if (reduce.kind === 'grid' || hasOptimum(found)) return [];
  return [{ field: 'law', given: JSON.stringify(law), allowed: `for a frontier a law with a term of the tokens, ${oneOf(laws)}` }];
}

function checkRanges({ axes, scenario, constraints }: SweepFile): Issue[] {
  const issues: Issue[] = [];
  const checkValue = (field: string, id: InputId | ScenarioId, value: number): void => {
    const { min, max } = quantities[id];
    if (value < min || value > max) issues.push({ field, given: String(value), allowed: `a number from ${min} to ${max}` });
  };
  axes.forEach((axis, i) => {
    checkValue(`axes[${i}].from`, axis.quantity, axis.from);
    checkValue(`axes[${i}].to`, axis.quantity, axis.to);
    if (axis.from > axis.to)
      issues.push({ field: `axes[${i}].from`, given: String(axis.from), allowed: `at most axes[${i}].to, ${axis.to}` });
  });
  for (const id of [...inputIds, ...scenarioIds]) {
    const value = scenario[id];
    if (value !== undefined) checkValue(`scenario.${id}`, id, value);
  }
  constraints.forEach(({ min, max }, i) => {
    const field = `constraints[${i}]`;
    if (min === undefined && max === undefined) issues.push({ field, given: '{}', allowed: 'min, max or both' });
    if (min !== undefined && max !== undefined && min > max)
      issues.push({ field: `${field}.min`, given: String(min), allowed: `at most max, ${max}` });
  });
  return issues;
}

/** The inputs of a sweep: its axes, then what its scenario fixes. */
export function inputsOf({ axes, scenario }: SweepFile): readonly InputId[] {
  return [...axes.map((axis) => axis.quantity), ...inputIds.filter((id) => scenario[id] !== undefined)];
}

function checkConfiguration(file: SweepFile): Issue[] {
  const inputs = inputsOf(file);
  const [first, second] = inputs;
  const isPair = first !== undefined && second !== undefined && inputs.length === 2 && solveConfiguration(first, second) !== undefined;
  const issues: Issue[] = [];
  if (!isPair) {
    const allowed = `axes and scenario to set exactly two different ones of ${inputIds.join(', ')}`;
    issues.push({ field: 'axes', given: inputs.join(', '), allowed });
  } else if (!solveConfiguration(first, second, spendOf(file.scenario))) {
    const allowed = 'C with N, or N with D or tokensPerParameter, where the budget pays for more than 6ND (flopCount, inferenceTokens)';
    issues.push({ field: 'axes', given: inputs.join(', '), allowed });
  }
  if (file.reduce.kind !== 'grid' && !file.axes.some((axis) => axis.quantity === overAxis(file))) {
    const names = file.axes.map((axis) => axis.quantity).join(', ');
    issues.push({ field: 'reduce.over[0]', given: String(overAxis(file)), allowed: `one of the axes ${names}` });
  }
  return issues;
}

/** Quantities whose bounds differ from draw to draw. */
const DRAWN_QUANTITIES: readonly string[] = ['loss', 'reducibleLoss', 'irreducibleLoss'];

/** What makes a budget pay for more than 6ND. */
const SPENT = ['inferenceTokens', 'flopCount'] as const;

/** What quantiles need: a law to draw from, as many draws as it has, and constraints that all draws share. */
function checkDraws(file: SweepFile): Issue[] {
  const { reduce, constraints, draws, seed } = file;
  if (checkLaw(file).length > 0) return [];
  if (reduce.kind !== 'quantiles') {
    const given = Object.entries({ draws, seed }).filter(([, value]) => value !== undefined);
    return given.map(([field, value]) => ({ field, given: String(value), allowed: 'the reduction "quantiles" beside it' }));
  }
  const law = lawOf(file);
  if (!law.uncertainty) {
    const known = laws.filter(({ uncertainty }) => uncertainty).map(({ id }) => id);
    return [{ field: 'law', given: JSON.stringify(law.id), allowed: `for quantiles a law of known uncertainty: ${known.join(', ')}` }];
  }
  const most = mostDraws(law) ?? Infinity;
  return [
    ...(law.spend
      ? [
          {
            field: 'scenario',
            given: SPENT.filter((id) => file.scenario[id] !== undefined)
              .map((id) => `${id} ${file.scenario[id]}`)
              .join(', '),
            allowed:
              'for quantiles over an axis a budget that pays for 6ND alone; with more, optimalN, optimalD and optimalLoss across an axis "draw"',
          },
        ]
      : []),
    ...((draws ?? 0) > most ? [{ field: 'draws', given: String(draws), allowed: `at most ${most}, the draws of the law` }] : []),
    ...constraints.flatMap(({ quantity }, i) =>
      DRAWN_QUANTITIES.includes(quantity)
        ? [{ field: `constraints[${i}].quantity`, given: quantity, allowed: 'for quantiles a quantity that no draw changes' }]
        : [],
    ),
  ];
}

/** The draws of a quantiles sweep: those that the file says, else 4000 of seed 1, or all that the law carries. */
export function drawingOf(file: SweepFile): Drawing {
  const { draws = mostDraws(lawOf(file)) ?? DEFAULT_DRAWING.draws, seed = DEFAULT_DRAWING.seed } = file;
  return { draws, seed };
}

/** The axis that a frontier or quantiles optimise; undefined for a grid. */
export function overAxis({ reduce }: SweepFile): InputId | undefined {
  return reduce.kind === 'grid' ? undefined : reduce.over[0];
}
