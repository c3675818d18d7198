import type { MetricId } from '../quantities/registry';
import { type LogAffine, monomialOf } from './configuration';
import { type LawQuantity, type Term, exponentsOf } from './form';
import { type Law, formOf } from './laws';
import { penaltyOf, sumSlopes, termSize } from './loss';
import { exp2, log2 } from './math/elementary';
import { findRoot } from './math/root';

/** log2 of N and D as affine functions of the log2 of two inputs: that of a row, and the one that is optimised. */
export type EnsembleConfiguration = { readonly [Q in LawQuantity]: LogAffine };

/**
 * Draws of one law, prepared for optima and metrics of many of them at once. A row is a value of the first input, such as a budget;
 * x is log2 of the second, such as N.
 */
export interface Ensemble {
  readonly draws: number;
  /**
   * The x in [from, to] at which the sum of a draw is least in a row, about 1e-14 absolute; an end where the sum falls or rises
   * throughout. The search begins at `start`; where addends do not factor it takes the whole interval.
   */
  minimise(draw: number, log2Row: number, from: number, to: number, start: number): number;
  /** d sum / dx of a draw, up to a positive factor; absent where every addend factors, because `minimise` needs no bracket then. */
  readonly slope?: (draw: number, log2Row: number, x: number) => number;
  /** Fills `out` with a quantity of every draw, each at its own x. [draws] */
  evaluate(id: MetricId, log2Row: number, points: Float64Array, out: Float64Array): void;
}

/** Newton's steps halve at least every second time, so that this many reach any tolerance. */
const MOST_STEPS = 200;

/** A Newton step this small leaves an error of its square. */
const LAST_STEP = 1e-8;

/**
 * Prepares draws of a law: they share form and scenario. A budget pays for 6 N D here; what bends a configuration is not affine. Everything of a term that no row and no x changes is worked out once for
 * each draw.
 */
export function createEnsemble(laws: readonly Law[], configuration: EnsembleConfiguration): Ensemble {
  const [first] = laws;
  if (!first) throw new Error('an ensemble needs at least one draw');
  const form = formOf(first);
  const { penalty, link } = form;
  const { N, D } = configuration;
  const terms = Object.values<Term>(form.terms);
  const width = terms.length;
  // log2 of term k of a draw is base + rowRate · log2Row + rate · x; all [draws, terms]
  const base = new Float64Array(laws.length * width);
  const rowRate = new Float64Array(laws.length * width);
  const rate = new Float64Array(laws.length * width);
  const offset = Float64Array.from(laws, ({ coefficients }) => form.offset(coefficients));
  laws.forEach((law, draw) =>
    terms.forEach((term, k) => {
      const exponents = exponentsOf(term, law.coefficients);
      const at = draw * width + k;
      base[at] = log2(termSize(law, term)) + exponents.N * N.constant + exponents.D * D.constant;
      rowRate[at] = exponents.N * N.weights[0] + exponents.D * D.weights[0];
      rate[at] = exponents.N * N.weights[1] + exponents.D * D.weights[1];
    }),
  );
  const pointAt = ({ constant, weights }: LogAffine, log2Row: number, x: number): number =>
    exp2(constant + weights[0] * log2Row + weights[1] * x);

  /**
   * Newton's method on log2 of what rises over what falls, which is a straight line where one power rises and one falls, so that
   * one step is all; bisection is the safeguard for more.
   */
  const minimiseTerms = (draw: number, log2Row: number, from: number, to: number, start: number): number => {
    let low = from;
    let high = to;
    let x = Math.min(Math.max(start, from), to);
    for (let i = 0; i < MOST_STEPS && low < high; i++) {
      let rising = 0;
      let falling = 0;
      let risingRate = 0;
      let fallingRate = 0;
      let addends = 0;
      for (let at = draw * width; at < (draw + 1) * width; at++) {
        const slope = rate[at]!;
        const part = slope * exp2(base[at]! + rowRate[at]! * log2Row + slope * x);
        if (part > 0) {
          rising += part;
          risingRate += part * slope;
          addends++;
        } else if (part < 0) {
          falling -= part;
          fallingRate += part * slope;
          addends++;
        }
      }
      if (falling === 0) return from;
      if (rising === 0) return to;
      const step = log2(falling / rising) / (risingRate / rising + fallingRate / falling);
      if (addends === 2) return Math.min(Math.max(x + step, from), to);
      if (step >= 0) low = x;
      else high = x;
      const next = x + step >= low && x + step <= high ? x + step : (low + high) / 2;
      if (Math.abs(next - x) <= LAST_STEP) return next;
      x = next;
    }
    return x;
  };

  const slope =
    penalty &&
    ((draw: number, log2Row: number, x: number): number => {
      const slopes = sumSlopes(laws[draw]!, pointAt(N, log2Row, x), pointAt(D, log2Row, x));
      return slopes.N * N.weights[1] + slopes.D * D.weights[1];
    });

  const sumAt = (draw: number, log2Row: number, x: number): number => {
    let sum = penalty ? penaltyOf(laws[draw]!, pointAt(N, log2Row, x), pointAt(D, log2Row, x)) : 0;
    for (let at = draw * width; at < (draw + 1) * width; at++) sum += exp2(base[at]! + rowRate[at]! * log2Row + rate[at]! * x);
    return sum;
  };

  return {
    draws: laws.length,
    minimise: slope
      ? (draw, log2Row, from, to) => {
          const along = (x: number): number => slope(draw, log2Row, x);
          if (!(from < to) || along(from) >= 0) return from;
          return along(to) <= 0 ? to : findRoot(along, from, to);
        }
      : minimiseTerms,
    ...(slope && { slope }),
    evaluate(id, log2Row, points, out) {
      const monomial = monomialOf(id, undefined);
      if (monomial) {
        const constant =
          log2(monomial.factor) + monomial.n * (N.constant + N.weights[0] * log2Row) + monomial.d * (D.constant + D.weights[0] * log2Row);
        const weight = monomial.n * N.weights[1] + monomial.d * D.weights[1];
        for (let draw = 0; draw < out.length; draw++) out[draw] = exp2(constant + weight * points[draw]!);
        return;
      }
      if (id !== 'loss' && id !== 'reducibleLoss' && id !== 'irreducibleLoss') throw new Error(`no formula for ${id}`);
      const hasFloor = id !== 'reducibleLoss' || link !== undefined;
      for (let draw = 0; draw < out.length; draw++) {
        const sum = id === 'irreducibleLoss' ? 0 : sumAt(draw, log2Row, points[draw]!);
        out[draw] = hasFloor ? offset[draw]! + sum : sum;
      }
      if (!link) return;
      for (let draw = 0; draw < out.length; draw++) {
        const { coefficients } = laws[draw]!;
        out[draw] = link(coefficients, out[draw]!) - (id === 'reducibleLoss' ? link(coefficients, offset[draw]!) : 0);
      }
    },
  };
}
