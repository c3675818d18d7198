import type { AnySweepFile } from '../sweep/any';
import { type SweepFileInput, parseSweepFile } from '../sweep/file';
import { parseGraphFile } from '../sweep/graph/file';
import type { GraphFileInput } from '../sweep/graph/schema';
import { type ScheduleFileInput, parseScheduleFile } from '../sweep/growth/file';

/** What a case does with the cells: leaves them where they are computed, or brings them back. */
type CaseKind = 'in-place' | 'readback';

/** A benchmark of sweeping. Ids and work are fixed, so that figures compare over time. */
export interface BenchCase {
  readonly id: string;
  /** One line for people. */
  readonly about: string;
  readonly kind: CaseKind;
  readonly file: AnySweepFile;
  /** The same with fewer cells, for `--quick` and for software adapters, which need minutes for the whole; absent where that is short. */
  readonly quick?: AnySweepFile;
}

const GRID: SweepFileInput = {
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: 4096 },
    { quantity: 'D', scale: 'log', from: 1e9, to: 1e15, steps: 4096 },
  ],
  metrics: ['loss'],
};

const FRONTIER: SweepFileInput = {
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'C', scale: 'log', from: 1e18, to: 1e28, steps: 1000 },
    { quantity: 'N', scale: 'log', from: 1e7, to: 1e14, steps: 4096 },
  ],
  metrics: ['loss'],
  reduce: { kind: 'frontier', over: ['N'] },
};

/** The same under a law whose addends do not factor, with 25 billion unique tokens. */
const DATA_LIMITED: SweepFileInput = { ...FRONTIER, law: 'muennighoff-2023', scenario: { U: 25e9 } };

/** Quantiles over the published uncertainty: the sizes that 4000 draws of the law call for, at each of 256 budgets. */
const ENSEMBLE: SweepFileInput = {
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'C', scale: 'log', from: 1e18, to: 1e28, steps: 256 },
    { quantity: 'N', scale: 'log', from: 1e7, to: 1e14, steps: 256 },
  ],
  metrics: ['D', 'loss', 'tokensPerParameter'],
  reduce: { kind: 'quantiles', over: ['N'], levels: [0.1, 0.5, 0.9] },
  draws: 4000,
  seed: 1,
};

/**
 * FLM-101B's final size and tokens: which sizes and which first switch save the most against training the final size from scratch to
 * the same loss. The second switch is where theirs is.
 */
const GROWTH: ScheduleFileInput = {
  version: 1,
  law: 'besiroglu-2024',
  schedule: { stages: 3, N3: 101e9, D: 311.54e9, switch2: 0.9148 },
  axes: [
    { quantity: 'N1', scale: 'log', from: 1e9, to: 101e9, steps: 256 },
    { quantity: 'N2', scale: 'log', from: 1e9, to: 101e9, steps: 256 },
    { quantity: 'switch1', scale: 'linear', from: 0.01, to: 0.9, steps: 256 },
  ],
  reduce: { kind: 'best', of: 'lossMatchedSaving', histogram: { metric: 'lossMatchedSaving', from: -1, to: 1, bins: 64 } },
};

/**
 * The least loss that each fleet reaches in 90 days within the memory of its accelerators, over budgets and sizes: five axes, a billion
 * cells to a thousand rows.
 */
function reduction(budgets: number, sizes: number): AnySweepFile {
  const file: GraphFileInput = {
    version: 1,
    axes: [
      { quantity: 'law', values: ['besiroglu-2024', 'hoffmann-2022'] },
      { quantity: 'hardware', values: ['a100-40', 'a100-80', 'h100-sxm', 'h200', 'b200'] },
      { quantity: 'accelerators', scale: 'log', from: 64, to: 65_536, steps: 100 },
      { quantity: 'C', scale: 'log', from: 1e20, to: 1e26, steps: budgets },
      { quantity: 'N', scale: 'log', from: 1e8, to: 1e13, steps: sizes },
    ],
    metrics: ['loss', 'days', 'memoryPerGpu'],
    constraints: [
      { quantity: 'days', max: 90 },
      { quantity: 'memoryPerGpu', max: 80e9 },
    ],
    reduce: { kind: 'frontier', over: ['C', 'N'] },
  };
  return parseGraphFile(file);
}

/** Every case, in the order in which they run. */
export const benchCases: readonly BenchCase[] = [
  { id: 'grid', about: '4096² cells, left where they are computed', kind: 'in-place', file: parseSweepFile(GRID) },
  { id: 'grid-readback', about: '4096² cells, brought to the orchestrator', kind: 'readback', file: parseSweepFile(GRID) },
  { id: 'frontier', about: '1000 budgets × 4096 sizes, polished', kind: 'readback', file: parseSweepFile(FRONTIER) },
  {
    id: 'data-limited',
    about: '1000 budgets × 4096 sizes, 25e9 unique tokens; the CPU brackets by the slope, the GPU by every cell',
    kind: 'readback',
    file: parseSweepFile(DATA_LIMITED),
  },
  {
    id: 'ensemble',
    about: '4000 draws × 256 budgets × 256 sizes to quantiles; the CPU brackets by the slope, the GPU by every cell',
    kind: 'readback',
    file: parseSweepFile(ENSEMBLE),
  },
  {
    id: 'growth3',
    about: '256³ three-stage schedules, N1 × N2 × switch1: the best of them and a histogram of the saving',
    kind: 'readback',
    file: parseScheduleFile(GROWTH),
  },
  {
    id: 'reduce',
    about:
      '1e9 cells to a frontier: law × hardware × accelerators × C × N, the best of C and N under two constraints; a 400th with --quick',
    kind: 'readback',
    file: reduction(1000, 1000),
    quick: reduction(50, 50),
  },
];

/** A case by its id; its small form where it has one and that is asked for. */
export function findCase(id: string, isQuick: boolean): BenchCase {
  const found = benchCases.find((known) => known.id === id);
  if (!found) throw new Error(`no benchmark case ${id}`);
  return isQuick && found.quick ? { ...found, file: found.quick } : found;
}
