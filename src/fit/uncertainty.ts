import { FLOP_PER_PARAMETER_TOKEN } from '../model/compute';
import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import { createUniform } from '../model/math/random';
import { frontierExponent, optimum } from '../model/optimum';
import { INTERVAL_LEVEL, type Interval } from '../model/uncertainty';
import type { Bootstrap } from './bootstrap';
import type { ParametricFit } from './fit';
import { lawOfFit } from './law';
import { scenarioOf } from './kernels/kernel';
import { type NoiseModel, noiseAt } from './noise';

/** Mean, standard error and central interval of a number over draws. */
export interface Spread {
  readonly standardError: number;
  readonly interval: Interval;
}

/** Standard error and central interval of a sample. */
export function spreadOf(sample: readonly number[], level = INTERVAL_LEVEL): Spread {
  const mean = sample.reduce((sum, x) => sum + x, 0) / sample.length;
  const variance = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (sample.length - 1);
  const sorted = Float64Array.from(sample).sort();
  // the k-th of n draws has k/(n + 1) of its distribution below it; to take n − 1 for n + 1 costs 200 draws a whole per cent of the level
  const at = (share: number): number => {
    const place = Math.min(Math.max(share * (sorted.length + 1) - 1, 0), sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below]!;
    return low + (place - below) * ((sorted[below + 1] ?? low) - low);
  };
  return { standardError: Math.sqrt(variance), interval: [at((1 - level) / 2), at((1 + level) / 2)] };
}

/** Spread of each coefficient. */
export function coefficientSpreads({ draws }: Bootstrap, level = INTERVAL_LEVEL): Readonly<Record<string, Spread>> {
  return Object.fromEntries(
    Object.keys(draws[0] ?? {}).map((name) => [
      name,
      spreadOf(
        draws.map((draw) => draw[name]!),
        level,
      ),
    ]),
  );
}

/** Correlations of the coefficients over the draws, [names, names]; NaN for one that does not vary. */
export function correlations({ draws }: Pick<Bootstrap, 'draws'>): {
  readonly names: readonly string[];
  readonly matrix: readonly (readonly number[])[];
} {
  const names = Object.keys(draws[0] ?? {});
  const columns = names.map((name) => {
    const values = draws.map((draw) => draw[name]!);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const centred = values.map((x) => x - mean);
    const size = Math.sqrt(centred.reduce((sum, x) => sum + x * x, 0));
    return centred.map((x) => x / size);
  });
  return { names, matrix: columns.map((a) => columns.map((b) => a.reduce((sum, x, i) => sum + x * b[i]!, 0))) };
}

/** The compute-optimal configuration of a budget under a fit, with intervals where there are draws. */
export interface FittedOptimum {
  readonly C: number;
  readonly N: number;
  readonly D: number;
  readonly tokensPerParameter: number;
  readonly loss: number;
  /** Exponent of N* ∝ C^a; undefined where the form has none. */
  readonly a: number | undefined;
  readonly intervals?: Readonly<Record<'N' | 'D' | 'tokensPerParameter' | 'loss' | 'a', Interval>>;
}

/** The optimum of a budget in FLOP, with central intervals from draws. */
export function fittedOptimum(fit: ParametricFit, C: number, bootstrap?: Bootstrap, level = INTERVAL_LEVEL): FittedOptimum {
  const at = (law: Law) => {
    const { N, D, loss: best } = optimum(law, C);
    return { N, D, tokensPerParameter: D / N, loss: best, a: frontierExponent(law) ?? Number.NaN };
  };
  const found = at(lawOfFit(fit));
  const own = { C, ...found, a: Number.isNaN(found.a) ? undefined : found.a };
  if (!bootstrap) return own;
  const optima = bootstrap.draws.map((draw) => at(lawOfFit(fit, draw)));
  const interval = (key: keyof (typeof optima)[number]): Interval =>
    spreadOf(
      optima.map((each) => each[key]),
      level,
    ).interval;
  return {
    ...own,
    intervals: {
      N: interval('N'),
      D: interval('D'),
      tokensPerParameter: interval('tokensPerParameter'),
      loss: interval('loss'),
      a: interval('a'),
    },
  };
}

/** Loss that a fit predicts for one run. */
export interface LossPrediction {
  /** nat/token */
  readonly loss: number;
  /** Of the law's loss: what the coefficients' spread alone does. */
  readonly interval: Interval;
  /** Of the loss that a run would have: the runs' own scatter comes on top. */
  readonly runInterval: Interval;
}

/** Relative residuals of a fit, loss over the law's loss minus 1. [runs] */
export function relativeResiduals(fit: ParametricFit): Float64Array {
  const { rows } = fit.space;
  return rows.loss.map((value, i) => value / predict(fit, i) - 1);
}

/**
 * Loss of a run of N parameters on D tokens, with the interval of the law and the interval of a run: each draw's loss times a residual
 * of the fit, drawn with the bootstrap's seed. With a noise model residuals are drawn in its unit and scaled to the noise of that run.
 */
export function predictLoss(
  fit: ParametricFit,
  bootstrap: Bootstrap,
  N: number,
  D: number,
  level = INTERVAL_LEVEL,
  noise?: NoiseModel,
): LossPrediction {
  const uniform = createUniform(bootstrap.seed);
  const own = loss(lawOfFit(fit), N, D);
  const scale = noise ? noiseAt(noise, { C: FLOP_PER_PARAMETER_TOKEN * N * D, loss: own }) : 1;
  const residuals = noise?.standardised ?? relativeResiduals(fit);
  const losses = bootstrap.draws.map((draw) => loss(lawOfFit(fit, draw), N, D));
  const runs = losses.map((value) => value * (1 + scale * residuals[Math.floor(uniform() * residuals.length)]!));
  return {
    loss: own,
    interval: spreadOf(losses, level).interval,
    runInterval: spreadOf(runs, level).interval,
  };
}

/** Loss that the fit gives one of its own runs, at that run's scenario. */
export function predict(fit: ParametricFit, i: number): number {
  const { rows } = fit.space;
  const scenario = scenarioOf(rows, i);
  return loss(lawOfFit(fit, { ...fit.coefficients, ...scenario }), rows.N[i]!, rows.D[i]!);
}
