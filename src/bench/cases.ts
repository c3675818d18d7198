import type { AnySweepFile } from '../sweep/any';
import { type SweepFileInput, parseSweepFile } from '../sweep/file';
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
    id: 'growth3',
    about: '256³ three-stage schedules, N1 × N2 × switch1: the best of them and a histogram of the saving',
    kind: 'readback',
    file: parseScheduleFile(GROWTH),
  },
];

/** A case by its id. */
export function findCase(id: string): BenchCase {
  const found = benchCases.find((known) => known.id === id);
  if (!found) throw new Error(`no benchmark case ${id}`);
  return found;
}
