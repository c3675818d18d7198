import { bootstrapFit } from '../fit/bootstrap';
import { type FitOptions, type ParametricFit, gatherArrivals, settle } from '../fit/fit';
import type { Rows } from '../fit/kernels/kernel';
import { lawOfFit } from '../fit/law';
import { findObjective } from '../fit/objective';
import { FitSpace } from '../fit/space';
import { spreadOf } from '../fit/uncertainty';
import { type Law, hasOptimum } from '../model/laws';
import { loss } from '../model/loss';
import { createUniform } from '../model/math/random';
import { optimum } from '../model/optimum';
import { simulateRuns } from './simulated-runs';

/** A run among the simulated ones, one a decade of compute and more beyond them, and a budget at the end of their range. */
const INSIDE = { N: 1e9, D: 2e10 };
const BEYOND = { N: 1e10, D: 2e11 };
const BUDGET = 1e21;

/** What is measured: a law whose coefficients are the truth, and its scenario in what is predicted. */
export interface CoverageSubject {
  readonly law: Law;
  /** Quantities of the scenario at which losses and the optimum are predicted. */
  readonly scenario: Readonly<Record<string, number>>;
  /** Coefficients whose intervals are judged. */
  readonly coefficients: readonly string[];
}

/** How often the runs are simulated, and how. */
export interface CoverageStudy {
  readonly trials: number;
  readonly draws: number;
  readonly seed: number;
  /** Standard deviation of ln loss. */
  readonly noise: number;
  readonly count: number;
}

/**
 * Shares of simulated sets of runs whose 80 % bootstrap interval holds the truth, by quantity: the loss of a run inside and of one
 * beyond the runs, N* where the law has an optimum, and coefficients. Every fit begins at the truth, for what is judged are intervals;
 * that starts find its valley is for other tests.
 */
export function measureCoverage(
  { law, scenario, coefficients }: CoverageSubject,
  options: FitOptions,
  { trials, draws, seed, noise, count }: CoverageStudy,
): ReadonlyMap<string, number> {
  const uniform = createUniform(seed);
  // seeds in a row give related sequences
  const next = (): number => Math.floor(uniform() * 2 ** 32);
  const quantities = new Map<string, (of: Law) => number>([
    ['loss inside', (of) => loss(of, INSIDE.N, INSIDE.D)],
    ['loss beyond', (of) => loss(of, BEYOND.N, BEYOND.D)],
    ...(hasOptimum(law) ? [['N*', (of: Law) => optimum(of, BUDGET).N] as const] : []),
    ...coefficients.map((name) => [name, (of: Law) => of.coefficients[name]!] as const),
  ]);
  const truth: Law = { ...law, coefficients: { ...law.coefficients, ...scenario } };
  const covered = new Map<string, number>();
  for (let trial = 0; trial < trials; trial++) {
    const fit = fitFrom(law, simulateRuns(law, { seed: next(), noise, count }), options);
    const bootstrap = bootstrapFit(fit, { draws, seed: next() });
    const drawn = bootstrap.draws.map((draw) => lawOfFit(fit, { ...draw, ...scenario }));
    for (const [name, of] of quantities) {
      const [low, high] = spreadOf(drawn.map(of)).interval;
      const isHeld = low <= of(truth) && of(truth) <= high;
      covered.set(name, (covered.get(name) ?? 0) + (isHeld ? 1 / trials : 0));
    }
  }
  return covered;
}

/** The fit of runs in the valley of a law. */
function fitFrom(law: Law, rows: Rows, { objective = 'huber', delta, restrictions }: FitOptions): ParametricFit {
  const space = new FitSpace(law.form, rows, restrictions);
  return settle(space, findObjective(objective, delta), 'random', gatherArrivals([space.fromCoefficients(law.coefficients)]));
}
