import { type Configuration, configurationAt, slopesAlong, surplusOf } from '../model/configuration';
import { sumSlopes } from '../model/loss';
import { evaluateSize, type SizeMetricId } from '../model/metrics';
import { LEAST_SURPLUS } from '../model/spend/spend';
import type { SweepPlan } from './plan';

/** N and D in a row of a sweep, at a log2(column input) that need not be an axis point. */
export function pointAt({ configuration, log2Row }: SweepPlan, row: number, log2Column: number): Configuration {
  return configurationAt(configuration, log2Row[row]!, log2Column);
}

/** d sum / d log2(column input) of the law's whole sum, up to a positive factor: what an optimum is the zero of. */
export function slopeAt(plan: SweepPlan, row: number, log2Column: number): number {
  const { N, D } = pointAt(plan, row, log2Column);
  const slopes = sumSlopes(plan.law, N, D);
  const along = slopesAlong(plan.configuration, plan.log2Row[row]!, log2Column);
  return slopes.N * along.N + slopes.D * along.D;
}

/** A quantity that does not depend on the law's coefficients at a cell; NaN where serving leaves too little for training. */
export function sizeAt(plan: SweepPlan, id: SizeMetricId, row: number, column: number): number {
  const at = plan.log2Column[column]!;
  return hasTokens(plan, row, column) ? evaluateSize(id, plan.law.spend, pointAt(plan, row, at)) : Number.NaN;
}

/** Whether the budget of a cell leaves enough for training, serving paid. */
export function hasTokens({ configuration: { reserve }, log2Row, log2Column }: SweepPlan, row: number, column: number): boolean {
  return !reserve || surplusOf(reserve, log2Row[row]!, log2Column[column]!) >= LEAST_SURPLUS;
}
