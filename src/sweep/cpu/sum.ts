import type { TileRange } from '../backend';
import type { Factors } from '../plan';

/**
 * A sum of products with what depends on one axis alone collected beforehand:
 * sum[i, j] = rowPart[i] + columnPart[j] + Σ products[k].row[i] · products[k].column[j].
 */
export interface SumRows {
  /** [rows] */
  readonly rowPart: Float64Array;
  /** [columns] */
  readonly columnPart: Float64Array;
  readonly products: readonly Factors[];
}

/** Collects a sum of factored terms and an offset. */
export function collectSum(terms: readonly Factors[], offset: number): SumRows {
  const [first] = terms;
  if (!first) throw new Error('a sum needs at least one term');
  const rowPart = new Float64Array(first.row.length).fill(offset);
  const columnPart = new Float64Array(first.column.length);
  const products: Factors[] = [];
  for (const { row, column } of terms) {
    if (isConstant(column)) row.forEach((value, i) => (rowPart[i]! += value * column[0]!));
    else if (isConstant(row)) column.forEach((value, j) => (columnPart[j]! += value * row[0]!));
    else products.push({ row, column });
  }
  return { rowPart, columnPart, products };
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

/** Writes the sums of a range, through `link` where a cell is not the sum itself. [rows, columns] row-major. */
export function fillRows(sum: SumRows, range: TileRange, out: Float32Array, link?: (sum: number) => number): void {
  const columnPart = sum.columnPart.subarray(range.column, range.column + range.columns);
  if (sum.products.length === 0 && !link) {
    fillOuterSum(sum.rowPart.subarray(range.row, range.row + range.rows), columnPart, out);
    return;
  }
  const sums = new Float64Array(range.columns);
  for (let i = 0; i < range.rows; i++) {
    const row = range.row + i;
    addConstant(sum.rowPart[row]!, columnPart, sums);
    for (const product of sum.products) {
      addScaled(product.row[row]!, product.column.subarray(range.column, range.column + range.columns), sums);
    }
    const at = i * range.columns;
    if (link) for (let j = 0; j < range.columns; j++) out[at + j] = link(sums[j]!);
    else out.set(sums, at);
  }
}

/** out[i, j] = rows[i] + columns[j], four rows at a time: a column value is loaded once for the four. */
function fillOuterSum(rows: Float64Array, columns: Float64Array, out: Float32Array): void {
  const n = columns.length;
  let i = 0;
  for (; i + 4 <= rows.length; i += 4) {
    const [a, b, c, d] = [rows[i]!, rows[i + 1]!, rows[i + 2]!, rows[i + 3]!];
    const at0 = i * n;
    const at1 = at0 + n;
    const at2 = at1 + n;
    const at3 = at2 + n;
    for (let j = 0; j < n; j++) {
      const value = columns[j]!;
      out[at0 + j] = a + value;
      out[at1 + j] = b + value;
      out[at2 + j] = c + value;
      out[at3 + j] = d + value;
    }
  }
  for (; i < rows.length; i++) {
    const row = rows[i]!;
    const at = i * n;
    for (let j = 0; j < n; j++) out[at + j] = row + columns[j]!;
  }
}

function addConstant(constant: number, values: Float64Array, out: Float64Array): void {
  for (let j = 0; j < values.length; j++) out[j] = constant + values[j]!;
}

function addScaled(scale: number, values: Float64Array, out: Float64Array): void {
  for (let j = 0; j < values.length; j++) out[j]! += scale * values[j]!;
}

/** The column in [first, end) with the least sum that is at least `lowest`; -1 where there is none at or below `highest`. */
export function argminRow(sum: SumRows, row: number, first: number, end: number, lowest: number, highest: number): number {
  const [product, ...more] = sum.products;
  if (product && more.length === 0 && lowest === -Infinity) {
    const scale = product.row[row]!;
    const best = argminOne(sum.columnPart, product.column, scale, first, end);
    return best >= 0 && sum.rowPart[row]! + sum.columnPart[best]! + scale * product.column[best]! <= highest ? best : -1;
  }
  let least = Infinity;
  let best = -1;
  for (let j = first; j < end; j++) {
    let value = sum.rowPart[row]! + sum.columnPart[j]!;
    for (const { row: rows, column } of sum.products) value += rows[row]! * column[j]!;
    if (value < least && value >= lowest) {
      least = value;
      best = j;
    }
  }
  return least <= highest ? best : -1;
}

/**
 * The commonest case, budgets × sizes: one term of the column alone, one product. Eight columns at a time, because one branch
 * for eight values is twice as fast as eight branches.
 */
function argminOne(a: Float64Array, b: Float64Array, scale: number, first: number, end: number): number {
  let least = Infinity;
  let block = first;
  let j = first;
  for (; j + 8 <= end; j += 8) {
    const w = smaller(a[j]! + scale * b[j]!, a[j + 1]! + scale * b[j + 1]!);
    const x = smaller(a[j + 2]! + scale * b[j + 2]!, a[j + 3]! + scale * b[j + 3]!);
    const y = smaller(a[j + 4]! + scale * b[j + 4]!, a[j + 5]! + scale * b[j + 5]!);
    const z = smaller(a[j + 6]! + scale * b[j + 6]!, a[j + 7]! + scale * b[j + 7]!);
    const value = smaller(smaller(w, x), smaller(y, z));
    if (value < least) {
      least = value;
      block = j;
    }
  }
  // the best block again, and what is left behind the last whole one
  const inBlock = argminPlain(a, b, scale, block, Math.min(block + 8, end));
  const rest = argminPlain(a, b, scale, j, end);
  if (rest < 0) return inBlock;
  return a[rest]! + scale * b[rest]! < a[inBlock]! + scale * b[inBlock]! ? rest : inBlock;
}

function argminPlain(a: Float64Array, b: Float64Array, scale: number, first: number, end: number): number {
  let least = Infinity;
  let best = -1;
  for (let j = first; j < end; j++) {
    const value = a[j]! + scale * b[j]!;
    if (value < least) {
      least = value;
      best = j;
    }
  }
  return best;
}

function smaller(x: number, y: number): number {
  return x < y ? x : y;
}
