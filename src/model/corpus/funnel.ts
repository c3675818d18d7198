import data from '../../data/stock.json';
import { findLaw } from '../laws';
import { worthOfRepeats } from '../repetition';

/** Steps of the funnel, in order. */
export const funnelSteps = ['language', 'filtered', 'deduplicated', 'pruned'] as const;
/** Id of a step. */
export type FunnelStep = (typeof funnelSteps)[number];

/** Shares that each step keeps, from 0 to 1. */
export type FunnelYields = Readonly<Record<FunnelStep, number>>;

/** What a step is called, and where its default share comes from. */
export function aboutStep(step: FunnelStep): { readonly label: string; readonly source: string } {
  return data.funnel[step];
}

/** Yields of raw web text. Sources in src/data/stock.json. */
export const defaultYields: FunnelYields = {
  language: data.funnel.language.kept,
  filtered: data.funnel.filtered.kept,
  deduplicated: data.funnel.deduplicated.kept,
  pruned: data.funnel.pruned.kept,
};

/** Bytes of text for each token, English with a vocabulary of about 32 thousand. Source: LLaMA, arXiv 2302.13971. */
export const DEFAULT_BYTES_PER_TOKEN = data.funnel.bytesPerToken.value;

/** Repeats after which a repeated token is worth 1/e of a new one. Source: Muennighoff et al. 2023, arXiv 2305.16264. */
export const REPETITION_DECAY = findLaw('muennighoff-2023')!.coefficients['R_D']!;

/** What is left of a corpus at each step. */
export interface Funnel {
  /** Raw bytes, and bytes after each step. */
  readonly bytes: { readonly raw: number } & Readonly<Record<FunnelStep, number>>;
  /** Unique tokens at the end, U. */
  readonly unique: number;
  /** Tokens seen, D, repeats included. */
  readonly tokens: number;
  /** What the tokens seen are worth in fresh ones, D'. */
  readonly effective: number;
}

/**
 * Raw text of some bytes through language, filter, deduplication and pruning to unique tokens, and these through `epochs` > 0 passes
 * to tokens seen. Repeats are worth what Muennighoff et al. 2023 say (`worthOfRepeats`).
 */
export function runFunnel(
  rawBytes: number,
  epochs = 1,
  yields: FunnelYields = defaultYields,
  bytesPerToken = DEFAULT_BYTES_PER_TOKEN,
): Funnel {
  const language = rawBytes * yields.language;
  const filtered = language * yields.filtered;
  const deduplicated = filtered * yields.deduplicated;
  const pruned = deduplicated * yields.pruned;
  const unique = pruned / bytesPerToken;
  const tokens = unique * epochs;
  return {
    bytes: { raw: rawBytes, language, filtered, deduplicated, pruned },
    unique,
    tokens,
    effective: unique * worthOfRepeats(epochs, REPETITION_DECAY),
  };
}
