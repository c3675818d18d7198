import type { TileRange } from './backend';

/** What cutting into tiles asks of a plan: rows of columns, draws that share each cell, and whether rows may be cut, which only a grid's may. */
export interface Tiled {
  readonly rows: number;
  readonly columns: number;
  readonly ensemble?: { readonly laws: readonly unknown[] } | undefined;
  readonly file: { readonly reduce: { readonly kind: string } };
}

/** Draws that share each cell of a plan: 1 where there is no ensemble. */
export function drawCount({ ensemble }: Pick<Tiled, 'ensemble'>): number {
  return ensemble?.laws.length ?? 1;
}

/**
 * The next tile from a cell index on, of about `wanted` cells: whole rows, or a part of one row where a grid's rows are longer.
 * A reduction's tiles always hold whole rows, with every draw, because a row is what it reduces.
 */
export function nextRange(plan: Tiled, cell: number, wanted: number): TileRange {
  const rowCells = plan.columns * drawCount(plan);
  const row = Math.floor(cell / rowCells);
  const column = (cell - row * rowCells) / drawCount(plan);
  const splitsRows = plan.file.reduce.kind === 'grid' && (column > 0 || wanted < plan.columns);
  if (splitsRows) return { row, rows: 1, column, columns: Math.min(Math.max(Math.floor(wanted), 1), plan.columns - column) };
  const rows = Math.min(Math.max(Math.floor(wanted / rowCells), 1), plan.rows - row);
  return { row, rows, column: 0, columns: plan.columns };
}

/** Index of a range's first cell, row-major. */
export function firstCell(plan: Tiled, range: TileRange): number {
  return (range.row * plan.columns + range.column) * drawCount(plan);
}

/** Cells of a range. */
export function cellsOf({ rows, columns }: TileRange): number {
  return rows * columns;
}

/** Cells of a range with every draw counted: the steps from its first cell to the next range's. */
export function workOf(plan: Tiled, range: TileRange): number {
  return cellsOf(range) * drawCount(plan);
}

/** Number of cells of a plan before reduction; every draw of an ensemble has its own. */
export function cellCount(plan: Pick<Tiled, 'rows' | 'columns' | 'ensemble'>): number {
  return plan.rows * plan.columns * drawCount(plan);
}
