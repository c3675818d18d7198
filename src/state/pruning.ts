import { type ReadonlySignal, signal } from '@preact/signals-core';
import { PRUNING, type PruningPoint } from '../worker/pruning-api';
import { startPruning } from '../worker/pruning-client';
import type { PoolId } from './data';

/** Examples per dimension of each pool: scarce, and abundant. */
export const POOLS: Readonly<Record<PoolId, number>> = { few: 2, many: 30 };

const { seeds, kept: shares, rules } = PRUNING;
/** Repetitions of a whole experiment; where nothing is pruned one rule stands for all. */
const TOTAL = seeds * (rules.length * shares.length - (rules.length - 1));

/** One curve of the experiment: mean test error by share kept, over the seeds that are done. */
export interface PruningCurve {
  readonly rule: PruningPoint['rule'];
  readonly points: readonly { readonly kept: number; readonly error: number }[];
}

/** How far the experiment is. */
export interface PruningState {
  readonly curves: readonly PruningCurve[];
  /** From 0 to 1. */
  readonly done: number;
  readonly isRunning: boolean;
  /** Why it failed. */
  readonly failure?: string;
}

/** The experiment of a pool; started on demand, one at a time. */
export interface PruningRun {
  readonly state: ReadonlySignal<PruningState>;
  /** Starts it anew. */
  start(pool: PoolId): void;
  /** Stops it; what is done stays. */
  stop(): void;
}

/** Creates a run that nobody has started. */
export function createPruningRun(run: typeof startPruning = startPruning): PruningRun {
  const state = signal<PruningState>({ curves: [], done: 0, isRunning: false });
  let stopWorker: (() => void) | undefined;
  const stop = (): void => {
    stopWorker?.();
    stopWorker = undefined;
    if (state.value.isRunning) state.value = { ...state.value, isRunning: false };
  };
  return {
    state,
    start(pool) {
      stop();
      const points: PruningPoint[] = [];
      state.value = { curves: [], done: 0, isRunning: true };
      stopWorker = run(
        { examplesPerDimension: POOLS[pool] },
        {
          onPoint(point) {
            points.push(point);
            state.value = { curves: meanCurves(points), done: points.length / TOTAL, isRunning: true };
            if (points.length === TOTAL) stop();
          },
          onError(failure) {
            stop();
            state.value = { ...state.value, failure };
          },
        },
      );
    },
    stop,
  };
}

/** Means over seeds; a curve ends where every rule meets, at no pruning. */
export function meanCurves(points: readonly PruningPoint[]): readonly PruningCurve[] {
  return rules.map((rule) => ({
    rule,
    points: shares.flatMap((kept) => {
      const errors = points.filter((point) => point.kept === kept && (point.rule === rule || kept === 1)).map(({ error }) => error);
      return errors.length === 0 ? [] : [{ kept, error: errors.reduce((sum, error) => sum + error, 0) / errors.length }];
    }),
  }));
}
