import { lossLaws, laws } from '../model/laws';
import { type QuantityId, inputIds, metricIds, quantities, scenarioIds } from '../quantities/registry';
import type { AnySweepFile } from '../sweep/any';
import { parseSweepFile } from '../sweep/file';
import { parseScheduleFile } from '../sweep/growth/file';
import { scheduleInputIds, scheduleInputs, scheduleMetricIds, scheduleMetrics } from '../sweep/growth/quantities';
import type { SweepJson } from './sweep-choices';

// What can be swept, described once for each kind of sweep file: the builder, its messages and its examples are made from this.

/** A quantity as the builder offers it. */
export interface SweptQuantity {
  readonly id: string;
  readonly label: string;
  /** Empty for a plain number. */
  readonly unit: string;
  readonly about: string;
  readonly min: number;
  readonly max: number;
  readonly isLog: boolean;
}

/** What a reduction is told: one axis, some axes, a metric, numbers, or how many. */
export type ReductionField =
  | { readonly field: string; readonly label: string; readonly takes: 'axis' | 'axes' | 'metric' }
  | { readonly field: string; readonly label: string; readonly takes: 'number' | 'numbers' };

/** A reduction as the builder offers it. */
export interface SweptReduction {
  readonly kind: string;
  /** As it ends the sentence “… keeping”. */
  readonly label: string;
  readonly about: string;
  readonly fields: readonly ReductionField[];
  /** The reduction with values to begin with, for a sweep with such axes and metrics. */
  create(axes: readonly string[], metrics: readonly string[]): SweepJson;
}

/** A kind of sweep file. */
export interface SweepKind {
  readonly id: 'configurations' | 'schedules';
  readonly label: string;
  /** Where what is fixed stands in the file. */
  readonly fixedField: 'scenario' | 'schedule';
  readonly axes: readonly SweptQuantity[];
  readonly fixed: readonly SweptQuantity[];
  readonly metrics: readonly SweptQuantity[];
  readonly hasConstraints: boolean;
  readonly reductions: readonly SweptReduction[];
  /** Laws that it takes, by id. */
  readonly laws: readonly string[];
  /** Reads such a file; throws an InputError with every issue. */
  parse(json: SweepJson): AnySweepFile;
}

const registered = (id: QuantityId): SweptQuantity => {
  const { label, unit, about, min, max, scale } = quantities[id];
  return { id, label, unit: unit === '1' || unit === 'token' ? '' : unit, about, min, max, isLog: scale === 'log' };
};

const grid: SweptReduction = {
  kind: 'grid',
  label: 'every cell',
  about: 'A row for each combination of values.',
  fields: [],
  create: () => ({ kind: 'grid' }),
};

const first = (items: readonly string[], ...wished: readonly string[]): string =>
  wished.find((id) => items.includes(id)) ?? items.at(-1) ?? '';

const configurations: SweepKind = {
  id: 'configurations',
  label: 'Configurations',
  fixedField: 'scenario',
  axes: inputIds.map(registered),
  fixed: [...inputIds, ...scenarioIds].map(registered),
  metrics: metricIds.map(registered),
  hasConstraints: true,
  reductions: [
    grid,
    {
      kind: 'frontier',
      label: 'the least loss',
      about: 'One axis is optimised away: a row for each value of the other, polished in double precision.',
      fields: [{ field: 'over', label: 'Optimise', takes: 'axes' }],
      create: (axes) => ({ kind: 'frontier', over: [first(axes, 'N', 'D')] }),
    },
    {
      kind: 'quantiles',
      label: 'how sure the least loss is',
      about: 'Draws of the law’s coefficients, each optimised: quantiles of every column.',
      fields: [
        { field: 'over', label: 'Optimise', takes: 'axes' },
        { field: 'levels', label: 'Quantiles', takes: 'numbers' },
      ],
      create: (axes) => ({ kind: 'quantiles', over: [first(axes, 'N', 'D')], levels: [0.1, 0.5, 0.9] }),
    },
  ],
  laws: lossLaws.map(({ id }) => id),
  parse: parseSweepFile,
};

/** What quantities of a schedule are called. */
function scheduleLabel(id: string): string {
  const [, name = id, stage = ''] = /^([a-zA-Z]+?)(\d?)$/.exec(id) ?? [];
  const names: Readonly<Record<string, string>> = {
    N: 'size',
    ratio: 'size over the last',
    D: 'tokens',
    share: 'share of tokens',
    switch: 'end',
  };
  if (stage !== '' && names[name]) return `${names[name]} of stage ${stage}`;
  const whole: Readonly<Record<string, string>> = {
    D: 'tokens in all',
    C: 'budget',
    eta: 'transfer efficiency',
    bump: 'rise of the loss at a switch',
    targetLoss: 'final loss',
    shapePower: 'shape of growth',
    compute: 'compute',
    tokens: 'tokens in all',
    areaSaving: 'area saving',
    lossMatchedSaving: 'loss-matched saving',
    frontierSaving: 'frontier saving',
  };
  return whole[id] ?? id;
}

const isLogInput = (id: string): boolean => !/^(share|switch|bump|targetLoss)/.test(id);
const unitOf = (unit: string): string => (unit === '1' || unit === 'token' ? '' : unit);

const scheduleQuantities = scheduleInputIds.map((id): SweptQuantity => {
  const { unit, about, min, max } = scheduleInputs[id];
  return { id, label: scheduleLabel(id), unit: unitOf(unit), about, min, max, isLog: isLogInput(id) };
});

const schedules: SweepKind = {
  id: 'schedules',
  label: 'Growth schedules',
  fixedField: 'schedule',
  axes: scheduleQuantities,
  fixed: [
    { id: 'stages', label: 'stages', unit: '', about: 'Sizes that a model has one after the other.', min: 2, max: 4, isLog: false },
    ...scheduleQuantities,
  ],
  metrics: scheduleMetricIds.map((id): SweptQuantity => {
    const { unit, about } = scheduleMetrics[id];
    return { id, label: scheduleLabel(id), unit: unitOf(unit), about, min: -Infinity, max: Infinity, isLog: unit === 'FLOP' };
  }),
  hasConstraints: false,
  reductions: [
    grid,
    {
      kind: 'best',
      label: 'the best schedule',
      about: 'The best schedule of each point of the kept axes; over all of them where none is kept.',
      fields: [
        { field: 'of', label: 'Best', takes: 'metric' },
        { field: 'keep', label: 'Keep', takes: 'axes' },
      ],
      create: (axes, metrics) => ({ kind: 'best', of: first(metrics, 'lossMatchedSaving', 'loss'), keep: axes.slice(0, 2) }),
    },
    {
      kind: 'histogram',
      label: 'how many schedules reach what',
      about: 'Schedules counted by what they reach.',
      fields: [
        { field: 'metric', label: 'Count by', takes: 'metric' },
        { field: 'from', label: 'From', takes: 'number' },
        { field: 'to', label: 'to', takes: 'number' },
        { field: 'bins', label: 'Bins', takes: 'number' },
      ],
      create: (_, metrics) => ({ kind: 'histogram', metric: first(metrics, 'lossMatchedSaving'), from: -1, to: 1, bins: 40 }),
    },
  ],
  laws: laws.map(({ id }) => id),
  parse: parseScheduleFile,
};

/** The kind of a sweep file, by what only one of them has. */
export function kindOf(json: SweepJson): SweepKind {
  return 'schedule' in json ? schedules : configurations;
}

/** A quantity of a kind, wherever it stands; undefined for what a reduction adds. */
export function sweptQuantity(kind: SweepKind, id: string): SweptQuantity | undefined {
  return [...kind.metrics, ...kind.axes].find((quantity) => quantity.id === id);
}

/** An example to begin with. */
export interface SweepExample {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  /** The sweep; `law` stands where it is not tied to one. */
  create(law: string): SweepJson;
}

const budgets = { quantity: 'C', scale: 'log', from: 1e18, to: 1e26 } as const;
const sizes = { quantity: 'N', scale: 'log', from: 1e7, to: 1e13 } as const;

/** Examples, each with a question that it answers; the view opens with the first. */
export const sweepExamples: readonly SweepExample[] = [
  {
    id: 'isoflop',
    label: 'IsoFLOP grid',
    about: 'Loss of every size at every budget: the valley is the frontier.',
    create: (law) => ({
      law,
      axes: [
        { ...budgets, steps: 512 },
        { ...sizes, steps: 512 },
      ],
      metrics: ['loss', 'D', 'tokensPerParameter'],
    }),
  },
  {
    id: 'frontier',
    label: 'Frontier over budgets',
    about: 'The best of 4096 sizes at each of 201 budgets.',
    create: (law) => ({
      law,
      axes: [
        { ...budgets, steps: 201 },
        { ...sizes, from: 1e6, to: 1e15, steps: 4096 },
      ],
      metrics: ['N', 'D', 'loss', 'tokensPerParameter'],
      reduce: { kind: 'frontier', over: ['N'] },
    }),
  },
  {
    id: 'sure',
    label: 'How sure, at each budget',
    about: 'Where 1000 draws of the law put the optimum.',
    create: (law) => ({
      law,
      axes: [
        { ...budgets, steps: 41 },
        { ...sizes, steps: 256 },
      ],
      metrics: ['N', 'D', 'loss'],
      reduce: { kind: 'quantiles', over: ['N'], levels: [0.1, 0.5, 0.9] },
      draws: 1000,
    }),
  },
  {
    id: 'repeated',
    label: 'Repeated data',
    about: 'Size against tokens where only 25 billion of them are unique.',
    create: () => ({
      law: 'muennighoff-2023',
      scenario: { U: 25e9 },
      axes: [
        { quantity: 'N', scale: 'log', from: 1e8, to: 1e11, steps: 256 },
        { quantity: 'D', scale: 'log', from: 1e9, to: 1e13, steps: 256 },
      ],
      metrics: ['loss', 'compute', 'tokensPerParameter'],
    }),
  },
  {
    id: 'growth',
    label: 'Three-stage growth',
    about: 'A million schedules towards 101B: the best for each pair of first sizes.',
    create: () => ({
      law: 'hoffmann-2022',
      schedule: { stages: 3, N3: 101e9, D: 311.54e9, switch2: 0.9148 },
      axes: [
        { quantity: 'N1', scale: 'log', from: 4e9, to: 101e9, steps: 96 },
        { quantity: 'N2', scale: 'log', from: 16e9, to: 101e9, steps: 96 },
        { quantity: 'switch1', scale: 'linear', from: 0.05, to: 0.9, steps: 114 },
      ],
      metrics: ['lossMatchedSaving', 'frontierSaving', 'areaSaving', 'loss', 'compute'],
      reduce: { kind: 'best', of: 'lossMatchedSaving', keep: ['N1', 'N2'] },
    }),
  },
];
