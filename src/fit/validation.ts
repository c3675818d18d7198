import { createUniform } from '../model/math/random';
import { InputError } from '../quantities/issue';
import { type FitOptions, type ParametricFit, fitLaw } from './fit';
import { type Rows, scenarioOf, selectRows } from './kernels/kernel';
import { lawOfFit } from './law';
import { loss } from '../model/loss';

export { selectRows } from './kernels/kernel';

/** How well a fit of some runs predicts others. */
export interface Validation {
  /** Runs that were fitted, and runs that were predicted. */
  readonly fitted: number;
  readonly predicted: number;
  /** Largest budget that was fitted and largest that was predicted, FLOP. */
  readonly budgets: readonly [number, number];
  /** Root mean square of predicted over true loss minus 1, over the predicted runs. */
  readonly rms: number;
  /** Mean of predicted over true loss minus 1: above 0 the law is too pessimistic. */
  readonly bias: number;
}

/** Losses that a fit of small budgets predicts for larger ones, run by run; all arrays [predicted]. */
export interface Forecast {
  /** Largest budget that was fitted, FLOP. */
  readonly edge: number;
  /** FLOP */
  readonly C: Float64Array;
  /** Predicted over true loss minus 1. */
  readonly error: Float64Array;
}

/** Shares of the runs, by rising budget, that the steps of an expanding window fit. */
const WINDOWS = [0.5, 0.7, 0.85];

/**
 * Fits the runs of the smallest budgets and predicts the rest, with half, 70 % and 85 % of the runs fitted: the test that a law must
 * pass before anybody extrapolates it. Windows that cannot be fitted are left out.
 */
export function validateByBudget(rows: Rows & { readonly C: Float64Array }, options: FitOptions): readonly Validation[] {
  const order = Array.from({ length: rows.count }, (_, i) => i).sort((a, b) => rows.C[a]! - rows.C[b]!);
  return WINDOWS.flatMap((share) => {
    const [inside, outside] = splitByBudget(rows, order, share);
    return validate(rows, inside, outside, options);
  });
}

/** Fits the smaller half of the budgets and predicts the larger half, run by run; undefined where the half cannot be fitted. */
export function forecastByBudget(rows: Rows & { readonly C: Float64Array }, options: FitOptions): Forecast | undefined {
  const order = Array.from({ length: rows.count }, (_, i) => i).sort((a, b) => rows.C[a]! - rows.C[b]!);
  const [inside, outside] = splitByBudget(rows, order, WINDOWS[0]!);
  const error = outside.length > 0 ? predictionErrors(rows, inside, outside, options) : undefined;
  if (!error) return undefined;
  return {
    edge: inside.reduce((most, i) => Math.max(most, rows.C[i]!), 0),
    C: Float64Array.from(outside, (i) => rows.C[i]!),
    error: Float64Array.from(error),
  };
}

function splitByBudget(
  rows: { readonly count: number; readonly C: Float64Array },
  order: readonly number[],
  share: number,
): readonly [number[], number[]] {
  const edge = rows.C[order[Math.max(0, Math.floor(share * rows.count) - 1)]!]!;
  // a budget is fitted as a whole or predicted as a whole
  return [order.filter((i) => rows.C[i]! <= edge), order.filter((i) => rows.C[i]! > edge)];
}

/** Fits a random part of the runs and predicts the rest; `share` of them is held out. */
export function validateHeldOut(
  rows: Rows & { readonly C: Float64Array },
  options: FitOptions,
  share: number,
  seed: number,
): readonly Validation[] {
  const uniform = createUniform(seed);
  const isOut = Array.from({ length: rows.count }, () => uniform() < share);
  const all = isOut.map((_, i) => i);
  return validate(
    rows,
    all.filter((i) => !isOut[i]),
    all.filter((i) => isOut[i]),
    options,
  );
}

function validate(
  rows: Rows & { readonly C: Float64Array },
  inside: readonly number[],
  outside: readonly number[],
  options: FitOptions,
): readonly Validation[] {
  if (outside.length === 0) return [];
  const errors = predictionErrors(rows, inside, outside, options);
  if (!errors) return [];
  const largest = (indices: readonly number[]) => indices.reduce((most, i) => Math.max(most, rows.C[i]!), 0);
  return [
    {
      fitted: inside.length,
      predicted: outside.length,
      budgets: [largest(inside), largest(outside)],
      rms: Math.sqrt(errors.reduce((sum, x) => sum + x * x, 0) / errors.length),
      bias: errors.reduce((sum, x) => sum + x, 0) / errors.length,
    },
  ];
}

/** Predicted over true loss minus 1 of runs outside a fit, [outside]; undefined where those inside cannot be fitted. */
function predictionErrors(
  rows: Rows,
  inside: readonly number[],
  outside: readonly number[],
  options: FitOptions,
): readonly number[] | undefined {
  let fit: ParametricFit;
  try {
    fit = fitLaw(selectRows(rows, inside), options);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
  return outside.map((i) => {
    const scenario = scenarioOf(rows, i);
    return loss(lawOfFit(fit, { ...fit.coefficients, ...scenario }), rows.N[i]!, rows.D[i]!) / rows.loss[i]! - 1;
  });
}
