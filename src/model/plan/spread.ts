import { loss as lossAt } from '../loss';
import { quantilesOf } from '../math/quantile';
import { computeForLoss, optimum } from '../optimum';
import { INTERVAL_LEVEL, drawLaws } from '../uncertainty';
import type { Interval, Plan, PlanRequest } from './request';

/** Figures of a plan that the uncertainty of its law spreads. */
export type SpreadFigure = 'N' | 'D' | 'C' | 'loss' | 'days' | 'acceleratorHours' | 'cost' | 'energy' | 'carbon';

/** Their 80 % intervals; absent where the law's uncertainty is not published or does not matter. */
export type FigureIntervals = { readonly [F in SpreadFigure]?: Interval };

/** Figures that are proportional to the compute on the same accelerators. */
const IN_PROPORTION = ['days', 'acceleratorHours', 'cost', 'energy', 'carbon'] as const;

/** Every so many-th draw is looked for: each takes an optimum of its own. */
const STRIDE = 8;

/**
 * The law's uncertainty in every figure that it reaches: the loss at the plan's own size and tokens; for a target loss the compute, and
 * with it days, hours, money and energy on the same accelerators, size and tokens. What the plan itself carries stands as it is.
 */
export function figureIntervals(request: PlanRequest, plan: Plan): FigureIntervals {
  const { N, D, C, bill, intervals = {} } = plan;
  const draws = drawLaws(request.law);
  if (!draws) return intervals;
  const ofCompute = intervals.C;
  if (!ofCompute) return request.loss === undefined ? { loss: central(draws.map((law) => lossAt(law, N, D))), ...intervals } : intervals;
  // a draw whose floor lies above the loss never gets there
  const optima = draws.filter((_, i) => i % STRIDE === 0).map((law) => {
    const needed = computeForLoss(law, request.loss!);
    return needed > 0 && needed < Infinity ? optimum(law, needed) : { N: Infinity, D: Infinity };
  });
  const scaled = Object.fromEntries(
    IN_PROPORTION.flatMap((figure) => {
      const value = bill[figure];
      return value === undefined ? [] : [[figure, ofCompute.map((end) => (value * end) / C)] as const];
    }),
  );
  return { N: central(optima.map((each) => each.N)), D: central(optima.map((each) => each.D)), ...scaled, ...intervals };
}

function central(values: readonly number[]): Interval {
  const [low = Number.NaN, high = Number.NaN] = quantilesOf(Float64Array.from(values), [
    (1 - INTERVAL_LEVEL) / 2,
    (1 + INTERVAL_LEVEL) / 2,
  ]);
  return [low, high];
}
