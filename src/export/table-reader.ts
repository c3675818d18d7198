import type { Tile } from '../sweep/backend';
import type { HistogramCounts } from '../sweep/growth/reduce';
import type { TableColumn } from '../sweep/table';
import type { BatchBuilder } from './batch-builder';
import { partOfTile, rowsOfTile } from './tile-parts';

/** Turns the tiles of one sweep into the rows of its table. */
export interface TableReader {
  readonly columns: readonly TableColumn[];
  /** Adds the rows of a tile. Tiles must come in row-major order. */
  addTile(tile: Tile, table: BatchBuilder): Promise<void>;
  /** Adds what is known only when every tile has come: of a reduction of schedules, everything. */
  end(table: BatchBuilder): Promise<ReducedExtras>;
}

/** What a reduction found beside its table. */
export interface ReducedExtras {
  /** A histogram that was made with the sweep. */
  readonly histogram?: HistogramCounts;
}

/** Visits a tile in parts that the table has room for. */
export async function eachPart(tile: Tile, table: BatchBuilder, visit: (part: Tile) => void): Promise<void> {
  for (let from = 0; from < rowsOfTile(tile);) {
    const part = partOfTile(tile, from, table.room);
    visit(part);
    from += rowsOfTile(part);
    await table.flush();
  }
}
