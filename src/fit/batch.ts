import { type Bootstrap, type BootstrapOptions, Resampler } from './bootstrap';
import { type FitOptions, type ParametricFit, MANY_RUNS, fitLaw, gatherArrivals, refit, refuse, settle } from './fit';
import { Minimiser } from './minimise';
import { type Objective, type ObjectiveId, findObjective } from './objective';
import type { Rows } from './kernels/kernel';
import { FitSpace } from './space';
import { createStarts, defaultStarts } from './starts';

/** Coordinates of Chinchilla's form, and numbers of a run in a batch. */
export const BATCH = { coordinates: 5, run: 4 } as const;

/** Many descents at once, of Chinchilla's form on log-loss residuals. */
export interface DescentBatch {
  /** ln N and ln D less their means, 1/loss, and 0. [runs, 4] */
  readonly runs: Float32Array<ArrayBuffer>;
  /** [tasks, runs], or [runs] where all share them. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** [tasks, 5] */
  readonly starts: Float32Array<ArrayBuffer>;
  readonly objective: Pick<Objective, 'delta' | 'scale' | 'above'>;
  /** Rounder Huber function of a first descent; 0 for none. */
  readonly firstDelta: number;
}

/** Where the descents of a batch ended. */
export interface DescentEnds {
  /** [tasks, 5] */
  readonly points: Float32Array;
  /** 1 where a descent converged, else 0. [tasks] */
  readonly isConverged: Float32Array;
}

/** What runs batches, in single precision. */
export type BatchEngine = (batch: DescentBatch) => Promise<DescentEnds>;

/** Huber function of the first descents, as on one thread. */
const FIRST_DELTA = 0.3;
/** Objectives whose corners single precision resolves. */
const OBJECTIVES: readonly ObjectiveId[] = ['huber', 'squared', 'asymmetric'];
/** Corner of Huber's function below which single precision, 1e-7 of a logarithm, does not resolve it. */
const LEAST_DELTA = 1e-4;
/** Weights of one batch, at most: 64 MiB. */
const MOST_WEIGHTS = 2 ** 24;

/** Why a fit cannot run in batches; undefined where it can. */
export function batchRefusal(
  rows: Rows,
  { form = 'chinchilla', objective = 'huber', delta, restrictions = {} }: FitOptions,
): string | undefined {
  if (form !== 'chinchilla') return `the form ${form}`;
  if (!OBJECTIVES.includes(objective)) return `the objective ${objective}`;
  if (findObjective(objective, delta).delta < LEAST_DELTA) return `a delta of ${delta}`;
  if (Object.values(restrictions).some((each) => Object.keys(each as object).length > 0))
    return 'coefficients that are fixed, tied or bounded';
  return rows.count > MANY_RUNS ? `${rows.count} runs` : undefined;
}

/**
 * The same fit as `fitLaw`, with every start's descent in a batch, and the distinct ends polished in double precision. Falls back to
 * `fitLaw` where batches cannot run it.
 */
export async function fitLawInBatch(engine: BatchEngine, rows: Rows, options: FitOptions = {}): Promise<ParametricFit> {
  if (batchRefusal(rows, options)) return fitLaw(rows, options);
  const objective = findObjective(options.objective ?? 'huber', options.delta);
  const space = new FitSpace('chinchilla', rows);
  refuse(rows, space);
  const strategy = options.starts ?? defaultStarts('chinchilla');
  const starts = createStarts(strategy, space, options.seed ?? 0);
  const { points } = await engine({
    ...packRuns(space),
    weights: Float32Array.from(rows.weight),
    starts: Float32Array.from(starts.flatMap((start) => [...start])),
    objective,
    firstDelta: FIRST_DELTA,
  });
  const ends = starts.map((_, i) => Float64Array.from(points.subarray(i * BATCH.coordinates, (i + 1) * BATCH.coordinates)));
  return settle(space, objective, strategy, gatherArrivals(ends));
}

/**
 * The same resamples as `bootstrapFit`, fitted in batches. Ends are those of single precision, whose error is far below the spread of the
 * draws; a descent that did not converge is repeated in double precision.
 */
export async function bootstrapInBatch(engine: BatchEngine, fit: ParametricFit, options: BootstrapOptions): Promise<Bootstrap> {
  const { space } = fit;
  const { count } = space.rows;
  const resampler = new Resampler(fit, options);
  const each = Math.max(1, Math.min(options.draws, Math.floor(MOST_WEIGHTS / count)));
  const draws: Readonly<Record<string, number>>[] = [];
  const again = space.copy();
  const minimiser = new Minimiser(again);
  let unconverged = 0;
  while (draws.length < options.draws) {
    const tasks = Math.min(each, options.draws - draws.length);
    const weights = new Float32Array(tasks * count);
    for (let i = 0; i < tasks; i++) weights.set(resampler.next(), i * count);
    const starts = Float32Array.from({ length: tasks * BATCH.coordinates }, (_, k) => fit.free[k % BATCH.coordinates]!);
    const { points, isConverged } = await engine({ ...packRuns(space), weights, starts, objective: fit.objective, firstDelta: 0 });
    for (let i = 0; i < tasks; i++) {
      const free = Float64Array.from(points.subarray(i * BATCH.coordinates, (i + 1) * BATCH.coordinates));
      if (isConverged[i] !== 1) {
        again.reweight(Float64Array.from(weights.subarray(i * count, (i + 1) * count)));
        free.set(fit.free);
        if (!refit(minimiser, free, fit.objective).isConverged) unconverged += 1;
      }
      draws.push(resampler.toDraw(free));
    }
  }
  return resampler.report(draws, unconverged);
}

function packRuns({ rows, center }: FitSpace): Pick<DescentBatch, 'runs'> {
  const runs = new Float32Array(rows.count * BATCH.run);
  for (let i = 0; i < rows.count; i++) {
    runs.set([Math.log(rows.N[i]!) - center.N, Math.log(rows.D[i]!) - center.D, 1 / rows.loss[i]!], i * BATCH.run);
  }
  return { runs };
}
