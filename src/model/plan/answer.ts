import { type PlanOption, planOptions } from './options';
import type { Plan, PlanAnswer, PlanRequest } from './request';
import { solvePlan } from './solve';
import { type FigureIntervals, figureIntervals } from './spread';

/** The answer with what a page shows around it. */
export interface PlanReport {
  readonly request: PlanRequest;
  readonly answer: PlanAnswer;
  /** The run, or the nearest one; undefined where there is none. */
  readonly plan?: Plan;
  readonly intervals: FigureIntervals;
  /** Other ways to do the same work. */
  readonly options: readonly PlanOption[];
}

/** Answers a request whole. Takes up to a second. */
export function answerPlan(request: PlanRequest): PlanReport {
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
