import data from '../../data/stock.json';
import { log2, power } from '../math/elementary';

/** An amount of public human-written text. */
export interface TextStock {
  readonly id: string;
  readonly label: string;
  /** What it counts, in one sentence. */
  readonly about: string;
  readonly tokens: number;
  /** 95 % interval; absent where the source gives none. */
  readonly interval?: readonly [number, number];
}

/** Stocks of text. Source: Villalobos et al. 2024, arXiv 2211.04325v2. */
export const textStocks = data.stocks as unknown as readonly TextStock[];

/**
 * Years in which training sets reach the effective stock, as published: the median, a late bound, and the estimate of 2022 that it
 * supersedes.
 */
export const publishedExhaustion = data.exhaustion.published;

/** Growth of the largest training set: tokens(year) = tokens · growthPerYear^(year − start). */
export interface CorpusTrend {
  readonly tokens: number;
  /** The year, with its fraction, at which the largest set had `tokens`. */
  readonly year: number;
  /** Factor a year, above 1. */
  readonly growthPerYear: number;
}

/** The trend from Llama 3's 15.6e12 tokens at three times a year. Sources in src/data/stock.json. */
export const corpusTrend: CorpusTrend = data.exhaustion.trend;

/** Tokens of the largest training set in a year (with its fraction) on a trend. */
export function corpusTokens({ tokens, year, growthPerYear }: CorpusTrend, at: number): number {
  return tokens * power(growthPerYear, at - year);
}

/**
 * Year (with its fraction) in which the largest training set reaches a stock of tokens. A model of ours: constant growth, a fixed
 * stock. For the effective stock it gives 2027, a year before the published median. `overtraining` above 1 uses so many times the
 * tokens and brings it forward.
 */
export function exhaustionYear(trend: CorpusTrend, stock: number, overtraining = 1): number {
  return trend.year + log2(stock / (trend.tokens * overtraining)) / log2(trend.growthPerYear);
}
