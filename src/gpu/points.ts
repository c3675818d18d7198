import { separablePart } from '../model/configuration';
import { type LawQuantity, type Term, exponentsOf } from '../model/form';
import { log2 } from '../model/math/elementary';
import { splitLog2 } from '../model/math/power';
import type { SweepPlan } from '../sweep/plan';

/** Columns that one GPU load takes. */
export const VECTOR = 4;

/** Floats of a point: log2 N and log2 D, each in two parts. */
const POINT_FLOATS = 4;

/** Numbers that a row, or a column, gives to what does not factor: log2 N, log2 D, and the surplus in two parts. */
const SHARES = 4;

/** Steps to 1 of the high part of a surplus: with 19 bits it and its sums are exact in f32. */
const SURPLUS_STEPS = 4096;

/** Columns of a plan in vectors of 4, the last one padded. */
export function columnVectors({ columns }: SweepPlan): number {
  return Math.ceil(columns / VECTOR);
}

/**
 * Where the terms are evaluated, as `fill_terms` reads them: log2 N and log2 D, formed in f64, of each row at the middle column, of
 * each column (padded to vectors) at the middle row, and of the middle itself. [rows + 4·columnVectors + 1, 4]
 */
export function packPoints(plan: SweepPlan): Float32Array<ArrayBuffer> {
  const { rows, columns, log2Row, log2Column } = plan;
  const padded = columnVectors(plan) * VECTOR;
  const points = new Float32Array((rows + padded + 1) * POINT_FLOATS);
  const middleRow = middle(log2Row);
  const middleColumn = middle(log2Column);
  const write = (point: number, row: number, column: number): void => {
    writeLog2(points, POINT_FLOATS * point, log2Of(plan, 'N', row, column));
    writeLog2(points, POINT_FLOATS * point + 2, log2Of(plan, 'D', row, column));
  };
  for (let i = 0; i < rows; i++) write(i, log2Row[i]!, middleColumn);
  for (let j = 0; j < padded; j++) write(rows + j, middleRow, log2Column[Math.min(j, columns - 1)]!);
  write(rows + padded, middleRow, middleColumn);
  return points;
}

/**
 * What each row and each column gives to log2 N, log2 D and the surplus of a budget over the cost of serving, so that their sum is the
 * cell's: for penalties and reserves, which do not factor.
 * row: [rows, 4]; column: [columnVectors, 4, 4], log2 N of four columns, then log2 D, then the surplus.
 */
export function packShares(plan: SweepPlan): { readonly row: Float32Array<ArrayBuffer>; readonly column: Float32Array<ArrayBuffer> } {
  const { rows, columns, log2Row, log2Column } = plan;
  const row = new Float32Array(SHARES * rows);
  const column = new Float32Array(SHARES * VECTOR * columnVectors(plan));
  for (let i = 0; i < rows; i++) row.set(sharesOf(plan, 0, log2Row[i]!), SHARES * i);
  for (let j = 0; j < column.length / SHARES; j++) {
    const shares = sharesOf(plan, 1, log2Column[Math.min(j, columns - 1)]!);
    shares.forEach((share, k) => (column[SHARES * VECTOR * Math.floor(j / VECTOR) + VECTOR * k + (j % VECTOR)] = share));
  }
  return { row, column };
}

/** What one side of a sweep, rows (0) or columns (1), gives at a log2 of its input. [4] */
function sharesOf({ configuration, law }: SweepPlan, side: 0 | 1, point: number): readonly number[] {
  const { bend, reserve } = configuration;
  const give = (quantity: LawQuantity): number => {
    const { constant, weights } = configuration[quantity];
    const bent = bend?.side === side && bend.quantity === quantity ? bend.at(point) : 0;
    // what does not depend on the cell goes with the rows
    return (side === 0 ? constant + log2(law.efficiency?.[quantity] ?? 1) : 0) + weights[side] * point + bent;
  };
  const surplus = reserve ? (reserve.side === side ? -reserve.at(point) : point) : 0;
  const high = Math.round(surplus * SURPLUS_STEPS) / SURPLUS_STEPS;
  return [give('N'), give('D'), high, surplus - high];
}

/** Exponents of D in the terms of a sweep's law, as the kernels' parameters hold them. */
export function tokenExponents({ form, law }: SweepPlan) {
  const exponents = Object.values<Term>(form.terms).map((term) => exponentsOf(term, law.coefficients).D);
  const [tokenExponent0 = 0, tokenExponent1 = 0, tokenExponent2 = 0, tokenExponent3 = 0] = exponents;
  return { tokenExponent0, tokenExponent1, tokenExponent2, tokenExponent3 };
}

function middle(log2: Float64Array): number {
  return (log2[0]! + log2.at(-1)!) / 2;
}

/** log2 of the parameters or tokens that a law's terms are evaluated at. */
function log2Of({ configuration, law }: SweepPlan, quantity: LawQuantity, row: number, column: number): number {
  return separablePart(configuration, quantity, row, column) + log2(law.efficiency?.[quantity] ?? 1);
}

function writeLog2(points: Float32Array, at: number, log2: number): void {
  const { whole, fraction } = splitLog2(log2);
  points[at] = whole;
  points[at + 1] = fraction;
}
