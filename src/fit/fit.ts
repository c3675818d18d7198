import type { Term } from '../model/form';
import { type FormId, findForm } from '../model/forms';
import { InputError } from '../quantities/issue';
import { type Descent, Minimiser } from './minimise';
import { type ObjectiveId, type Objective, findObjective, roundedObjective } from './objective';
import { type Rows, selectRows, spreadIndices } from './kernels/kernel';
import { type Restrictions, FitSpace } from './space';
import { type StartStrategy, createStarts, defaultStarts } from './starts';

/** How to fit a law to runs. */
export interface FitOptions {
  /** Default: `chinchilla`. */
  readonly form?: FormId;
  /** Default: `huber`. */
  readonly objective?: ObjectiveId;
  /** Where Huber's function turns straight; default 1e-3, as Hoffmann et al. */
  readonly delta?: number;
  /** Default: `projection`, or `random` for a form that does not become Chinchilla's. */
  readonly starts?: StartStrategy;
  readonly restrictions?: Restrictions;
  /** Seed of random starts; default 0. */
  readonly seed?: number;
}

/** A law fitted to runs by approach 3: one form through all of them. */
export interface ParametricFit {
  readonly form: FormId;
  readonly objective: Objective;
  readonly coefficients: Readonly<Record<string, number>>;
  /** The objective at the optimum. */
  readonly value: number;
  readonly space: FitSpace;
  /** The optimum in the space's coordinates. */
  readonly free: Float64Array;
  readonly starts: StartReport;
}

/** What became of the starts. */
export interface StartReport {
  readonly strategy: StartStrategy;
  readonly count: number;
  /** Starts whose descent ends within AGREEMENT of the best objective. */
  readonly agreeing: number;
  /** Objective of the best start that does not agree; undefined where all do. */
  readonly nextBest: number | undefined;
}

/** Runs from which on the starts look at a sample only. */
export const MANY_RUNS = 20_000;
const SAMPLE = 10_000;
/** Objectives this close, relative, count as the same optimum. */
export const AGREEMENT = 1e-5;
/** Fewest runs that a fit accepts. */
const FEWEST_RUNS = 5;
/** Huber function of the first descent: round enough to lead from far away. */
const FIRST_DELTA = 0.3;
/** Rounder functions on the way to an objective that has nearly a corner. */
const LADDER = [1e-3, 1e-5];
/**
 * Huber functions that forms other than Chinchilla's go through on all runs before the real one: a part of the runs may leave their
 * coefficients open, and they have small valleys where runs lie on the law, which what is round passes over.
 */
const ROUND = [0.1, 0.01, 0.003];
/** Runs that the first descent looks at, at least, and for each free coefficient. */
const FIRST_RUNS = { least: 16, perCoefficient: 3 };
const FIRST_STOP = { tolerance: 1e-5, evaluations: 80, below: -Infinity };
const ROUND_STOP = { tolerance: 1e-5, evaluations: 60, below: -Infinity };
const SECOND_STOP = { tolerance: 1e-9, evaluations: 100 };
/** A sum of a million runs is rounded in its thirteenth digit; a coefficient's standard error is a gain in the sixth. */
const MANY_STOP = { tolerance: 1e-12, evaluations: 100, below: -Infinity };
const LAST_STOP = { tolerance: 1e-15, evaluations: 400, below: -Infinity };
/** A descent that ends above the best by more than this share is not taken up again. */
const HOPELESS = 0.01;

/**
 * Fits a form to runs from many starts. Every start descends by a round objective first, Chinchilla's form on a part of the runs, and then
 * by the real one on all of them. Starts that arrive at the same point after the first descent go on as one; a descent that comes within
 * AGREEMENT of the best objective may end there. So the count of agreeing starts is what it says: those that reach the best
 * objective, not those that were seen to converge to the same coefficients. Throws an InputError where the runs cannot determine the law.
 */
export function fitLaw(rows: Rows, options: FitOptions = {}): ParametricFit {
  const form = options.form ?? 'chinchilla';
  const objective = findObjective(options.objective ?? 'huber', options.delta);
  const space = new FitSpace(form, rows, options.restrictions);
  refuse(rows, space);
  if (rows.count > MANY_RUNS) return fitMany(space, objective, options);
  const strategy = options.starts ?? defaultStarts(form);
  const starts = createStarts(strategy, space, options.seed ?? 0);
  const arrivals = form === 'chinchilla' ? firstDescents(starts, space, objective) : roundDescents(starts, space, objective);
  return settle(space, objective, strategy, arrivals);
}

/** Points that starts arrived at, those that agree as one. */
export function gatherArrivals(ends: readonly Float64Array[]): readonly Arrival[] {
  return gather(ends.map(arrivalAt), () => undefined);
}

/** The best of the optima next to points that starts arrived at, which it moves there, and how many starts reach it. */
export function settle(space: FitSpace, objective: Objective, strategy: StartStrategy, arrivals: readonly Arrival[]): ParametricFit {
  const minimiser = new Minimiser(space);
  let best: { value: number; free: Float64Array } | undefined;
  const goOn = (arrival: Arrival): void => {
    const target = best ? best.value * (1 + AGREEMENT) : -Infinity;
    arrival.value = descendTo(minimiser, arrival.free, objective, { ...SECOND_STOP, below: target }).value;
    if (!best || arrival.value < best.value) best = { value: arrival.value, free: Float64Array.from(arrival.free) };
  };
  for (const arrival of arrivals) goOn(arrival);
  if (!best) throw new Error('a fit without starts');
  const free = best.free;
  const { value } = minimiser.descend(free, objective, LAST_STOP, 0);
  best.value = value;
  // those that ended early were near an older best
  for (const arrival of arrivals) if (!agrees(arrival.value, value) && arrival.value < value * (1 + HOPELESS)) goOn(arrival);
  const [agreeing, others] = [arrivals.filter((a) => agrees(a.value, value)), arrivals.filter((a) => !agrees(a.value, value))];
  return {
    form: space.form,
    objective,
    coefficients: space.toCoefficients(free),
    value,
    space,
    free,
    starts: {
      strategy,
      count: arrivals.reduce((sum, { starts }) => sum + starts, 0),
      agreeing: agreeing.reduce((sum, { starts: n }) => sum + n, 0),
      nextBest: others.length > 0 ? Math.min(...others.map((a) => a.value)) : undefined,
    },
  };
}

/**
 * Fits a sample of very many runs from every start, and goes on from its optimum with all of them: the optimum of a hundred thousand
 * runs lies next to that of ten thousand, so that looking for it among all of them costs time and finds nothing else. The report of
 * the starts is that of the sample, its next best objective scaled to all runs.
 */
function fitMany(space: FitSpace, objective: Objective, options: FitOptions): ParametricFit {
  const { rows, form } = space;
  const sample = fitLaw(selectRows(rows, spreadIndices(rows.count, SAMPLE)), options);
  const free = space.fromCoefficients(sample.coefficients);
  const { value } = new Minimiser(space).descend(free, objective, MANY_STOP, 0);
  const { nextBest } = sample.starts;
  return {
    form,
    objective,
    coefficients: space.toCoefficients(free),
    value,
    space,
    free,
    starts: { ...sample.starts, nextBest: nextBest === undefined ? undefined : (nextBest * value) / sample.value },
  };
}

/** A minimum near a point, which it moves there: for resamples and profiles, which begin at an optimum. */
export function refit(minimiser: Minimiser, free: Float64Array, objective: Objective): Descent {
  return descendTo(minimiser, free, objective, { ...SECOND_STOP, below: -Infinity });
}

function agrees(value: number, best: number): boolean {
  return value <= best * (1 + AGREEMENT) + Number.MIN_VALUE;
}

/** Where starts arrived after the first descent. */
export interface Arrival {
  readonly free: Float64Array;
  /** How many starts arrived there. */
  starts: number;
  value: number;
}

function firstDescents(starts: readonly Float64Array[], space: FitSpace, objective: Objective): Arrival[] {
  const { rows } = space;
  const stride = Math.max(1, Math.floor(rows.count / Math.max(FIRST_RUNS.least, FIRST_RUNS.perCoefficient * space.size)));
  const part = space.copy();
  part.reweight(rows.weight.map((weight, i) => (i % stride === 0 ? weight : 0)));
  const minimiser = new Minimiser(part);
  const round = roundedObjective(objective, FIRST_DELTA);
  return gather(starts.map(arrivalAt), (free) => void minimiser.descend(free, round, FIRST_STOP));
}

/** Lets points descend; those that arrive at the same place go on as one. */
function gather(points: readonly Arrival[], descend: (free: Float64Array) => void): Arrival[] {
  const arrivals = new Map<string, Arrival>();
  for (const point of points) {
    descend(point.free);
    const key = Array.from(point.free, (x) => x.toFixed(2)).join(' ');
    const known = arrivals.get(key);
    if (known) known.starts += point.starts;
    else arrivals.set(key, point);
  }
  return [...arrivals.values()];
}

/** Descents on all runs by objectives that are less and less round. */
function roundDescents(starts: readonly Float64Array[], space: FitSpace, objective: Objective): Arrival[] {
  const minimiser = new Minimiser(space);
  let arrivals = starts.map(arrivalAt);
  for (const delta of ROUND) {
    const round = roundedObjective(objective, delta);
    arrivals = gather(arrivals, (free) => void minimiser.descend(free, round, ROUND_STOP));
  }
  return arrivals;
}

const arrivalAt = (start: Float64Array): Arrival => ({ free: Float64Array.from(start), starts: 1, value: Infinity });

function descendTo(
  minimiser: Minimiser,
  free: Float64Array,
  objective: Objective,
  stop: { readonly tolerance: number; readonly evaluations: number; readonly below: number },
): Descent {
  for (const delta of LADDER) {
    if (delta > objective.delta) minimiser.descend(free, roundedObjective(objective, delta), { ...stop, below: -Infinity }, 0.1);
  }
  return minimiser.descend(free, objective, stop, 0.1);
}

/** Throws an InputError where runs cannot determine the free coefficients of a space. */
export function refuse(rows: Rows, space: FitSpace): void {
  const isOne = (values: Float64Array): boolean => values.every((value) => value === values[0]);
  const fail = (given: string, allowed: string): never => {
    throw new InputError([{ field: 'runs', given, allowed }]);
  };
  const needed = Math.max(FEWEST_RUNS, space.size + 1);
  if (rows.count < needed) fail(`${rows.count} usable runs`, `at least ${needed}: ${space.size} coefficients are free`);
  if (isOne(rows.N)) fail(`one size N = ${rows.N[0]}`, 'runs of at least two sizes; with one, nothing says how loss depends on N');
  // a form that has no term of the tokens, such as Clark's, asks nothing of them
  const readsTokens = Object.values<Term>(findForm(space.form).terms).some((term) => term.D !== undefined);
  if (readsTokens && isOne(rows.D)) fail(`one token count D = ${rows.D[0]}`, 'runs of at least two token counts');
  if (isOne(rows.loss)) fail(`one loss ${rows.loss[0]}`, 'losses that differ');
}
