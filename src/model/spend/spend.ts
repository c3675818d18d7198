import { type FlopCountId, flopCountIds } from '../../quantities/registry';
import { tokensForCompute, trainingCompute } from '../compute';
import { log2 } from '../math/elementary';
import { type FlopPerToken, flopPerToken } from './counts';
import { elasticityOf, inverseOfPowers, sumOfPowers } from './powers';

/**
 * What a compute budget pays for: training, counted in some way, and the inference tokens of a model's life. A budget is counted in
 * training FLOP: C = f(N)·D + m·T·g(N) with f and g the FLOP of a token in training and in use, 6N and 2N by default.
 * Sources: Sardana and Frankle 2024, arXiv 2401.00448; of each count of FLOP, its own module in `model/flop`.
 */
export interface Spend {
  readonly flopCount: FlopCountId;
  /** Tokens of a sequence. */
  readonly contextLength: number;
  /** Tokens T that the model reads and writes in use. */
  readonly inferenceTokens: number;
  /** Cost m of a FLOP of inference over that of one of training. */
  readonly inferenceCostRatio: number;
}

/** What a budget pays for where a scenario says nothing: C = 6 N D. */
export const plainSpend: Spend = { flopCount: flopCountIds[0]!, contextLength: 2048, inferenceTokens: 0, inferenceCostRatio: 1 };

/**
 * Least share of a budget that training must be left with, or the budget buys no run. A run of a smaller share would be lost in
 * rounding, its tokens being a difference of two large numbers, and nobody trains one: the best runs keep far more for training.
 */
export const LEAST_TRAINING_SHARE = 1e-5;

/** log2 of a budget over the cost of serving at the least share. */
export const LEAST_SURPLUS = -log2(1 - LEAST_TRAINING_SHARE);

/** The spend of a scenario; undefined where a budget pays for 6 N D alone, whatever else the scenario says. */
export function spendOf(scenario: { readonly [K in keyof Spend]?: Spend[K] | undefined }): Spend | undefined {
  const spend: Spend = {
    flopCount: scenario.flopCount ?? plainSpend.flopCount,
    contextLength: scenario.contextLength ?? plainSpend.contextLength,
    inferenceTokens: scenario.inferenceTokens ?? plainSpend.inferenceTokens,
    inferenceCostRatio: scenario.inferenceCostRatio ?? plainSpend.inferenceCostRatio,
  };
  return spend.flopCount === plainSpend.flopCount && spend.inferenceTokens === 0 ? undefined : spend;
}

const counted = new WeakMap<Spend, FlopPerToken>();

/** FLOP of a token in training and in use. */
export function flopOf(spend: Spend): FlopPerToken {
  let flop = counted.get(spend);
  if (!flop) {
    flop = flopPerToken(spend.flopCount, spend.contextLength);
    counted.set(spend, flop);
  }
  return flop;
}

/** FLOP that training N parameters on D tokens takes. */
export function trainingFlop(spend: Spend | undefined, N: number, D: number): number {
  return spend ? sumOfPowers(flopOf(spend).training, N) * D : trainingCompute(N, D);
}

/** FLOP that all inference tokens take at N parameters, whatever they cost. */
function servingFlop(spend: Spend, N: number): number {
  return spend.inferenceTokens === 0 ? 0 : spend.inferenceTokens * sumOfPowers(flopOf(spend).forward, N);
}

/** What serving N parameters takes out of a budget, in FLOP of training. */
export function servingCost(spend: Spend, N: number): number {
  return spend.inferenceCostRatio * servingFlop(spend, N);
}

/** The budget that N parameters on D tokens need, in FLOP of training. */
export function budgetFor(spend: Spend | undefined, N: number, D: number): number {
  return spend ? trainingFlop(spend, N, D) + servingCost(spend, N) : trainingCompute(N, D);
}

/** FLOP over a model's life, whatever they cost: training and every inference token. */
export function lifetimeFlopOf(spend: Spend | undefined, N: number, D: number): number {
  return trainingFlop(spend, N, D) + (spend ? servingFlop(spend, N) : 0);
}

/** Tokens that a budget buys for N parameters, (C − m·T·g(N)) / f(N); NaN where serving leaves less than the least share for training. */
export function tokensForBudget(spend: Spend | undefined, C: number, N: number): number {
  if (!spend) return tokensForCompute(C, N);
  return tokensAfterServing(C, servingCost(spend, N), sumOfPowers(flopOf(spend).training, N));
}

/** Tokens that a budget buys after the cost of serving, at so many FLOP a token; NaN where less than the least share is left. */
export function tokensAfterServing(C: number, serving: number, flopPerTrainedToken: number): number {
  const left = C - serving;
  // a hair less than the least share, so that the largest size itself still has tokens after rounding
  return left >= C * LEAST_TRAINING_SHARE * (1 - 1e-6) ? left / flopPerTrainedToken : Number.NaN;
}

/** The last largest size of each spend: a thousand draws of a law ask for the same one. */
const largest = new WeakMap<Spend, { readonly C: number; readonly N: number }>();

/** Parameters at which serving leaves just the least share of a budget for training; infinite where there is nothing to serve. */
export function mostParameters(spend: Spend | undefined, C: number): number {
  const cost = spend ? spend.inferenceCostRatio * spend.inferenceTokens : 0;
  if (!spend || cost === 0) return Infinity;
  const known = largest.get(spend);
  if (known?.C === C) return known.N;
  const N = inverseOfPowers(flopOf(spend).forward, (C * (1 - LEAST_TRAINING_SHARE)) / cost);
  largest.set(spend, { C, N });
  return N;
}

/** d ln D / d ln N at a fixed budget, for N parameters on D tokens; −1 under C = 6 N D. */
export function tokenSlope(spend: Spend | undefined, N: number, D: number): number {
  if (!spend) return -1;
  const { training, forward } = flopOf(spend);
  const slope = -elasticityOf(training, N);
  const serving = servingCost(spend, N);
  return serving === 0 ? slope : slope - (serving * elasticityOf(forward, N)) / trainingFlop(spend, N, D);
}
