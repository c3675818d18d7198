import type { Objective } from './objective';

/** What is minimised: an objective with first and second derivatives over free coordinates, each in an interval. */
export interface Problem {
  /** Number of free coordinates. */
  readonly size: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Longest step of each coordinate: beyond it the derivatives say nothing. */
  readonly longest: Float64Array;
  /** Fills in the derivatives and returns the value. */
  evaluate(point: Float64Array, objective: Objective, into: Derivatives): number;
}

/** Derivatives at a point: [size], and lower triangles of [size, size], row-major. */
export interface Derivatives {
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  readonly majoriser: Float64Array;
}

/** Where a descent ended. */
export interface Descent {
  value: number;
  /** Evaluations of the objective. */
  evaluations: number;
  /** Whether the gain that the derivatives still promise is below the tolerance. */
  isConverged: boolean;
}

/** When a descent ends. */
export interface Stop {
  /** Promised gain of the next step, relative to the value, below which a point counts as a minimum. */
  readonly tolerance: number;
  readonly evaluations: number;
  /** Value at which it may stop; -Infinity to go on to the end. */
  readonly below: number;
}

/** Room for the derivatives of `size` coordinates. */
export function createDerivatives(size: number): Derivatives {
  return { gradient: new Float64Array(size), curvature: new Float64Array(size * size), majoriser: new Float64Array(size * size) };
}

/** Damping at the start, and what is taken where the true curvature alone does not serve. */
const FIRST_DAMPING = 1;
const LEAST_DAMPING = 1e-7;
const MOST_DAMPING = 1e12;
/** Least curvature of a coordinate, as a share of the greatest: a term that has died out must not stop the others. */
const LEAST_CURVATURE = 1e-30;

/**
 * Newton's method on the true curvature, damped by the majoriser: steps of (curvature + damping · majoriser). With much damping a step
 * is one of iteratively reweighted least squares, which always descends; with none it is Newton's, which converges quadratically even
 * where most residuals lie on the straight part of Huber's function. Allocates nothing while it runs.
 */
export class Minimiser {
  private readonly problem: Problem;
  private readonly trial: Float64Array;
  private readonly step: Float64Array;
  private readonly factor: Float64Array;
  private readonly isHeld: Uint8Array;
  private here: Derivatives;
  private there: Derivatives;

  constructor(problem: Problem) {
    this.problem = problem;
    const { size } = problem;
    this.trial = new Float64Array(size);
    this.step = new Float64Array(size);
    this.factor = new Float64Array(size * size);
    this.isHeld = new Uint8Array(size);
    this.here = createDerivatives(size);
    this.there = createDerivatives(size);
  }

  /** Derivatives where the last descent ended. */
  get derivatives(): Derivatives {
    return this.here;
  }

  /** Descends from a point, which it moves. */
  descend(point: Float64Array, objective: Objective, stop: Stop, damping = FIRST_DAMPING): Descent {
    const { problem, trial, step } = this;
    const { size, low, high, longest } = problem;
    for (let i = 0; i < size; i++) point[i] = Math.min(Math.max(point[i]!, low[i]!), high[i]!);
    let value = problem.evaluate(point, objective, this.here);
    let evaluations = 1;
    let lambda = damping;
    let growth = 4;
    let isConverged = false;
    while (evaluations < stop.evaluations && value > stop.below) {
      this.hold(point);
      const promised = this.solve(lambda);
      if (!(promised >= 0)) {
        if (lambda >= MOST_DAMPING) break;
        lambda = Math.max(lambda * 10, 1e-4);
        continue;
      }
      if (promised * Math.max(1, lambda) <= stop.tolerance * Math.abs(value)) {
        isConverged = true;
        // the last step is nearly free of cost and squares the error
        if (promised === 0) break;
      }
      // each coordinate for itself: a term that has died out asks for a huge step, which must not shorten the others'
      for (let i = 0; i < size; i++) {
        const bounded = Math.min(Math.max(step[i]!, -longest[i]!), longest[i]!);
        trial[i] = Math.min(Math.max(point[i]! + bounded, low[i]!), high[i]!);
      }
      const next = problem.evaluate(trial, objective, this.there);
      evaluations++;
      if (next <= value) {
        const gain = value - next;
        point.set(trial);
        value = next;
        [this.here, this.there] = [this.there, this.here];
        lambda *= Math.max(0.1, 1 - (2 * (gain / promised) - 1) ** 3);
        growth = 4;
        if (lambda < LEAST_DAMPING) lambda = 0;
      } else {
        if (lambda >= MOST_DAMPING) break;
        lambda = Math.max(lambda * growth, 1e-4);
        growth *= 2;
      }
      if (isConverged) break;
    }
    return { value, evaluations, isConverged };
  }

  /** Marks the coordinates that stand at an end of their interval and would leave it. */
  private hold(point: Float64Array): void {
    const { size, low, high } = this.problem;
    const { gradient } = this.here;
    for (let i = 0; i < size; i++) {
      this.isHeld[i] = (point[i]! <= low[i]! && gradient[i]! >= 0) || (point[i]! >= high[i]! && gradient[i]! <= 0) ? 1 : 0;
    }
  }

  /** Solves for the step; returns the gain that it promises, NaN where the damped curvature is not positive definite. */
  private solve(lambda: number): number {
    const { factor, step, isHeld } = this;
    const { size } = this.problem;
    const { gradient, curvature, majoriser } = this.here;
    let greatest = 0;
    for (let i = 0; i < size; i++) greatest = Math.max(greatest, majoriser[i * size + i]!);
    const least = greatest * LEAST_CURVATURE;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const k = i * size + j;
        if (isHeld[i] || isHeld[j]) {
          factor[k] = i === j ? 1 : 0;
          continue;
        }
        let sum = (lambda < 1 ? curvature[k]! : 0) + lambda * majoriser[k]! * (i === j ? 1.001 : 1) + (i === j ? least : 0);
        for (let m = 0; m < j; m++) sum -= factor[i * size + m]! * factor[j * size + m]!;
        if (i === j) {
          if (!(sum > 0)) return Number.NaN;
          factor[k] = Math.sqrt(sum);
        } else factor[k] = sum / factor[j * size + j]!;
      }
    }
    for (let i = 0; i < size; i++) {
      let sum = isHeld[i] ? 0 : -gradient[i]!;
      for (let m = 0; m < i; m++) sum -= factor[i * size + m]! * step[m]!;
      step[i] = sum / factor[i * size + i]!;
    }
    let promised = 0;
    for (let i = 0; i < size; i++) promised += (step[i]! * step[i]!) / 2;
    for (let i = size - 1; i >= 0; i--) {
      let sum = step[i]!;
      for (let m = i + 1; m < size; m++) sum -= factor[m * size + i]! * step[m]!;
      step[i] = sum / factor[i * size + i]!;
    }
    return promised;
  }
}
