import { type ReadonlySignal, computed, effect, signal } from '@preact/signals-core';
import type { Law } from '../model/laws';
import type { Size } from '../model/sized-run';
import { type OptimumInterval, optimumInterval } from '../model/uncertainty';
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
  /** Intervals at the budget: not older than one frame. */
  readonly interval: ReadonlySignal<OptimumInterval | undefined>;
  /** Intervals over all budgets; undefined until they are computed. */
  readonly band: ReadonlySignal<readonly BandPoint[] | undefined>;
}

/** Budgets at which a band is computed; between them its edges, on logarithmic scales, are all but straight. */
const budgets = logSpace(BUDGET_RANGE[0], BUDGET_RANGE[1], 25);

/**
 * The spread of a law's optimum at a budget, or of its run with a model of a given size there, and of the optimum over all budgets. Intervals cost about a millisecond each, so that of the
 * budget is computed once a frame however fast the budget moves, and those of the band one by one when the page is idle.
 */
export function createSpread(
  law: ReadonlySignal<Law | undefined>,
  C: ReadonlySignal<number>,
  pace: Pace,
  size: ReadonlySignal<Size | undefined> = signal(undefined),
): Spread {
  const budget = follow(C, pace.frame);
  return {
    interval: computed(() => law.value && optimumInterval(law.value, budget.value, size.value)),
    band: createBand(law, pace),
  };
}

function createBand(law: ReadonlySignal<Law | undefined>, { idle }: Pace): Spread['band'] {
  const band = signal<readonly BandPoint[] | undefined>(undefined);
  effect(() => {
    const of = law.value;
    const points: BandPoint[] = [];
    const step = () => {
      const C = budgets[points.length];
      if (of === undefined || law.peek() !== of || C === undefined) return;
      const found = optimumInterval(of, C);
      if (!found) return;
      points.push({ C, ...found });
      if (points.length === budgets.length) band.value = points;
      else idle(step);
    };
    band.value = undefined; // it belongs to the law before
    idle(step);
  });
  return band;
}

/** Interval of tokens per parameter: at one budget D/N = C/(6 N²) falls with N, so its ends are those of N, exchanged. */
export function tokensPerParameterInterval({ N, D }: OptimumInterval): readonly [number, number] {
  return [D[0] / N[1], D[1] / N[0]];
}
