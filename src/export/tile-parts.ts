import type { Tile, TileRange } from '../sweep/backend';
import { cellsOf } from '../sweep/tiling';

/**
 * A part of a tile of at most `most` rows of the result, from row `from` on: cells of a grid, rows of a frontier or of quantiles.
 * Ranges stay rectangles, so a part may be shorter than it could be.
 */
export function partOfTile(tile: Tile, from: number, most: number): Tile {
  switch (tile.kind) {
    case 'grid': {
      const range = partOfGrid(tile.range, from, most);
      return { kind: 'grid', range, values: tile.values.map((values) => values.subarray(from, from + cellsOf(range))) };
    }
    case 'frontier': {
      const range = rowsOfRange(tile.range, from, most);
      return { kind: 'frontier', range, best: tile.best.subarray(from, from + range.rows) };
    }
    case 'quantiles': {
      const range = rowsOfRange(tile.range, from, most);
      const width = tile.values.length / tile.range.rows;
      return { kind: 'quantiles', range, values: tile.values.subarray(from * width, (from + range.rows) * width) };
    }
    case 'reduced':
      throw new Error('a reduced tile holds no rows');
  }
}

/** Rows of the result that a tile holds. */
export function rowsOfTile({ kind, range }: Tile): number {
  return kind === 'grid' ? cellsOf(range) : range.rows;
}

function rowsOfRange(range: TileRange, from: number, most: number): TileRange {
  return { ...range, row: range.row + from, rows: Math.min(most, range.rows - from) };
}

/** Whole rows where one begins at the cell and fits, else a part of one row. */
function partOfGrid(range: TileRange, cell: number, most: number): TileRange {
  const row = Math.floor(cell / range.columns);
  const column = cell - row * range.columns;
  if (column === 0 && most >= range.columns) return rowsOfRange(range, row, Math.floor(most / range.columns));
  return { row: range.row + row, rows: 1, column: range.column + column, columns: Math.min(most, range.columns - column) };
}
