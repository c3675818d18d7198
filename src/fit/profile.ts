import { findForm } from '../model/forms';
import { exp, log2 } from '../model/math/elementary';
import { type ParametricFit, refit } from './fit';
import { isFittedAsLog } from './kernels/general';
import { Minimiser } from './minimise';
import { FitSpace } from './space';
import { predict } from './uncertainty';

/** The objective along one coefficient, all others fitted anew at each of its values. */
export interface Profile {
  /** The coefficient; of tied ones the first. */
  readonly name: string;
  /** By rising value. */
  readonly points: readonly ProfilePoint[];
  /** 80 % interval; an end is undefined where the profile does not reach the bound: the runs leave that side open. */
  readonly interval: readonly [number | undefined, number | undefined];
}

/** A point of a profile. */
export interface ProfilePoint {
  readonly value: number;
  readonly objective: number;
  /** Likelihood-ratio statistic: rise of the objective, scaled so that it is chi-square with one degree of freedom. */
  readonly ratio: number;
}

/** Square of the standard normal quantile of the central 80 %: the bound of a likelihood ratio with one degree of freedom. */
export const CHI_SQUARED_80 = 1.642374415;
/** Where a profile ends: the bound of 98 %. */
const HIGHEST = 5.4;
/** Steps to either side, and how much the square root of the ratio rises in one of them where the profile is a parabola. */
const STEPS = { most: 24, rise: 0.3 };
/** First step of an exponent and of a logarithm, before the profile says how far it reaches. */
const PROBE = { length: 0.01, least: 1e-3, factor: 8, most: 6 };

/**
 * Profile likelihood of a coefficient, and its 80 % interval: the values whose objective stays below the bound of a likelihood ratio. For
 * objectives other than squares the ratio is scaled by mean(psi²)/mean(psi'), which makes it hold for M-estimators (Heritier and Ronchetti
 * 1994). The others start where the point before ended. Steps are even in the coefficient, of sizes in its logarithm. Throws
 * for a coefficient that is not free.
 */
export function profileCoefficient(fit: ParametricFit, name: string): Profile {
  const variable = fit.space.variables.find(({ names }) => names.includes(name));
  if (!variable) throw new Error(`a profile of ${name}, which is not free`);
  const first = variable.names[0]!;
  const isLog = isFittedAsLog(findForm(fit.form), first);
  const toFree = (value: number): number => (isLog ? log2(Math.max(value, Number.MIN_VALUE)) * Math.LN2 : value);
  const center = toFree(fit.coefficients[first]!);
  const scale = objectiveScale(fit);
  const [low, high] = [variable.isCentred ? -Infinity : variable.low, variable.isCentred ? Infinity : variable.high];
  const at = (free: number, from: Readonly<Record<string, number>>) => {
    const value = isLog ? exp(free) : free;
    const { objective, coefficients } = fitAt(fit, variable.names, value, from);
    return { value, free, objective, ratio: Math.max(0, (2 * (objective - fit.value)) / scale), coefficients };
  };
  const side = (sign: number) => {
    // a coefficient may stand at an end of its interval: nothing lies beyond
    const room = sign < 0 ? center - low : high - center;
    if (room <= 0) return [];
    let step = sign * Math.min(PROBE.length, room);
    let probe = at(center + step, fit.coefficients);
    for (let k = 0; k < PROBE.most && probe.ratio < PROBE.least && Math.abs(step) < room; k++) {
      step = sign * Math.min(Math.abs(step) * PROBE.factor, room);
      probe = at(center + step, fit.coefficients);
    }
    step *= STEPS.rise / Math.sqrt(Math.max(probe.ratio, PROBE.least));
    const points: ReturnType<typeof at>[] = [];
    for (let k = 1; k <= STEPS.most; k++) {
      const free = center + k * step;
      if (free < low || free > high) break;
      const point = at(free, points.at(-1)?.coefficients ?? fit.coefficients);
      points.push(point);
      if (point.ratio > HIGHEST) break;
    }
    return points;
  };
  const [below, above] = [side(-1), side(1)];
  const crossing = (points: typeof below): number | undefined => {
    let last = { free: center, ratio: 0 };
    for (const point of points) {
      if (point.ratio > CHI_SQUARED_80) {
        // the root of the ratio is nearly straight
        const [a, b] = [Math.sqrt(last.ratio), Math.sqrt(point.ratio)];
        const free = last.free + ((Math.sqrt(CHI_SQUARED_80) - a) / (b - a)) * (point.free - last.free);
        return isLog ? exp(free) : free;
      }
      last = point;
    }
    return undefined;
  };
  const middle = { value: fit.coefficients[first]!, objective: fit.value, ratio: 0 };
  return {
    name: first,
    points: [...below.toReversed(), middle, ...above].map(({ value, objective, ratio }) => ({ value, objective, ratio })),
    interval: [crossing(below), crossing(above)],
  };
}

/** Profiles of all free coefficients, one after the other. */
export function profileAll(fit: ParametricFit): readonly Profile[] {
  return fit.space.variables.map(({ names }) => profileCoefficient(fit, names[0]!));
}

/** The best fit with coefficients held at one value, from a point near it. */
function fitAt(fit: ParametricFit, names: readonly string[], value: number, from: Readonly<Record<string, number>>) {
  const { restrictions, rows } = fit.space;
  const held = Object.fromEntries(names.map((name) => [name, value]));
  const space = new FitSpace(fit.form, rows, {
    ...restrictions,
    fixed: { ...restrictions.fixed, ...held },
    ties: (restrictions.ties ?? []).filter((tie) => !tie.some((name) => names.includes(name))),
    bounds: Object.fromEntries(Object.entries(restrictions.bounds ?? {}).filter(([name]) => !names.includes(name))),
  });
  const free = space.fromCoefficients({ ...from, ...held });
  const { value: objective } = refit(new Minimiser(space), free, fit.objective);
  return { objective, coefficients: space.toCoefficients(free) };
}

/** mean(psi²)/mean(psi') at the residuals, with the degrees of freedom that are left. */
function objectiveScale(fit: ParametricFit): number {
  const { rows, size } = fit.space;
  const { delta, scale, above, residual } = fit.objective;
  let [squares, bends] = [0, 0];
  for (let i = 0; i < rows.count; i++) {
    const predicted = predict(fit, i);
    const r = residual === 'log' ? Math.log(predicted / rows.loss[i]!) : predicted - rows.loss[i]!;
    const side = scale * (r < 0 ? above : 1);
    squares += (side * Math.min(Math.abs(r), delta)) ** 2;
    if (Math.abs(r) <= delta) bends += side;
  }
  return (squares * rows.count) / Math.max(1, rows.count - size) / Math.max(bends, scale);
}
