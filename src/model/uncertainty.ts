import { solveConfiguration } from './configuration';
import { type Ensemble, createEnsemble } from './ensemble';
import type { Coefficients } from './form';
import { type CoefficientUncertainty, type Law, type NormalUncertainty, formOf } from './laws';
import { choleskyFactor } from './math/cholesky';
import { exp, log2 } from './math/elementary';
import { quantilesOf } from './math/quantile';
import { createNormal } from './math/random';
import { type Size, sizedRun } from './sized-run';

/** An interval of a quantity at some level of confidence. */
export type Interval = readonly [number, number];

/** Intervals of the compute-optimal configuration. */
export interface OptimumInterval {
  readonly N: Interval;
  readonly D: Interval;
  readonly loss: Interval;
  readonly tokensPerParameter: Interval;
}

/** The compute-optimal configuration of every draw; the same draw stands at the same place. Each [draws]. */
export type OptimumSample = { readonly [Q in keyof OptimumInterval]: Float64Array };

/** How many draws, and from which seed. */
export interface Drawing {
  readonly draws: number;
  readonly seed: number;
}

/** Level of the intervals that are shown: 80 %, as Hoffmann et al. 2022 print them. */
export const INTERVAL_LEVEL = 0.8;

/** Draws where nobody says how many: 4000, as many as the published bootstraps have. */
export const DEFAULT_DRAWING: Drawing = { draws: 4000, seed: 1 };

/** Times that a draw is repeated, on average, before its distribution is taken for one that holds no law. */
const MOST_REJECTIONS = 100;

const SAMPLED = ['N', 'D', 'loss', 'tokensPerParameter'] as const;
const LOGARITHM = 'log ';

/** log2 of the parameters between which an optimum is looked for. */
const SEARCH = { from: 0, to: 80 };

/** Rows that were drawn before. The key outlives a law, which is another object in every scenario. */
const drawn = new WeakMap<CoefficientUncertainty, Map<string, readonly Coefficients[]>>();

/**
 * Laws drawn from the joint distribution of a law's coefficients, or those that it carries; always all coefficients together,
 * because they are strongly correlated (Besiroglu et al. 2024: ln A and alpha by 0.999). The same for the same seed, in every
 * engine. Undefined where the distribution is not known. A law that carries its draws gives the first of them, and has no seed.
 */
export function drawLaws(law: Law, drawing: Drawing = DEFAULT_DRAWING): readonly Law[] | undefined {
  const { uncertainty } = law;
  if (!uncertainty) return undefined;
  const known = drawn.get(uncertainty) ?? new Map<string, readonly Coefficients[]>();
  drawn.set(uncertainty, known);
  const key = `${drawing.draws} ${drawing.seed}`;
  const rows = known.get(key) ?? drawCoefficients(law, uncertainty, drawing);
  known.set(key, rows);
  return rows.map((row) => ({ ...law, coefficients: { ...law.coefficients, ...row } }));
}

/** Most draws that a law can give; undefined where there is no limit, or nothing to draw from. */
export function mostDraws({ uncertainty }: Law): number | undefined {
  return uncertainty && 'draws' in uncertainty ? uncertainty.draws.length : undefined;
}

function drawCoefficients(law: Law, uncertainty: CoefficientUncertainty, { draws, seed }: Drawing): readonly Coefficients[] {
  if ('covariance' in uncertainty) return drawNormal(law, uncertainty, { draws, seed });
  return uncertainty.draws.slice(0, draws).map((row) => toCoefficients(uncertainty.parameters, row));
}

/** Draws from a joint normal distribution, cut to what the form takes for coefficients: a negative size, say, is no law. */
function drawNormal(law: Law, { parameters, mean, covariance }: NormalUncertainty, { draws, seed }: Drawing): readonly Coefficients[] {
  const specs = formOf(law).coefficients as Readonly<Record<string, { readonly min: number; readonly max: number }>>;
  const factor = choleskyFactor(covariance);
  const normal = createNormal(seed);
  const kept: Coefficients[] = [];
  for (let tried = 0; kept.length < draws; tried++) {
    if (tried > draws * MOST_REJECTIONS) throw new Error(`hardly a draw of ${law.id} has coefficients that its form takes`);
    const z = mean.map(() => normal());
    const values = mean.map((center, i) => factor[i]!.reduce((sum, weight, j) => sum + weight * z[j]!, center));
    const coefficients = toCoefficients(parameters, values);
    if (Object.entries(coefficients).every(([name, value]) => value >= specs[name]!.min && value <= specs[name]!.max)) {
      kept.push(coefficients);
    }
  }
  return kept;
}

/** Name of the coefficient behind a parameter, and whether the parameter is its natural logarithm. */
export function coefficientOf(parameter: string): { readonly name: string; readonly isLogarithm: boolean } {
  const isLogarithm = parameter.startsWith(LOGARITHM);
  return { name: isLogarithm ? parameter.slice(LOGARITHM.length) : parameter, isLogarithm };
}

/** Undoes the logarithms of transformed parameters. */
function toCoefficients(parameters: readonly string[], values: readonly number[]): Coefficients {
  return Object.fromEntries(
    parameters.map((parameter, i) => {
      const { name, isLogarithm } = coefficientOf(parameter);
      return [name, isLogarithm ? exp(values[i]!) : values[i]!];
    }),
  );
}

const ensembles = new WeakMap<Law, Ensemble>();

/** Of the draws of a law whose configurations bend, every so many-th is sampled: each is looked for numerically, not by a formula. */
const STRIDE = 8;

/**
 * The compute-optimal configuration of a budget under every draw, or its run with a model of a given size; fewer draws where the
 * budget pays for more than 6 N D. Undefined where the law's uncertainty is not known.
 */
export function sampleOptima(law: Law, C: number, size?: Size): OptimumSample | undefined {
  if (law.spend || size) return sampleRuns(law, C, size);
  const ensemble = ensembles.get(law) ?? prepare(law);
  if (!ensemble) return undefined;
  ensembles.set(law, ensemble);
  const log2C = log2(C);
  const middle = (SEARCH.from + SEARCH.to) / 2;
  const points = new Float64Array(ensemble.draws);
  for (let draw = 0; draw < points.length; draw++) points[draw] = ensemble.minimise(draw, log2C, SEARCH.from, SEARCH.to, middle);
  const sampled = SAMPLED.map((id) => {
    const values = new Float64Array(points.length);
    ensemble.evaluate(id, log2C, points, values);
    return [id, values];
  });
  return Object.fromEntries(sampled) as OptimumSample;
}

/** A sample one run at a time. Undefined also where the budget trains no model of that size. */
function sampleRuns(law: Law, C: number, size: Size | undefined): OptimumSample | undefined {
  const draws = drawLaws(law)?.filter((_, i) => i % STRIDE === 0);
  const runs = draws?.flatMap((draw) => sizedRun(draw, C, size) ?? []);
  if (!runs || runs.length === 0) return undefined;
  return {
    N: Float64Array.from(runs, ({ N }) => N),
    D: Float64Array.from(runs, ({ D }) => D),
    loss: Float64Array.from(runs, ({ loss }) => loss),
    tokensPerParameter: Float64Array.from(runs, ({ N, D }) => D / N),
  };
}

function prepare(law: Law): Ensemble | undefined {
  const draws = drawLaws(law);
  return draws && createEnsemble(draws, solveConfiguration('C', 'N')!);
}

/** Central intervals of a sample. */
export function intervalOf(sample: OptimumSample): OptimumInterval {
  const levels = [(1 - INTERVAL_LEVEL) / 2, (1 + INTERVAL_LEVEL) / 2];
  return Object.fromEntries(SAMPLED.map((id) => [id, quantilesOf(sample[id].slice(), levels)])) as unknown as OptimumInterval;
}

/**
 * Central intervals of the optimum of a budget, or of its run with a model of a given size; undefined where the law's uncertainty is
 * not known, or the budget trains no model of that size.
 */
export function optimumInterval(law: Law, C: number, size?: Size): OptimumInterval | undefined {
  const sample = sampleOptima(law, C, size);
  return sample && intervalOf(sample);
}
