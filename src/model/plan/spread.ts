import type { Interval, Plan } from './request';

/** Figures of a plan that the uncertainty of its law spreads. */
export type SpreadFigure = 'N' | 'D' | 'C' | 'loss' | 'days' | 'acceleratorHours' | 'cost' | 'energy' | 'carbon';

/** Their 80 % intervals; undefined where the law's uncertainty is not published or does not matter. */
export type FigureIntervals = { readonly [F in SpreadFigure]?: Interval | undefined };

/** Figures that are proportional to the compute on the same accelerators, and that a plan does not carry itself. */
const IN_PROPORTION = ['acceleratorHours', 'energy', 'carbon'] as const;

/** The law's uncertainty in every figure that it reaches: those of the plan, and with its compute the hours, energy and carbon. */
export function figureIntervals({ C, bill, intervals = {} }: Plan): FigureIntervals {
  const ofCompute = intervals.C;
  if (!ofCompute) return intervals;
  const scaled = IN_PROPORTION.flatMap((figure) => {
    const value = bill[figure];
    return value === undefined ? [] : [[figure, [(value * ofCompute[0]) / C, (value * ofCompute[1]) / C]] as const];
  });
  return { ...intervals, ...Object.fromEntries(scaled) };
}
