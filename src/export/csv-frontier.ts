import type { Tile } from '../sweep/backend';
import type { SweepPlan } from '../sweep/plan';
import { createRowReader } from '../sweep/rows';
import { COMMA, LINE_FEED, writeBoolean } from './ascii';
import type { Chunk, RowWriter } from './chunk';
import { MAX_NUMBER_BYTES, writeFloat64 } from './number';

/** Rows of a frontier, all in f64; a row without a feasible cell has NaN in the columns that it leaves open. */
export function createFrontierRows(plan: SweepPlan): RowWriter {
  const reader = createRowReader(plan);
  const isFlagged = plan.file.keepInfeasible;
  const rowBytes = (reader.columns.length + 1) * (MAX_NUMBER_BYTES + 1);

  return async (tile: Tile, chunk: Chunk): Promise<number> => {
    if (tile.kind !== 'frontier') throw new Error(`a frontier cannot hold a ${tile.kind} tile`);
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
    const { range, best } = tile;
    for (let from = 0; from < range.rows;) {
      const rows = Math.min(range.rows - from, chunk.room(rowBytes));
      reader.read({ kind: 'frontier', range: { ...range, row: range.row + from, rows }, best: best.subarray(from, from + rows) }, write);
      from += rows;
      await chunk.flush();
    }
    return written;
  };
}
