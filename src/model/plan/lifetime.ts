import { FLOP_PER_PARAMETER_TOKEN } from '../compute';
import type { Configuration } from '../configuration';
import { INFERENCE_FLOP_PER_PARAMETER_TOKEN } from '../inference/flop-optimum';
import type { Law } from '../laws';
import { quantilesOf } from '../math/quantile';
import { computeForLoss, optimum } from '../optimum';
import { type ServedTokens, inferenceCostRatio } from '../spend/money';
import { spendOf } from '../spend/spend';
import { INTERVAL_LEVEL, drawLaws, optimumInterval } from '../uncertainty';
import { type Accelerator, peakAt } from './hardware';
import type { Origin } from './memory';
import { PREFILL_UTILISATION } from './serve';

const SECONDS_PER_HOUR = 3600;

/** Utilisation of writing tokens one by one. Source: Sardana and Frankle 2024, defaults of their repository. */
export const DECODE_UTILISATION = 0.01;

/** Share of the inference tokens that the model writes: 250 for 1000 read, an example of Sardana and Frankle's repository. */
export const DEFAULT_OUTPUT_SHARE = 0.2;

/** What an accelerator costs, and what it multiplies with. */
interface PricedPeak {
  readonly accelerator: Pick<Accelerator, 'peak' | 'eightBitPeak'>;
  /** USD an accelerator-hour. */
  readonly pricePerHour: number;
}

/** What trains a model, and how well. */
export interface TrainingPrice extends PricedPeak {
  /** 6ND over the peak, over the whole run. */
  readonly utilisation: number;
}

/** What serves a model, and how well; what is absent is as Sardana and Frankle 2024 take it. */
export interface ServingPrice extends PricedPeak {
  /** Bits in which it multiplies; 16 unless given. */
  readonly arithmeticBits?: number | undefined;
  /** Share of the peak that reading reaches. */
  readonly prefillUtilisation?: number | undefined;
  /** Share of the peak that writing reaches. */
  readonly decodeUtilisation?: number | undefined;
  /** Share of the inference tokens that are written. */
  readonly outputShare?: number | undefined;
}

/** What a FLOP costs in each part of a life, at its utilisation. USD/FLOP. */
export interface LifePrices {
  readonly training: number;
  readonly reading: number;
  readonly writing: number;
  /** Share of the inference tokens that are written. */
  readonly outputShare: number;
  /** Shares of the peak that reading and writing reach. */
  readonly utilisation: { readonly reading: number; readonly writing: number };
  /** Cost m of a FLOP of inference over that of one of training. */
  readonly ratio: number;
}

/** Where m comes from. */
export const costRatioOrigin: Origin = {
  formula: 'm = ((1 − w)·c/u_read + w·c/u_write) / (c/u of training), w the share of tokens written, c the price of an hour over 3600·peak',
  source: 'Sardana and Frankle 2024, arXiv 2401.00448, section 4',
};

/** Prices of a life from prices an hour, peaks and utilisations, with the cost ratio m that a spend takes (`inferenceCostRatio`). */
export function lifePrices(training: TrainingPrice, serving: ServingPrice): LifePrices {
  const {
    arithmeticBits = 16,
    prefillUtilisation = PREFILL_UTILISATION,
    decodeUtilisation = DECODE_UTILISATION,
    outputShare = DEFAULT_OUTPUT_SHARE,
  } = serving;
  const ofTraining = { pricePerPeakFlop: pricePerPeakFlop(training, 16), utilisation: training.utilisation };
  const served = pricePerPeakFlop(serving, arithmeticBits);
  const parts: readonly [ServedTokens, ServedTokens] = [
    { tokens: 1 - outputShare, pricePerPeakFlop: served, utilisation: prefillUtilisation },
    { tokens: outputShare, pricePerPeakFlop: served, utilisation: decodeUtilisation },
  ];
  return {
    training: ofTraining.pricePerPeakFlop / ofTraining.utilisation,
    reading: served / prefillUtilisation,
    writing: served / decodeUtilisation,
    outputShare,
    utilisation: { reading: prefillUtilisation, writing: decodeUtilisation },
    ratio: inferenceCostRatio(parts, ofTraining),
  };
}

function pricePerPeakFlop({ accelerator, pricePerHour }: PricedPeak, bits: number): number {
  return pricePerHour / (SECONDS_PER_HOUR * peakAt(accelerator, bits));
}

/** Money of a life by part, USD. */
export interface LifeBill {
  readonly training: number;
  readonly reading: number;
  readonly writing: number;
  readonly total: number;
}

/** What training N parameters on D tokens and T tokens of use cost: 6ND and 2NT, each FLOP at its price. */
export function lifeBill({ N, D }: Configuration, inferenceTokens: number, prices: LifePrices): LifeBill {
  const served = INFERENCE_FLOP_PER_PARAMETER_TOKEN * N * inferenceTokens;
  const training = FLOP_PER_PARAMETER_TOKEN * N * D * prices.training;
  const reading = served * (1 - prices.outputShare) * prices.reading;
  const writing = served * prices.outputShare * prices.writing;
  return { training, reading, writing, total: training + reading + writing };
}

/** A model's life at the least money, beside that of the model that is cheapest to train to the same loss. */
export interface Lifetime extends Configuration {
  readonly loss: number;
  readonly bill: LifeBill;
  readonly trainingOptimal: Configuration & { readonly bill: LifeBill };
  /** What is saved over the latter's life, as a share of its money. */
  readonly saving: number;
}

/** What the uncertainty of a law makes of a life: for a loss what it takes, in USD too; for money what it reaches. */
export type LifeIntervals = { readonly [Q in 'N' | 'D' | 'loss' | 'money']?: readonly [number, number] };

/** What a life must reach, or may cost in USD. */
export type LifeGoal = { readonly loss: number } | { readonly money: number };

/** Of a law's draws, every so many-th: each optimum with inference is looked for numerically. */
const STRIDE = 32;

/**
 * N and D of the least money over a life of T inference tokens that reach a loss, or of the least loss that the money reaches. Undefined
 * where no run reaches the loss. Source: Sardana and Frankle 2024, arXiv 2401.00448, section 4: T counts m times.
 */
export function leastMoney(law: Law, goal: LifeGoal, inferenceTokens: number, prices: LifePrices): Lifetime | undefined {
  const paying = payingFor(law, inferenceTokens, prices.ratio);
  const C = 'loss' in goal ? computeForLoss(paying, goal.loss) : goal.money / prices.training;
  if (!(C > 0)) return undefined;
  const { N, D, loss } = optimum(paying, C);
  const bill = lifeBill({ N, D }, inferenceTokens, prices);
  const plain = payingFor(law, 0, 1);
  const trained = optimum(plain, computeForLoss(plain, loss));
  const trainedBill = lifeBill(trained, inferenceTokens, prices);
  return {
    N,
    D,
    loss,
    bill,
    trainingOptimal: { N: trained.N, D: trained.D, bill: trainedBill },
    saving: 1 - bill.total / trainedBill.total,
  };
}

/** A law whose budgets pay for inference tokens at a cost ratio as well. */
function payingFor({ spend, ...law }: Law, inferenceTokens: number, ratio: number): Law {
  const paid = spendOf({ ...spend, inferenceTokens, inferenceCostRatio: ratio });
  return { ...law, ...(paid && { spend: paid }) };
}

/** 80 % intervals of `leastMoney`; undefined where the law's uncertainty is not known. */
export function leastMoneyIntervals(law: Law, goal: LifeGoal, inferenceTokens: number, prices: LifePrices): LifeIntervals | undefined {
  const paying = payingFor(law, inferenceTokens, prices.ratio);
  if ('money' in goal) {
    const found = optimumInterval(paying, goal.money / prices.training);
    return found && { N: found.N, D: found.D, loss: found.loss };
  }
  const draws = drawLaws(paying)?.filter((_, i) => i % STRIDE === 0);
  // a draw whose floor is above the loss never gets there
  const budgets = draws?.map((draw) => computeForLoss(draw, goal.loss) || Infinity);
  if (!draws || !budgets) return undefined;
  const runs = draws.map((draw, i) => (budgets[i] === Infinity ? { N: Infinity, D: Infinity } : optimum(draw, budgets[i] ?? Number.NaN)));
  return {
    N: centralInterval(runs.map(({ N }) => N)),
    D: centralInterval(runs.map(({ D }) => D)),
    money: centralInterval(budgets.map((budget) => budget * prices.training)),
  };
}

/** Beyond any number of parameters, tokens, FLOP or USD: stands for what never comes, so that quantiles can be taken of it. */
const NEVER = 1e300;

/** The central interval of values, some of which may be infinite, at the level that is shown everywhere. */
export function centralInterval(values: readonly number[]): readonly [number, number] {
  const levels = [(1 - INTERVAL_LEVEL) / 2, (1 + INTERVAL_LEVEL) / 2];
  const ends = quantilesOf(
    Float64Array.from(values, (value) => Math.min(value, NEVER)),
    levels,
  );
  const [low = Number.NaN, high = Number.NaN] = ends.map((end) => (end >= NEVER / 1e6 ? Infinity : end));
  return [low, high];
}
