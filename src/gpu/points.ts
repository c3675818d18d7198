import { splitLog2 } from '../model/math/power';
import type { LawQuantity } from '../model/form';
import type { SweepPlan } from '../sweep/plan';

/** Columns that one GPU load takes. */
export const VECTOR = 4;

/** Floats of a point: log2 N and log2 D, each in two parts. */
const POINT_FLOATS = 4;

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
 * What each row and each column gives to log2 N and log2 D, so that their sum is the cell's: for penalties, which do not factor.
 * row: [rows, 2]; column: [columnVectors, 2, 4], log2 N of four columns, then log2 D.
 */
export function packShares(plan: SweepPlan): { readonly row: Float32Array<ArrayBuffer>; readonly column: Float32Array<ArrayBuffer> } {
  const { rows, columns, log2Row, log2Column, configuration } = plan;
  const row = new Float32Array(2 * rows);
  const column = new Float32Array(2 * VECTOR * columnVectors(plan));
  (['N', 'D'] as const).forEach((quantity, k) => {
    const { constant, weights } = configuration[quantity];
    for (let i = 0; i < rows; i++) row[2 * i + k] = constant + weights[0] * log2Row[i]!;
    for (let j = 0; j < column.length / 2; j++) {
      column[2 * VECTOR * Math.floor(j / VECTOR) + VECTOR * k + (j % VECTOR)] = weights[1] * log2Column[Math.min(j, columns - 1)]!;
    }
  });
  return { row, column };
}

function middle(log2: Float64Array): number {
  return (log2[0]! + log2.at(-1)!) / 2;
}

function log2Of({ configuration }: SweepPlan, quantity: LawQuantity, row: number, column: number): number {
  const { constant, weights } = configuration[quantity];
  return constant + weights[0] * row + weights[1] * column;
}

function writeLog2(points: Float32Array, at: number, log2: number): void {
  const { whole, fraction } = splitLog2(log2);
  points[at] = whole;
  points[at + 1] = fraction;
}
