import type { FormId } from '../model/forms';
import { InputError } from '../quantities/issue';
import { type Descent, Minimiser } from './minimise';
import { type ObjectiveId, type Objective, findObjective, roundedObjective } from './objective';
import type { Rows } from './kernels/kernel';
import { type Restrictions, FitSpace } from './space';
import { type StartStrategy, createStarts } from './starts';

/** How to fit a law to runs. */
export interface FitOptions {
  /** Default: `chinchilla`. */
  readonly form?: FormId;
  /** Default: `huber`. */
  readonly objective?: ObjectiveId;
  /** Where Huber's function turns straight; default 1e-3, as Hoffmann et al. */
  readonly delta?: number;
  /** Default: `projection` for the Chinchilla form, `random` for others. */
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

/** Objectives this close, relative, count as the same optimum. */
export const AGREEMENT = 1e-5;
/** Fewest runs that a fit accepts. */
const FEWEST_RUNS = 5;
/** Huber function of the first descent: round enough to lead from far away. */
const FIRST_DELTA = 0.3;
/** Rounder functions on the way to an objective that has nearly a corner. */
const LADDER = [1e-3, 1e-5];
/** Runs that the first descent looks at, at least, and for each free coefficient. */
const FIRST_RUNS = { least: 16, perCoefficient: 3 };
const FIRST_STOP = { tolerance: 1e-5, evaluations: 80, below: -Infinity };
const SECOND_STOP = { tolerance: 1e-9, evaluations: 100 };
const LAST_STOP = { evaluations: 400, below: -Infinity };
/** Promised gain at which the last descent ends: what derivatives can tell, exact ones and differences. */
const LAST_TOLERANCE = { exact: 1e-15, differences: 1e-10 };
/** A descent that ends above the best by more than this share is not taken up again. */
const HOPELESS = 0.01;

/**
 * Fits a form to runs from many starts. Every start descends by a round objective on a part of the runs first, and then by the real
 * one on all of them. Starts that arrive at the same point after the first descent go on as one; a descent that comes within
 * AGREEMENT of the best objective may end there. So the count of agreeing starts is what it says: those that reach the best
 * objective, not those that were seen to converge to the same coefficients. Throws an InputError where the runs cannot determine the law.
 */
export function fitLaw(rows: Rows, options: FitOptions = {}): ParametricFit {
  const form = options.form ?? 'chinchilla';
  const objective = findObjective(options.objective ?? 'huber', options.delta);
  const space = new FitSpace(form, rows, options.restrictions);
  refuse(rows, space);
  const strategy = options.starts ?? (form === 'chinchilla' ? 'projection' : 'random');
  const starts = createStarts(strategy, space, options.seed ?? 0);
  const arrivals = firstDescents(starts, space, objective);
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
  const { value } = minimiser.descend(
    free,
    objective,
    { ...LAST_STOP, tolerance: LAST_TOLERANCE[form === 'chinchilla' ? 'exact' : 'differences'] },
    0,
  );
  best.value = value;
  // those that ended early were near an older best
  for (const arrival of arrivals) if (!agrees(arrival.value, value) && arrival.value < value * (1 + HOPELESS)) goOn(arrival);
  const [agreeing, others] = [arrivals.filter((a) => agrees(a.value, value)), arrivals.filter((a) => !agrees(a.value, value))];
  return {
    form,
    objective,
    coefficients: space.toCoefficients(free),
    value,
    space,
    free,
    starts: {
      strategy,
      count: starts.length,
      agreeing: agreeing.reduce((sum, { starts: n }) => sum + n, 0),
      nextBest: others.length > 0 ? Math.min(...others.map((a) => a.value)) : undefined,
    },
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
interface Arrival {
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
  const arrivals = new Map<string, Arrival>();
  for (const start of starts) {
    const free = Float64Array.from(start);
    minimiser.descend(free, round, FIRST_STOP);
    const key = Array.from(free, (x) => x.toFixed(2)).join(' ');
    const known = arrivals.get(key);
    if (known) known.starts += 1;
    else arrivals.set(key, { free, starts: 1, value: Infinity });
  }
  return [...arrivals.values()];
}

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

function refuse(rows: Rows, space: FitSpace): void {
  const distinct = (values: Float64Array): number => new Set(values).size;
  const fail = (given: string, allowed: string): never => {
    throw new InputError([{ field: 'runs', given, allowed }]);
  };
  const needed = Math.max(FEWEST_RUNS, space.size + 1);
  if (rows.count < needed) fail(`${rows.count} usable runs`, `at least ${needed}: ${space.size} coefficients are free`);
  if (distinct(rows.N) < 2) fail(`one size N = ${rows.N[0]}`, 'runs of at least two sizes; with one, nothing says how loss depends on N');
  if (distinct(rows.D) < 2) fail(`one token count D = ${rows.D[0]}`, 'runs of at least two token counts');
  if (distinct(rows.loss) < 2) fail(`one loss ${rows.loss[0]}`, 'losses that differ');
}
