import { InputError } from '../quantities/issue';

/** Ways to weigh the residuals of a fit. */
export const objectiveIds = ['huber', 'squared', 'absolute', 'asymmetric', 'squared-loss'] as const;

/** Id of an objective. */
export type ObjectiveId = (typeof objectiveIds)[number];

/**
 * An objective: the sum over runs of weight · scale · side · h(r), where h(r) = r²/2 up to |r| = delta and delta·(|r| − delta/2) beyond.
 * One shape holds all of them, so that the inner loops know no kinds.
 */
export interface Objective {
  readonly id: ObjectiveId;
  readonly about: string;
  /** What r is: ln of the law's loss over the run's, or the difference of the two in nat/token. */
  readonly residual: 'log' | 'loss';
  /** Where squares turn into straight lines, in the unit of r. */
  readonly delta: number;
  readonly scale: number;
  /** What a run counts that lies above the law, beside 1 for one that lies below. */
  readonly above: number;
}

/** Where Huber's function turns straight in Hoffmann et al. 2022, section 3.3. */
const HOFFMANN_DELTA = 1e-3;
/** The absolute value is rounded off this close to zero: far below the noise of any run. */
const ROUNDING = 1e-7;

const objectives: Readonly<Record<ObjectiveId, Objective>> = {
  huber: {
    id: 'huber',
    about: 'sum of Huber (delta 1e-3) of log-loss residuals, as Hoffmann et al. 2022',
    residual: 'log',
    delta: HOFFMANN_DELTA,
    scale: 1,
    above: 1,
  },
  squared: { id: 'squared', about: 'sum of squares of log-loss residuals', residual: 'log', delta: Infinity, scale: 2, above: 1 },
  absolute: {
    id: 'absolute',
    about: 'sum of absolute log-loss residuals',
    residual: 'log',
    delta: ROUNDING,
    scale: 1 / ROUNDING,
    above: 1,
  },
  asymmetric: {
    id: 'asymmetric',
    about: 'Huber where runs above the law, which may have trained badly, count half',
    residual: 'log',
    delta: HOFFMANN_DELTA,
    scale: 1,
    above: 0.5,
  },
  'squared-loss': {
    id: 'squared-loss',
    about: 'sum of squares of loss residuals in nat²',
    residual: 'loss',
    delta: Infinity,
    scale: 2,
    above: 1,
  },
};

/** Objectives whose delta can be chosen. */
export const deltaIds: readonly ObjectiveId[] = ['huber', 'asymmetric'];

/** What a delta may be: below it Huber's function is the absolute value, above it the square. */
export const DELTA = { min: 1e-6, max: 1, usual: HOFFMANN_DELTA } as const;

/** An objective by its id, with another delta where it can have one. Throws an InputError for a delta that is out of range. */
export function findObjective(id: ObjectiveId, delta?: number): Objective {
  const found = objectives[id];
  if (delta === undefined || !deltaIds.includes(id)) return found;
  if (!(delta >= DELTA.min && delta <= DELTA.max)) {
    throw new InputError([{ field: 'delta', given: String(delta), allowed: `a number from ${DELTA.min} to ${DELTA.max}` }]);
  }
  return { ...found, delta, about: found.about.replace('delta 1e-3', `delta ${delta}`) };
}

/**
 * The objective with a rounder Huber function, for the first steps of a fit where the real one has nearly a corner; itself where
 * it is round enough.
 */
export function roundedObjective(objective: Objective, delta: number): Objective {
  return objective.delta >= delta ? objective : { ...objective, delta, scale: (objective.scale * objective.delta) / delta };
}

/** What one run of weight 1 adds to an objective at residual r. */
export function penaltyOf({ delta, scale, above }: Objective, r: number): number {
  const size = Math.abs(r);
  // a run above the law is one whose loss the law predicts too low
  const side = r < 0 ? scale * above : scale;
  return side * (size <= delta ? (r * r) / 2 : delta * (size - delta / 2));
}
