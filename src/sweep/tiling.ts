import type { TileRange } from './backend';

/** What cutting into tiles asks of a plan: rows of columns, and whether rows may be cut, which only a grid's may. */
export interface Tiled {
  readonly rows: number;
  readonly columns: number;
  readonly file: { readonly reduce: { readonly kind: string } };
}

/**
 * The next tile from a cell index on, of about `wanted` cells: whole rows, or a part of one row where a grid's rows are longer.
 * A reduction's tiles always hold whole rows, because a row is what it reduces.
 */
export function nextRange(plan: Tiled, cell: number, wanted: number): TileRange {
  const row = Math.floor(cell / plan.columns);
  const column = cell - row * plan.columns;
  const splitsRows = plan.file.reduce.kind === 'grid' && (column > 0 || wanted < plan.columns);
  if (splitsRows) return { row, rows: 1, column, columns: Math.min(Math.max(Math.floor(wanted), 1), plan.columns - column) };
  const rows = Math.min(Math.max(Math.floor(wanted / plan.columns), 1), plan.rows - row);
  return { row, rows, column: 0, columns: plan.columns };
}

/** Index of a range's first cell, row-major. */
export function firstCell(plan: Tiled, range: TileRange): number {
  return range.row * plan.columns + range.column;
}

/** Cells of a range. */
export function cellsOf({ rows, columns }: TileRange): number {
  return rows * columns;
}

/** Number of cells of a plan before reduction. */
export function cellCount({ rows, columns }: Pick<Tiled, 'rows' | 'columns'>): number {
  return rows * columns;
}
