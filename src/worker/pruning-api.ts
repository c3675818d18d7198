import { type PruningRule, prunedTestError } from '../model/corpus/perceptron';

/** The experiment that the page shows: small enough for seconds, large enough for the sign of its answer. */
export const PRUNING = {
  dimension: 40,
  seeds: 10,
  kept: [0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1],
  rules: ['random', 'easy', 'hard'],
} as const;

/** What the worker is asked. */
export interface PruningRequest {
  /** Examples per dimension before pruning. */
  readonly examplesPerDimension: number;
}

/** One finished repetition of one experiment. */
export interface PruningPoint {
  readonly seed: number;
  readonly rule: PruningRule;
  /** Share of the examples that was kept. */
  readonly kept: number;
  /** Test error, from 0 to 0.5. */
  readonly error: number;
}

/** Every experiment, seed by seed, so that whole curves appear first and then settle. */
export function* pruningPoints({ examplesPerDimension }: PruningRequest): Generator<PruningPoint> {
  const { dimension, seeds, kept: shares, rules } = PRUNING;
  for (let seed = 1; seed <= seeds; seed++) {
    for (const rule of rules) {
      for (const kept of shares) {
        // where nothing is pruned the rules are the same
        if (kept === 1 && rule !== 'random') continue;
        yield {
          seed,
          rule,
          kept,
          error: prunedTestError({ examplesPerDimension, keep: kept, rule, dimension, seeds: 1, firstSeed: seed }),
        };
      }
    }
  }
}
