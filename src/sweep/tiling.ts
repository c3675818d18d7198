import type { TileRange } from './backend';
import { type SweepPlan, drawCount } from './plan';

/**
 * The next tile from a cell index on, of about `wanted` cells: whole rows, or a part of one row where a grid's rows are longer.
 * Tiles of a frontier and of quantiles always hold whole rows, with every draw, because a row is what they reduce.
 */
export function nextRange(plan: SweepPlan, cell: number, wanted: number): TileRange {
  const rowCells = plan.columns * drawCount(plan);
  const row = Math.floor(cell / rowCells);
  const column = (cell - row * rowCells) / drawCount(plan);
  const splitsRows = plan.file.reduce.kind === 'grid' && (column > 0 || wanted < plan.columns);
  if (splitsRows) return { row, rows: 1, column, columns: Math.min(Math.max(Math.floor(wanted), 1), plan.columns - column) };
  const rows = Math.min(Math.max(Math.floor(wanted / rowCells), 1), plan.rows - row);
  return { row, rows, column: 0, columns: plan.columns };
}

/** Index of a range's first cell, row-major. */
export function firstCell(plan: SweepPlan, range: TileRange): number {
  return (range.row * plan.columns + range.column) * drawCount(plan);
}

/** Cells of a range. */
export function cellsOf({ rows, columns }: TileRange): number {
  return rows * columns;
}

/** Cells of a range with every draw counted: the steps from its first cell to the next range's. */
export function workOf(plan: SweepPlan, range: TileRange): number {
  return cellsOf(range) * drawCount(plan);
}
