import { msg, str } from '@lit/localize';
import { said } from '../locales/said';
import type { CustomLaw } from '../model/custom-law';
import { lossLaws, laws } from '../model/laws';
import { accelerators } from '../model/plan/hardware';
import { type QuantityId, flopCountIds, flopCounts, quantities } from '../quantities/registry';
import { type AnySweepFile, parseAny } from '../sweep/any';
import {
  type CoefficientId,
  coefficientIds,
  coefficientName,
  graphMetricIds,
  inputRange,
  registeredInputIds,
} from '../sweep/graph/quantities';
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
  /** What can be chosen where it is no number; absent for numbers. */
  readonly choices?: readonly Choice[];
}

/** One of the values of a quantity that is no number. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** A field of a reduction. */
export interface ReductionField {
  readonly field: string;
  readonly label: string;
  /** `axis` and `axes` are lists of the sweep's axes, the first of one of them; `metrics` are two or three; `goal` and `scale` choices. */
  readonly takes: 'axis' | 'axes' | 'metric' | 'metrics' | 'number' | 'numbers' | 'goal' | 'scale';
  /** What holds where the field is left out; a field that says so can be. */
  readonly fallback?: string;
}

/** A reduction as the builder offers it. */
export interface SweptReduction {
  /** Its kind in the file; of two with the same kind, the second has a name of its own. */
  readonly id: string;
  readonly kind: string;
  /** A field that tells it from others of its kind. */
  readonly mark?: string;
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
  return {
    id,
    label: said(label),
    unit: unitOf(unit),
    about: said(about),
    min,
    max,
    isLog: scale === 'log',
  };
};

const grid: SweptReduction = {
  id: 'grid',
  kind: 'grid',
  label: msg('every cell'),
  about: msg('A row for each combination of values.'),
  fields: [],
  create: () => ({ kind: 'grid' }),
};

const first = (items: readonly string[], ...wished: readonly string[]): string =>
  wished.find((id) => items.includes(id)) ?? items.at(-1) ?? '';

/** A quantity that is chosen, or counted where there are no choices. */
const choice = (id: string, label: string, about: string, choices?: readonly Choice[]): SweptQuantity => ({
  id,
  label,
  unit: '',
  about,
  min: 2,
  max: 100_000,
  isLog: false,
  ...(choices && { choices }),
});

const hardwareQuantity = choice(
  'hardware',
  msg('hardware'),
  msg('The accelerator that trains.'),
  accelerators.map(({ id, name }) => ({ id, label: name })),
);
const flopCountQuantity = choice(
  'flopCount',
  msg('count of FLOP'),
  msg('How the FLOP of a token are counted.'),
  flopCountIds.map((id) => ({ id, label: said(flopCounts[id].replace(/:.*/, '')) })),
);
const lawQuantity = choice(
  'law',
  msg('law'),
  msg('The law that the loss follows.'),
  lossLaws.map(({ id, label }) => ({ id, label })),
);
const drawQuantity = choice('draw', msg('draw'), msg('Draws of the law’s coefficients from their uncertainty, counted from 1.'));

function coefficient(id: CoefficientId): SweptQuantity {
  const { min, max } = inputRange(id);
  const name = coefficientName(id);
  const [label, about] = [msg(str`coefficient ${name}`), msg(str`The coefficient ${name} of the law.`)];
  return { id, label, unit: '', about, min, max, isLog: false };
}

const graphInputs = [...registeredInputIds.map(registered), ...coefficientIds.map(coefficient)];

const GOAL = { field: 'goal', label: msg('Looking for'), takes: 'goal', fallback: msg('what is better') } as const;

/** Everything but schedules. Which of the two kinds of file it is follows from what is asked; the simpler one is polished. */
const configurations: SweepKind = {
  id: 'configurations',
  label: msg('Configurations'),
  fixedField: 'scenario',
  axes: [
    ...graphInputs.slice(0, registeredInputIds.length),
    lawQuantity,
    hardwareQuantity,
    flopCountQuantity,
    drawQuantity,
    ...graphInputs.slice(registeredInputIds.length),
  ],
  fixed: [
    ...graphInputs.slice(0, registeredInputIds.length),
    hardwareQuantity,
    flopCountQuantity,
    ...graphInputs.slice(registeredInputIds.length),
  ],
  metrics: graphMetricIds.map(registered),
  hasConstraints: true,
  reductions: [
    grid,
    {
      id: 'frontier',
      kind: 'frontier',
      label: msg('the best'),
      about: msg(
        'Some axes are optimised away: the best row for each point of the others. The least loss over one of two axes is polished in double precision.',
      ),
      fields: [
        { field: 'of', label: msg('Best by'), takes: 'metric', fallback: 'loss' },
        { field: 'over', label: msg('Optimise'), takes: 'axes' },
        GOAL,
      ],
      create: (axes) => ({ kind: 'frontier', over: [first(axes, 'N', 'D')] }),
    },
    {
      id: 'quantiles',
      kind: 'quantiles',
      mark: 'over',
      label: msg('how sure the least loss is'),
      about: msg('Draws of the law’s coefficients, each optimised: quantiles of every column.'),
      fields: [
        { field: 'over', label: msg('Optimise'), takes: 'axis' },
        { field: 'levels', label: msg('Quantiles'), takes: 'numbers' },
      ],
      create: (axes) => ({ kind: 'quantiles', over: [first(axes, 'N', 'D')], levels: [0.1, 0.5, 0.9] }),
    },
    {
      id: 'pareto',
      kind: 'pareto',
      label: msg('what nothing beats'),
      about: msg('The Pareto front: rows such that no other is better in one of these quantities and no worse in the rest.'),
      fields: [{ field: 'of', label: msg('Weigh'), takes: 'metrics' }],
      create: (_, metrics) => ({ kind: 'pareto', of: [...new Set([...metrics, 'loss', 'compute'])].slice(0, 2) }),
    },
    {
      id: 'top-k',
      kind: 'top-k',
      label: msg('the best few'),
      about: msg('The best rows of all, the best first.'),
      fields: [{ field: 'of', label: msg('Best by'), takes: 'metric' }, { field: 'k', label: msg('How many'), takes: 'number' }, GOAL],
      create: (_, metrics) => ({ kind: 'top-k', of: first(metrics, 'loss'), k: 100 }),
    },
    {
      id: 'spread',
      kind: 'quantiles',
      mark: 'across',
      label: msg('quantiles across axes'),
      about: msg('Quantiles of every column over all values of these axes, such as draws or laws.'),
      fields: [
        { field: 'across', label: msg('Across'), takes: 'axes' },
        { field: 'levels', label: msg('Quantiles'), takes: 'numbers' },
      ],
      create: (axes) => ({ kind: 'quantiles', across: [first(axes, 'draw', 'law')], levels: [0.1, 0.5, 0.9] }),
    },
    {
      id: 'histogram',
      kind: 'histogram',
      label: msg('how many reach what'),
      about: msg('Cells counted by a quantity. Without ends the range is looked for among the cells.'),
      fields: [
        { field: 'of', label: msg('Count by'), takes: 'metric' },
        { field: 'bins', label: msg('Bins'), takes: 'number' },
        { field: 'from', label: msg('From', { id: 'sweep-bins-from' }), takes: 'number', fallback: '' },
        { field: 'to', label: msg('To', { id: 'sweep-bins-end' }), takes: 'number', fallback: '' },
        { field: 'scale', label: msg('Bins of equal'), takes: 'scale', fallback: 'linear' },
      ],
      create: (_, metrics) => ({ kind: 'histogram', of: first(metrics, 'loss'), bins: 60 }),
    },
  ],
  laws: lossLaws.map(({ id }) => id),
  parse: parseAny,
};

/** What quantities of a stage are called, by their ids without its number. */
const STAGE_LABELS: Readonly<Record<string, (stage: string) => string>> = {
  N: (stage) => msg(str`size of stage ${stage}`),
  ratio: (stage) => msg(str`size over the last of stage ${stage}`),
  D: (stage) => msg(str`tokens of stage ${stage}`),
  share: (stage) => msg(str`share of tokens of stage ${stage}`),
  switch: (stage) => msg(str`end of stage ${stage}`),
};

/** What quantities of a whole schedule are called. */
const SCHEDULE_LABELS: Readonly<Record<string, string>> = {
  loss: msg('loss'),
  D: msg('tokens in all'),
  C: msg('budget'),
  eta: msg('transfer efficiency'),
  bump: msg('rise of the loss at a switch'),
  targetLoss: msg('final loss'),
  shapePower: msg('shape of growth'),
  compute: msg('compute'),
  tokens: msg('tokens in all'),
  areaSaving: msg('area saving'),
  lossMatchedSaving: msg('loss-matched saving'),
  frontierSaving: msg('frontier saving'),
};

/** What quantities of a schedule are called. */
function scheduleLabel(id: string): string {
  const [, name = id, stage = ''] = /^([a-zA-Z]+?)(\d?)$/.exec(id) ?? [];
  return (stage === '' ? undefined : STAGE_LABELS[name]?.(stage)) ?? SCHEDULE_LABELS[id] ?? id;
}

const isLogInput = (id: string): boolean => !/^(share|switch|bump|targetLoss)/.test(id);
/** A unit for people; none for what is counted. */
function unitOf(unit: string): string {
  return unit === '1' || unit === 'token' ? '' : said(unit);
}

const scheduleQuantities = scheduleInputIds.map((id): SweptQuantity => {
  const { unit, about, min, max } = scheduleInputs[id];
  return { id, label: scheduleLabel(id), unit: unitOf(unit), about: said(about), min, max, isLog: isLogInput(id) };
});

const schedules: SweepKind = {
  id: 'schedules',
  label: msg('Growth schedules'),
  fixedField: 'schedule',
  axes: scheduleQuantities,
  fixed: [
    {
      id: 'stages',
      label: msg('stages'),
      unit: '',
      about: msg('Sizes that a model has one after the other.'),
      min: 2,
      max: 4,
      isLog: false,
    },
    ...scheduleQuantities,
  ],
  metrics: scheduleMetricIds.map((id): SweptQuantity => {
    const { unit, about } = scheduleMetrics[id];
    return { id, label: scheduleLabel(id), unit: unitOf(unit), about: said(about), min: -Infinity, max: Infinity, isLog: unit === 'FLOP' };
  }),
  hasConstraints: false,
  reductions: [
    grid,
    {
      id: 'best',
      kind: 'best',
      label: msg('the best schedule'),
      about: msg('The best schedule of each point of the kept axes; over all of them where none is kept.'),
      fields: [
        { field: 'of', label: msg('Best'), takes: 'metric' },
        { field: 'keep', label: msg('Keep'), takes: 'axes' },
      ],
      create: (axes, metrics) => ({ kind: 'best', of: first(metrics, 'lossMatchedSaving', 'loss'), keep: axes.slice(0, 2) }),
    },
    {
      id: 'histogram',
      kind: 'histogram',
      label: msg('how many schedules reach what'),
      about: msg('Schedules counted by what they reach.'),
      fields: [
        { field: 'metric', label: msg('Count by'), takes: 'metric' },
        { field: 'from', label: msg('From', { id: 'sweep-bins-from' }), takes: 'number' },
        { field: 'to', label: msg('to', { id: 'sweep-bins-to' }), takes: 'number' },
        { field: 'bins', label: msg('Bins'), takes: 'number' },
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
  /** The sweep; `law`, as a sweep names it, stands where it is not tied to one. */
  create(law: string | CustomLaw): SweepJson;
}

const budgets = { quantity: 'C', scale: 'log', from: 1e18, to: 1e26 } as const;
const sizes = { quantity: 'N', scale: 'log', from: 1e7, to: 1e13 } as const;

/** Examples, each with a question that it answers; the view opens with the first. */
export const sweepExamples: readonly SweepExample[] = [
  {
    id: 'isoflop',
    label: msg('IsoFLOP grid'),
    about: msg('Loss of every size at every budget: the valley is the frontier.'),
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
    label: msg('Frontier over budgets'),
    about: msg('The best of 4096 sizes at each of 201 budgets.'),
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
    label: msg('How sure, at each budget'),
    about: msg('Where 1000 draws of the law put the optimum.'),
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
    label: msg('Repeated data'),
    about: msg('Size against tokens where only 25 billion of them are unique.'),
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
    label: msg('Three-stage growth'),
    about: msg('A million schedules towards 101B: the best for each pair of first sizes.'),
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
  {
    id: 'bits',
    label: msg('Loss against serving bits'),
    about: msg('What weights of fewer bits cost a model that was trained long, at five lengths of training.'),
    create: () => ({
      law: 'kumar-2024',
      scenario: { N: 8e9 },
      axes: [
        { quantity: 'D', values: [160e9, 500e9, 1.6e12, 5e12, 15e12] },
        { quantity: 'servingBits', scale: 'linear', from: 3, to: 16, steps: 131 },
      ],
      metrics: ['loss'],
    }),
  },
  {
    id: 'precision',
    label: msg('Precision × tokens'),
    about: msg('Loss over training precision, serving precision and tokens of a model of one billion parameters.'),
    create: () => ({
      law: 'kumar-2024',
      scenario: { N: 1e9 },
      axes: [
        { quantity: 'servingBits', values: [3, 4, 6, 8, 16] },
        { quantity: 'trainingBits', scale: 'linear', from: 3, to: 16, steps: 131 },
        { quantity: 'D', scale: 'log', from: 1e9, to: 1e13, steps: 161 },
      ],
      metrics: ['loss', 'compute'],
    }),
  },
  {
    id: 'fleet',
    label: msg('Which fleet, in 90 days'),
    about: msg('The least loss that each fleet reaches in 90 days, under two laws, with the model in its memory.'),
    create: () => ({
      axes: [
        { quantity: 'law', values: ['besiroglu-2024', 'hoffmann-2022'] },
        { quantity: 'hardware', values: ['a100-80', 'h100-sxm', 'h200'] },
        { quantity: 'accelerators', values: [256, 1024, 4096, 16384] },
        { quantity: 'C', scale: 'log', from: 1e21, to: 1e26, steps: 251 },
        { quantity: 'N', scale: 'log', from: 1e8, to: 1e13, steps: 501 },
      ],
      metrics: ['D', 'loss', 'days', 'cost', 'memoryPerGpu'],
      constraints: [
        { quantity: 'days', max: 90 },
        { quantity: 'memoryPerGpu', max: 80e9 },
      ],
      reduce: { kind: 'frontier', over: ['C', 'N'] },
    }),
  },
  {
    id: 'pareto',
    label: msg('Loss against cost'),
    about: msg('Sizes, tokens and hardware such that nothing has a lower loss for less money.'),
    create: (law) => ({
      law,
      scenario: { accelerators: 1024 },
      axes: [
        { quantity: 'hardware', values: ['a100-80', 'h100-sxm', 'h200'] },
        { quantity: 'N', scale: 'log', from: 1e8, to: 1e12, steps: 401 },
        { quantity: 'D', scale: 'log', from: 1e9, to: 1e14, steps: 501 },
      ],
      metrics: ['loss', 'cost', 'days'],
      constraints: [{ quantity: 'days', max: 90 }],
      reduce: { kind: 'pareto', of: ['loss', 'cost'] },
    }),
  },
];
