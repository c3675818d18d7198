import { createUniform } from '../../model/math/random';
import type { Objective } from '../objective';

/** Runs as numbers for a kernel; every array has one entry for each run. */
export interface Rows {
  readonly count: number;
  readonly N: Float64Array;
  readonly D: Float64Array;
  /** nat/token */
  readonly loss: Float64Array;
  /** What each run counts; 1 where nothing else is said. */
  readonly weight: Float64Array;
  /** Scenario quantities that a column gives, such as U. */
  readonly scenario: Readonly<Record<string, Float64Array>>;
}

/**
 * The objective of a form over runs, with derivatives with respect to the form's transformed coefficients. Arrays are the kernel's own
 * and are overwritten by the next evaluation.
 */
export interface Kernel {
  /** Number of transformed coefficients. */
  readonly size: number;
  /** [size] */
  readonly gradient: Float64Array;
  /** Second derivatives, [size, size], row-major; the lower triangle alone is filled. */
  readonly curvature: Float64Array;
  /**
   * Curvature of the squares that touch the objective at the present residuals from above, laid out like `curvature`. Never negative:
   * what a step falls back to where the true curvature cannot be trusted.
   */
  readonly majoriser: Float64Array;
  /** Fills in gradient, curvature and majoriser and returns the objective. */
  evaluate(point: Float64Array, objective: Objective): number;
  /** Lets runs count differently, [runs]; a run of weight 0 costs nothing. */
  reweight(weight: Float64Array): void;
}

/** Scenario quantities of one run. */
export function scenarioOf({ scenario }: Rows, i: number): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [id, column] of Object.entries(scenario)) values[id] = column[i]!;
  return values;
}

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

/** At most `most` indices of `count`, rising and spread evenly, none by a stride that could keep step with the table's own order. */
export function spreadIndices(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  const uniform = createUniform(0);
  return Array.from({ length: most }, (_, k) => Math.floor(((k + uniform()) * count) / most));
}
