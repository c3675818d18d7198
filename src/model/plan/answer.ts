import { lifetimeTokens } from './use-tokens';
import { type PlanOption, planOptions } from './options';
import type { Plan, PlanAnswer, PlanRequest } from './request';
import { solvePlan } from './solve';
import { type FigureIntervals, figureIntervals } from './spread';

/** The answer with what a page shows around it. */
export interface PlanReport {
  /** The request as it was solved: with training tokens where a size and its use decide them. */
  readonly request: PlanRequest;
  readonly answer: PlanAnswer;
  /** The run, or the nearest one; undefined where there is none. */
  readonly plan?: Plan;
  readonly intervals: FigureIntervals;
  /** Other ways to do the same work. */
  readonly options: readonly PlanOption[];
}

/** Answers a request whole. Takes up to a second. */
export function answerPlan(asked: PlanRequest): PlanReport {
  const { law, N, D, C, loss, use } = asked;
  const isOfUse = use !== undefined && N !== undefined && D === undefined && C === undefined && loss === undefined;
  const request = isOfUse ? { ...asked, D: lifetimeTokens(law, N, use.inferenceTokens) } : asked;
  const answer = solvePlan(request);
  const plan = answer.isFeasible ? answer.plan : answer.nearest;
  return {
    request,
    answer,
    ...(plan && { plan }),
    intervals: plan ? figureIntervals(plan) : {},
    options: plan ? planOptions(request, plan) : [],
  };
}
