import type { Coefficients } from './form';
import type { Law } from './laws';
import { choleskyFactor } from './math/cholesky';
import { createNormal } from './math/random';
import type { Optimum } from './optimum';
import { type Size, sizedRun } from './sized-run';

/** An interval of a quantity at some level of confidence. */
export type Interval = readonly [number, number];

/** Intervals of the compute-optimal configuration. */
export interface OptimumInterval {
  readonly N: Interval;
  readonly D: Interval;
  readonly loss: Interval;
}

/** Level of the intervals that are shown: 80 %, as Hoffmann et al. 2022 print them. */
export const INTERVAL_LEVEL = 0.8;

const DRAWS = 1000;
const SEED = 1;
const drawn = new WeakMap<Law, readonly Law[]>();

/**
 * Laws drawn from the joint distribution of a law's coefficients; always all coefficients together, because they are strongly
 * correlated (Besiroglu et al. 2024: ln A and alpha by 0.999). Seeded, so the same every time. Undefined where the
 * distribution is not known.
 */
export function drawLaws(law: Law): readonly Law[] | undefined {
  if (!law.uncertainty) return undefined;
  let draws = drawn.get(law);
  if (!draws) {
    draws = drawFrom(law, law.uncertainty);
    drawn.set(law, draws);
  }
  return draws;
}

function drawFrom(law: Law, { parameters, mean, covariance }: NonNullable<Law['uncertainty']>): readonly Law[] {
  const factor = choleskyFactor(covariance);
  const normal = createNormal(SEED);
  return Array.from({ length: DRAWS }, () => {
    const z = mean.map(() => normal());
    const values = mean.map((center, i) => factor[i]!.reduce((sum, weight, j) => sum + weight * z[j]!, center));
    return { ...law, coefficients: { ...law.coefficients, ...toCoefficients(parameters, values) } };
  });
}

/** Undoes the logarithms of transformed parameters. */
function toCoefficients(parameters: readonly string[], values: readonly number[]): Coefficients {
  return Object.fromEntries(
    parameters.map((name, i) => (name.startsWith('log ') ? [name.slice('log '.length), Math.exp(values[i]!)] : [name, values[i]!])),
  );
}

/**
 * Central intervals of the optimum of a budget, or of its run with a model of a given size; undefined where the law's uncertainty is
 * not known, or the budget trains no model of that size.
 */
export function optimumInterval(law: Law, C: number, size?: Size): OptimumInterval | undefined {
  const optima = drawLaws(law)?.flatMap((draw) => sizedRun(draw, C, size) ?? []);
  if (!optima || optima.length === 0) return undefined;
  return { N: centralInterval(optima, 'N'), D: centralInterval(optima, 'D'), loss: centralInterval(optima, 'loss') };
}

function centralInterval(optima: readonly Optimum[], quantity: 'N' | 'D' | 'loss'): Interval {
  const sorted = Float64Array.from(optima, (found) => found[quantity]).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at((1 - INTERVAL_LEVEL) / 2), at((1 + INTERVAL_LEVEL) / 2)];
}
