import { type LogAffine, monomials, solveConfiguration } from '../model/configuration';
import { type Law, formOf } from '../model/laws';
import { type Form, type LawQuantity, type Term, exponentsOf } from '../model/form';
import type { InputId, MetricId } from '../quantities/registry';
import { axisValues } from './axes';
import { type SweepFile, inputsOf, lawOf, overAxis } from './file';
import { exp2, log2 } from '../model/math/elementary';

/** An axis with its points. */
export interface PlannedAxis {
  readonly quantity: InputId;
  /** [steps] */
  readonly values: Float64Array;
}

/** A quantity that a backend must evaluate for each cell, because it depends on the law. */
export type CellMetric = 'loss' | 'reducibleLoss';

/**
 * A quantity as a product of one factor for the row and one for the column: value = row[i] · column[j].
 * Every monomial of N and D is one, and so is every term of a law, whatever the axes are.
 */
export interface Factors {
  /** [rows] */
  readonly row: Float64Array;
  /** [columns] */
  readonly column: Float64Array;
}

/**
 * A sweep, worked out: cells stand in rows and columns, the column axis varies fastest and is the one that a frontier optimises.
 * A plan follows from its file alone, so that every worker makes its own.
 */
export interface SweepPlan {
  readonly file: SweepFile;
  readonly law: Law;
  readonly form: Form;
  readonly rows: number;
  readonly columns: number;
  /** Absent where the sweep has one axis; `rows` is 1 then. */
  readonly rowAxis?: PlannedAxis;
  readonly columnAxis: PlannedAxis;
  /** log2 of N and D as affine functions of the log2 of row input and column input. */
  readonly configuration: { readonly [Q in LawQuantity]: LogAffine };
  /** log2 of the row input, [rows]; the scenario's value where there is no row axis. */
  readonly log2Row: Float64Array;
  /** log2 of the column input, [columns]. */
  readonly log2Column: Float64Array;
  /** What backends evaluate for each cell of a grid, in this order. */
  readonly cellMetrics: readonly CellMetric[];
}

/** Works out a sweep. The file must come from `parseSweepFile`. */
export function planSweep(file: SweepFile): SweepPlan {
  const law = lawOf(file);
  const axes = file.axes.map((axis): PlannedAxis => ({ quantity: axis.quantity, values: axisValues(axis) }));
  const over = overAxis(file);
  const columnAxis = axes.find((axis) => axis.quantity === over) ?? axes.at(-1);
  const rowAxis = axes.find((axis) => axis !== columnAxis);
  const rowInput = rowAxis?.quantity ?? inputsOf(file).find((id) => id !== columnAxis?.quantity);
  const configuration = columnAxis && rowInput && solveConfiguration(rowInput, columnAxis.quantity);
  if (!configuration) throw new Error(`the inputs ${inputsOf(file).join(', ')} determine no configuration`);
  const rowValues = rowAxis?.values ?? Float64Array.of(file.scenario[rowInput] ?? Number.NaN);
  return {
    file,
    law,
    form: formOf(law),
    rows: rowValues.length,
    columns: columnAxis.values.length,
    ...(rowAxis && { rowAxis }),
    columnAxis,
    configuration,
    log2Row: rowValues.map((value) => log2(value)),
    log2Column: columnAxis.values.map((value) => log2(value)),
    cellMetrics: cellMetricsOf(file),
  };
}

/** The law-dependent quantities among metrics and constraints. */
function cellMetricsOf({ metrics, constraints }: SweepFile): readonly CellMetric[] {
  const wanted = new Set<MetricId>([...metrics, ...constraints.map(({ quantity }) => quantity)]);
  return (['loss', 'reducibleLoss'] as const).filter((id) => wanted.has(id));
}

/** Factors of a quantity that is factor · N^n · D^d. */
function factorise(plan: SweepPlan, log2Factor: number, n: number, d: number): Factors {
  const { N, D } = plan.configuration;
  const rowWeight = n * N.weights[0] + d * D.weights[0];
  const columnWeight = n * N.weights[1] + d * D.weights[1];
  const constant = log2Factor + n * N.constant + d * D.constant;
  return {
    row: plan.log2Row.map((point) => exp2(constant + rowWeight * point)),
    column: plan.log2Column.map((point) => exp2(columnWeight * point)),
  };
}

/** Factors of a monomial quantity (N, D, compute, …); undefined for quantities that depend on the law. */
export function monomialFactors(plan: SweepPlan, id: MetricId): Factors | undefined {
  const monomial = monomials[id];
  return monomial && factorise(plan, log2(monomial.factor), monomial.n, monomial.d);
}

/** Factors of the law's terms, in the order of the form. */
export function termFactors(plan: SweepPlan): readonly Factors[] {
  const c = plan.law.coefficients;
  return Object.values<Term>(plan.form.terms).map((term) => {
    const exponents = exponentsOf(term, c);
    return factorise(plan, log2(term.size(c)), exponents.N, exponents.D);
  });
}
