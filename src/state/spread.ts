import { type ReadonlySignal, computed, effect, signal } from '@preact/signals-core';
import type { Law } from '../model/laws';
import type { Size } from '../model/sized-run';
import { type OptimumInterval, type OptimumSample, intervalOf, optimumInterval, sampleOptima } from '../model/uncertainty';
import { BUDGET_RANGE } from './budget';
import { logSpace } from './curves';
import { type Pace, follow } from './pace';

/** The intervals of the optimum of one budget. */
export interface BandPoint extends OptimumInterval {
  /** FLOP */
  readonly C: number;
}

/** How far the optimum of a law spreads, where the law's uncertainty is known. */
export interface Spread {
  /** The optimum at the budget under every draw of the law: not older than one frame. */
  readonly sample: ReadonlySignal<OptimumSample | undefined>;
  /** Intervals of the sample. */
  readonly interval: ReadonlySignal<OptimumInterval | undefined>;
  /** Intervals over all budgets; undefined until they are computed. */
  readonly band: ReadonlySignal<readonly BandPoint[] | undefined>;
}

/** Sweeps a band on the engine; undefined where the signal or a failure ended it. */
export type SweepBand = (law: Law, signal: AbortSignal) => Promise<readonly BandPoint[] | undefined>;

/** What a spread may follow beside law and budget. */
export interface SpreadOptions {
  /** How the engine computes a band; undefined while there is none. */
  readonly sweepBand?: ReadonlySignal<SweepBand | undefined>;
  /** How large the model is. */
  readonly size?: ReadonlySignal<Size | undefined>;
}

/** Budgets at which a band is computed without an engine; between them its edges, on logarithmic scales, are all but straight. */
const budgets = logSpace(BUDGET_RANGE[0], BUDGET_RANGE[1], 25);

/**
 * The spread of a law's optimum at a budget, or of its run with a model of a given size there, and of the optimum over all budgets.
 * A sample costs a millisecond or two, so that of the budget is computed once a frame however fast the budget moves. The band is an
 * ensemble sweep where there is an engine; without one it is computed budget by budget when the page is idle.
 */
export function createSpread(
  law: ReadonlySignal<Law | undefined>,
  C: ReadonlySignal<number>,
  pace: Pace,
  { sweepBand = signal(undefined), size = signal(undefined) }: SpreadOptions = {},
): Spread {
  const budget = follow(C, pace.frame);
  const sample = computed(() => law.value && sampleOptima(law.value, budget.value, size.value));
  return {
    sample,
    interval: computed(() => sample.value && intervalOf(sample.value)),
    band: createBand(law, pace, sweepBand),
  };
}

function createBand(
  law: ReadonlySignal<Law | undefined>,
  { idle }: Pace,
  sweepBand: ReadonlySignal<SweepBand | undefined>,
): Spread['band'] {
  const band = signal<readonly BandPoint[] | undefined>(undefined);
  const sweeps = createSweeps((points) => (band.value = points));
  effect(() => {
    const of = law.value;
    const sweep = sweepBand.value;
    sweeps.cancel();
    if (!of?.uncertainty) {
      band.value = undefined;
      return;
    }
    const points: BandPoint[] = [];
    const step = () => {
      const C = budgets[points.length];
      if (law.peek() !== of || sweepBand.peek() !== sweep || C === undefined) return;
      const found = optimumInterval(of, C);
      if (!found) return;
      points.push({ C, ...found });
      if (points.length === budgets.length) band.value = points;
      else idle(step);
    };
    // what is drawn stays until the new band is there
    // sweeps of draws want budgets that pay for 6 N D
    if (sweep && !of.spend)
      sweeps.start(
        (stop) => sweep(of, stop),
        () => idle(step),
      );
    else idle(step);
  });
  return band;
}

/** Sweeps one band at a time: a stale one is cancelled, and the newest starts when it has ended. */
function createSweeps(show: (points: readonly BandPoint[]) => void) {
  type Job = (stop: AbortSignal) => Promise<readonly BandPoint[] | undefined>;
  let next: { readonly job: Job; readonly onFailure: () => void } | undefined;
  let running: AbortController | undefined;
  const run = async (): Promise<void> => {
    while (next) {
      const { job, onFailure } = next;
      next = undefined;
      const { signal: stop } = (running = new AbortController());
      const points = await job(stop).catch(() => undefined);
      if (stop.aborted) continue;
      if (points) show(points);
      else onFailure();
    }
    running = undefined;
  };
  return {
    start(job: Job, onFailure: () => void): void {
      next = { job, onFailure };
      if (!running) void run();
    },
    cancel(): void {
      next = undefined;
      running?.abort();
    },
  };
}
