import type { Tile } from '../sweep/backend';
import type { SweepPlan } from '../sweep/plan';
import { createRowReader } from '../sweep/rows';
import { COMMA, LINE_FEED, writeBoolean } from './ascii';
import type { Chunk, RowWriter } from './chunk';
import { MAX_NUMBER_BYTES, writeFloat64 } from './number';

/** Rows of a frontier or of quantiles, all in f64; a row without a feasible cell has NaN in the columns that it leaves open. */
export function createReducedRows(plan: SweepPlan): RowWriter {
  const reader = createRowReader(plan);
  const isFlagged = plan.file.keepInfeasible;
  const rowBytes = (reader.headings.length + 1) * (MAX_NUMBER_BYTES + 1);

  return async (tile: Tile, chunk: Chunk): Promise<number> => {
    let written = 0;
    const write = (values: Float64Array, isFeasible: boolean): void => {
      if (!isFeasible && !isFlagged) return;
      for (let k = 0; k < values.length; k++) {
        chunk.at = writeFloat64(values[k]!, chunk.bytes, chunk.at);
        chunk.bytes[chunk.at++] = COMMA;
      }
      if (isFlagged) chunk.at = writeBoolean(isFeasible, chunk.bytes, chunk.at) + 1;
      chunk.bytes[chunk.at - 1] = LINE_FEED; // in place of the last comma
      written++;
    };
    for (let from = 0; from < tile.range.rows;) {
      const rows = Math.min(tile.range.rows - from, chunk.room(rowBytes));
      reader.read(partOf(tile, from, rows), write);
      from += rows;
      await chunk.flush();
    }
    return written;
  };
}

/** Some rows of a tile. */
function partOf(tile: Tile, from: number, rows: number): Tile {
  const range = { ...tile.range, row: tile.range.row + from, rows };
  if (tile.kind === 'frontier') return { kind: 'frontier', range, best: tile.best.subarray(from, from + rows) };
  if (tile.kind === 'grid') throw new Error('a grid writes its own rows');
  const width = tile.values.length / tile.range.rows;
  return { kind: 'quantiles', range, values: tile.values.subarray(from * width, (from + rows) * width) };
}
