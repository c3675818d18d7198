import type { BackendKind } from '../sweep/backend';
import { planAny } from '../sweep/any';
import { isScheduleFile } from '../sweep/growth/file';
import { cellCount } from '../sweep/tiling';
import type { BenchCase } from './cases';

/** Figures of one case on one backend. */
export interface CaseReport {
  readonly id: string;
  readonly backend: BackendKind;
  /** Cells, schedules, fits or layouts of one run. */
  readonly work: number;
  readonly unit: 'cells' | 'schedules' | 'fits' | 'layouts';
  /** Median of the runs. */
  readonly seconds: number;
  /** Interquartile range of the runs over their median. */
  readonly spread: number;
  /** Work a second, by the median. */
  readonly rate: number;
  /** Runs after the warm-up. */
  readonly runs: number;
  /** Bytes of the file that a run wrote; absent where none was. */
  readonly bytes?: number;
}

/** A whole benchmark, as `bench --json` prints it. */
export interface BenchReport {
  readonly machine: string;
  /** The WebGPU adapter; null where there is none. */
  readonly adapter: string | null;
  /** Whether that adapter is emulated on the CPU: its figures then say nothing about GPUs. */
  readonly isSoftware: boolean | null;
  /** Where it ran: the browser and its version, or Node. */
  readonly host: string;
  /** Version of Isoflop. */
  readonly version: string;
  readonly date: string;
  readonly cases: readonly CaseReport[];
}

/** Sums up the runs of a case. */
export function summarise(benchCase: BenchCase, backend: BackendKind, seconds: readonly number[]): CaseReport {
  const unit = isScheduleFile(benchCase.file) ? 'schedules' : 'cells';
  return summariseRuns({ id: benchCase.id, backend, work: cellCount(planAny(benchCase.file)), unit }, seconds);
}

/** Sums up the runs of anything that was timed. */
export function summariseRuns(timed: Pick<CaseReport, 'id' | 'backend' | 'work' | 'unit'>, seconds: readonly number[]): CaseReport {
  const median = quantile(seconds, 0.5);
  const spread = (quantile(seconds, 0.75) - quantile(seconds, 0.25)) / median;
  return { ...timed, seconds: median, spread, rate: timed.work / median, runs: seconds.length };
}

/** Quantile of a sample, linear between its sorted values. */
export function quantile(sample: readonly number[], q: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? low;
  return low + (high - low) * (position - below);
}
