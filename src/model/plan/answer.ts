import { lifetimeTokens } from './use-tokens';
import { type PlanOption, planOptions } from './options';
import type { Plan, PlanAnswer, PlanRequest } from './request';
import { solvePlan } from './solve';
import { type FigureIntervals, figureIntervals } from './spread';

/** What is asked of a plan. Plain data, so that it crosses to workers. */
export interface PlanQuery {
  readonly request: PlanRequest;
  /** Tokens that the model of N parameters is to read and write in use; they decide its training tokens where D is not given. */
  readonly inferenceTokens?: number | undefined;
}

/** The answer with what a page shows around it. */
export interface PlanReport {
  readonly query: PlanQuery;
  /** The request as it was solved, training tokens for the inference tokens included. */
  readonly request: PlanRequest;
  readonly answer: PlanAnswer;
  /** The run, or the nearest one; undefined where there is none. */
  readonly plan?: Plan;
  readonly intervals: FigureIntervals;
  /** Other ways to do the same work. */
  readonly options: readonly PlanOption[];
}

/** Answers a query whole. Takes up to a second. */
export function answerPlan(query: PlanQuery): PlanReport {
  const { inferenceTokens } = query;
  const { law, N, D } = query.request;
  const isLifetime = inferenceTokens !== undefined && N !== undefined && D === undefined;
  const request = isLifetime ? { ...query.request, D: lifetimeTokens(law, N, inferenceTokens) } : query.request;
  const answer = solvePlan(request);
  const plan = answer.isFeasible ? answer.plan : answer.nearest;
  return {
    query,
    request,
    answer,
    ...(plan && { plan }),
    intervals: plan ? figureIntervals(request, plan) : {},
    options: plan ? planOptions(request, plan) : [],
  };
}
