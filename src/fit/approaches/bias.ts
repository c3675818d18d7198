import type { Law } from '../../model/laws';
import { loss } from '../../model/loss';
import { power } from '../../model/math/elementary';
import { optimum } from '../../model/optimum';
import { type IsoflopRuns, PARABOLA_RUNS, fitIsoflops } from './isoflop';

/** How far approach 2 misses on losses without noise. */
export interface IsoflopBias {
  /** N* of approach 2 over the law's own at the middle budget, minus 1. */
  readonly N: number;
  /** Slope of approach 2 minus the law's own between the outer budgets. */
  readonly exponent: number;
}

/**
 * The bias of approach 2 on a design of runs: the law's own losses at the same N and C, without noise, go through approach 2, and the
 * answer is compared with the law's optimum. A parabola in ln N is symmetric, the profile of a law is not unless alpha = beta.
 * Undefined where approach 2 finds no two minima there. Source: Open-Athena/scaling-law-analysis.
 */
export function isoflopBias(
  law: Law,
  runs: IsoflopRuns & { readonly D: Float64Array },
  parabolaRuns = PARABOLA_RUNS,
): IsoflopBias | undefined {
  let fit;
  try {
    fit = fitIsoflops({ ...runs, loss: runs.N.map((N, i) => loss(law, N, runs.D[i]!)) }, parabolaRuns);
  } catch {
    return undefined;
  }
  const budgets = fit.minima.map(({ C }) => C);
  const [first, middle, last] = [budgets[0]!, budgets[Math.floor(budgets.length / 2)]!, budgets.at(-1)!];
  const trueSlope = Math.log(optimum(law, last).N / optimum(law, first).N) / Math.log(last / first);
  return { N: (fit.N.k * power(middle, fit.N.a)) / optimum(law, middle).N - 1, exponent: fit.N.a - trueSlope };
}
