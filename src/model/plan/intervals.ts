import { trainingCompute } from '../compute';
import type { Law } from '../laws';
import { loss as lossAt } from '../loss';
import { drawLaws, optimumInterval } from '../uncertainty';
import { centralInterval } from './lifetime';
import type { Plan, PlanRequest } from './request';
import { isSizedForUse, tokensForSize, workOf } from './work';

/** Of a law's draws, every so many-th where each is looked for numerically. */
const STRIDE = 16;

/**
 * What the law's uncertainty makes of a plan, 80 % intervals of what it fixes itself: for a budget the size and tokens that it should buy
 * and the loss there; for a size, or tokens, the loss; for a loss what it takes to get there, in tokens or parameters, compute, days and
 * money at the plan's own rate. Undefined where the uncertainty is not known.
 */
export function planIntervals(request: PlanRequest, plan: Pick<Plan, 'N' | 'D' | 'C' | 'bill'>): Plan['intervals'] {
  const { law, N, D, C, loss, accelerators, days, money, energy } = request;
  const draws = drawLaws(law);
  if (!draws) return undefined;
  if (loss !== undefined) return intervalsOfLoss(request, draws, loss, plan);
  const lossThere = { loss: centralInterval(draws.map((draw) => lossAt(draw, plan.N, plan.D))) };
  const hasBudget = C !== undefined || money !== undefined || energy !== undefined || (accelerators !== undefined && days !== undefined);
  if (N !== undefined && D === undefined && (isSizedForUse(request) || !hasBudget)) return intervalsOfSize(request, draws, N, plan);
  if (N !== undefined || D !== undefined) return lossThere;
  const found = optimumInterval(law, plan.C);
  return found && { N: found.N, D: found.D, loss: found.loss };
}

/** A size alone, or for its use: its tokens under every draw. */
function intervalsOfSize({ use }: PlanRequest, draws: readonly Law[], N: number, plan: Pick<Plan, 'C' | 'bill'>): Plan['intervals'] {
  const sampled = thinned(draws);
  const tokens = sampled.map((law) => tokensForSize({ law, use }, N) || Infinity);
  return {
    D: centralInterval(tokens),
    loss: centralInterval(sampled.map((draw, i) => lossAt(draw, N, tokens[i] ?? Number.NaN))),
    ...scaled(centralInterval(tokens.map((D) => trainingCompute(N, D))), plan),
  };
}

/** What a loss takes under every draw; infinite where the floor of a draw, or its size, is above it. */
function intervalsOfLoss({ N, D }: PlanRequest, draws: readonly Law[], loss: number, plan: Pick<Plan, 'C' | 'bill'>): Plan['intervals'] {
  if (N !== undefined && D !== undefined) return { loss: centralInterval(draws.map((draw) => lossAt(draw, N, D))) };
  const runs = (N === undefined && D === undefined && draws[0]?.spend === undefined ? draws : thinned(draws)).map((law) => {
    const work = workOf({ law, N, D, loss });
    return 'least' in work || !(work.N * work.D > 0) ? { N: Infinity, D: Infinity } : work;
  });
  return {
    ...(N === undefined && { N: centralInterval(runs.map((run) => run.N)) }),
    ...(D === undefined && { D: centralInterval(runs.map((run) => run.D)) }),
    ...scaled(centralInterval(runs.map((run) => trainingCompute(run.N, run.D))), plan),
  };
}

function thinned(draws: readonly Law[]): readonly Law[] {
  return draws.filter((_, i) => i % STRIDE === 0);
}

/** Compute, and days and money in proportion to it. */
function scaled([low, high]: readonly [number, number], { C, bill }: Pick<Plan, 'C' | 'bill'>) {
  const of = (value: number) => [(value * low) / C, (value * high) / C] as const;
  return { C: [low, high] as const, days: of(bill.days), ...(bill.cost !== undefined && { cost: of(bill.cost) }) };
}
