import { createUniform } from '../model/math/random';
import { InputError } from '../quantities/issue';
import { type FitOptions, type ParametricFit, fitLaw } from './fit';
import { type Rows, scenarioOf } from './kernels/kernel';
import { lawOfFit } from './law';
import { loss } from '../model/loss';

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

/** Shares of the runs, by rising budget, that the steps of an expanding window fit. */
const WINDOWS = [0.5, 0.7, 0.85];

/** Runs by index. */
export function selectRows(rows: Rows, indices: readonly number[]): Rows {
  const pick = (column: Float64Array) => Float64Array.from(indices, (i) => column[i]!);
  return {
    count: indices.length,
    N: pick(rows.N),
    D: pick(rows.D),
    loss: pick(rows.loss),
    weight: pick(rows.weight),
    scenario: Object.fromEntries(Object.entries(rows.scenario).map(([id, column]) => [id, pick(column)])),
  };
}

/**
 * Fits the runs of the smallest budgets and predicts the rest, with half, 70 % and 85 % of the runs fitted: the test that a law must
 * pass before anybody extrapolates it. Windows that cannot be fitted are left out.
 */
export function validateByBudget(rows: Rows & { readonly C: Float64Array }, options: FitOptions): readonly Validation[] {
  const order = Array.from({ length: rows.count }, (_, i) => i).sort((a, b) => rows.C[a]! - rows.C[b]!);
  return WINDOWS.flatMap((share) => {
    const edge = rows.C[order[Math.max(0, Math.floor(share * rows.count) - 1)]!]!;
    // a budget is fitted as a whole or predicted as a whole
    const inside = order.filter((i) => rows.C[i]! <= edge);
    const outside = order.filter((i) => rows.C[i]! > edge);
    return validate(rows, inside, outside, options);
  });
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
  let fit: ParametricFit;
  try {
    fit = fitLaw(selectRows(rows, inside), options);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
  const errors = outside.map((i) => {
    const scenario = scenarioOf(rows, i);
    return loss(lawOfFit(fit, { ...fit.coefficients, ...scenario }), rows.N[i]!, rows.D[i]!) / rows.loss[i]! - 1;
  });
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
