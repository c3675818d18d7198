import { bootstrapFit } from '../fit/bootstrap';
import { type FitOptions, fitLaw } from '../fit/fit';
import { lawOfFit } from '../fit/law';
import { spreadOf } from '../fit/uncertainty';
import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import { createUniform } from '../model/math/random';
import { simulateRuns } from './simulated-runs';

/** A run inside the simulated ones, whose loss the intervals should hold. */
const TARGET = { N: 1e9, D: 2e10 };

/** How many of so many simulated sets of runs give an 80 % interval of a run's loss that holds the law's own. */
export function measureCoverage(
  law: Law,
  options: FitOptions,
  {
    trials,
    draws,
    seed,
    noise,
    count,
  }: { readonly trials: number; readonly draws: number; readonly seed: number; readonly noise: number; readonly count: number },
): { readonly covered: number } {
  const uniform = createUniform(seed);
  // seeds in a row give related sequences
  const next = (): number => Math.floor(uniform() * 2 ** 32);
  const truth = loss(law, TARGET.N, TARGET.D);
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const fit = fitLaw(simulateRuns(law, { seed: next(), noise, count }), options);
    const bootstrap = bootstrapFit(fit, { draws, seed: next() });
    const [low, high] = spreadOf(bootstrap.draws.map((draw) => loss(lawOfFit(fit, draw), TARGET.N, TARGET.D))).interval;
    if (low <= truth && truth <= high) covered += 1;
  }
  return { covered };
}
