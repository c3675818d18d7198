import * as v from 'valibot';
import { customLawSchema } from '../../model/custom-law';
import { accelerators } from '../../model/plan/hardware';
import { flopCountIds } from '../../quantities/registry';
import { type GraphInputId, graphInputIds, graphMetricIds } from './quantities';

/** Most axes. */
export const MAX_AXES = 8;
/** Most steps of one axis. */
const MAX_STEPS = 1_000_000;
/** Most values of a listed axis. */
const MAX_VALUES = 10_000;
/** Most draws. */
const MAX_DRAWS = 100_000;
/** Most bins of a histogram. */
const MAX_BINS = 4096;
/** Most cells that a top list holds. */
const MAX_TOP = 10_000;

const finite = v.pipe(v.number('a number'), v.finite('a finite number'));
const whole = (from: number, to: number) => {
  const allowed = `a whole number from ${from} to ${to}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(from, allowed), v.maxValue(to, allowed));
};
const hardware = v.picklist(
  accelerators.map(({ id }) => id),
  `one of ${accelerators.map(({ id }) => id).join(', ')}`,
);
const flopCount = v.picklist(flopCountIds, `one of ${flopCountIds.join(', ')}`);
const law = v.union([v.string(), customLawSchema], 'the id of a law, or a law of your own');
const input = v.picklist(graphInputIds, `one of law, draw, hardware, flopCount, ${graphInputIds.join(', ')}`);
const metric = v.picklist(graphMetricIds, `one of ${graphMetricIds.join(', ')}`);
const axisId = v.string('an axis');
const goal = v.picklist(['least', 'greatest'], '"least" or "greatest"');

const listOf = <S extends v.GenericSchema>(item: S) =>
  v.pipe(v.array(item, 'a list of values'), v.minLength(1, 'at least one value'), v.maxLength(MAX_VALUES, `at most ${MAX_VALUES} values`));

const axesOf = v.pipe(v.array(axisId, 'a list of axes'), v.minLength(1, 'at least one axis'));

const axisSchema = v.variant(
  'quantity',
  [
    v.strictObject({ quantity: v.literal('law'), values: listOf(law) }),
    v.strictObject({ quantity: v.literal('hardware'), values: listOf(hardware) }),
    v.strictObject({ quantity: v.literal('flopCount'), values: listOf(flopCount) }),
    v.strictObject({ quantity: v.literal('draw'), count: whole(2, MAX_DRAWS) }),
    // either a range or values: which of them is checked with names, because a choice between objects would only say that it is wrong
    v.strictObject({
      quantity: input,
      scale: v.optional(v.picklist(['log', 'linear'], '"log" or "linear"')),
      from: v.optional(finite),
      to: v.optional(finite),
      steps: v.optional(whole(1, MAX_STEPS)),
      values: v.optional(listOf(finite)),
    }),
  ],
  `an object whose quantity is one of law, draw, hardware, flopCount, ${graphInputIds.join(', ')}`,
);

const LEVELS = 'a list of different numbers from 0 to 1';
const reductionSchema = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('grid') }),
    v.strictObject({ kind: v.literal('frontier'), of: v.optional(metric, 'loss'), goal: v.optional(goal), over: axesOf }),
    v.strictObject({
      kind: v.literal('pareto'),
      of: v.pipe(
        v.array(metric, 'a list of quantities'),
        v.minLength(2, 'two or three quantities'),
        v.maxLength(3, 'two or three quantities'),
      ),
      goals: v.optional(v.array(goal, 'a goal for each quantity')),
    }),
    v.strictObject({ kind: v.literal('top-k'), of: metric, goal: v.optional(goal), k: whole(1, MAX_TOP) }),
    v.strictObject({
      kind: v.literal('quantiles'),
      across: axesOf,
      levels: v.optional(
        v.pipe(
          v.array(v.pipe(finite, v.minValue(0, 'a number from 0 to 1'), v.maxValue(1, 'a number from 0 to 1')), LEVELS),
          v.minLength(1, LEVELS),
          v.check((levels) => new Set(levels).size === levels.length, LEVELS),
        ),
        [0.1, 0.5, 0.9],
      ),
    }),
    v.strictObject({
      kind: v.literal('histogram'),
      of: metric,
      bins: whole(1, MAX_BINS),
      from: v.optional(finite),
      to: v.optional(finite),
      scale: v.optional(v.picklist(['log', 'linear'], '"log" or "linear"')),
    }),
  ],
  'an object whose kind is one of grid, frontier, pareto, top-k, quantiles, histogram',
);

/** Schema of a general sweep file, version 1. Its shape only; `parseGraphFile` checks what it means, too. */
export const graphFileSchema = v.strictObject({
  version: v.literal(1, '1'),
  law: v.optional(law),
  scenario: v.optional(v.partial(v.strictObject({ ...v.entriesFromList(graphInputIds, finite), hardware, flopCount })), {}),
  axes: v.pipe(
    v.array(axisSchema, 'a list of axes'),
    v.minLength(1, 'at least one axis'),
    v.maxLength(MAX_AXES, `at most ${MAX_AXES} axes`),
  ),
  metrics: v.pipe(v.array(metric, 'a list of quantities'), v.minLength(1, 'at least one quantity')),
  constraints: v.optional(
    v.array(v.strictObject({ quantity: metric, min: v.optional(finite), max: v.optional(finite) }), 'a list of constraints'),
    [],
  ),
  keepInfeasible: v.optional(v.boolean('true or false'), false),
  reduce: v.optional(reductionSchema, { kind: 'grid' }),
  seed: v.optional(whole(0, 2 ** 32 - 1)),
});

/** A general sweep: law, scenario, axes (the last one varies fastest), metrics, constraints and reduction. Plain JSON data. */
export type GraphFile = v.InferOutput<typeof graphFileSchema>;

/** A general sweep file before defaults are filled in. */
export type GraphFileInput = v.InferInput<typeof graphFileSchema>;

/** One axis of a general sweep. */
export type GraphFileAxis = GraphFile['axes'][number];

/** How a general sweep is reduced. */
export type GraphReduction = GraphFile['reduce'];

/** A number that a scenario fixes. */
export function fixedValue(scenario: GraphFile['scenario'], id: GraphInputId): number | undefined {
  return (scenario as Readonly<Partial<Record<GraphInputId, number>>>)[id];
}
