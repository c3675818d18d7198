import type { Tile } from '../sweep/backend';
import type { SweepPlan } from '../sweep/plan';
import { resultHeadings } from '../sweep/rows';
import { Chunk, type ChunkSink } from './chunk';
import { createGridRows } from './csv-grid';
import { createReducedRows } from './csv-rows';
import type { Digest } from './digest';

/** Writes the tiles of one sweep as CSV. */
export interface CsvWriter {
  /** Writes the rows of a tile. Tiles must come in row-major order. */
  addTile(tile: Tile): Promise<void>;
  /** Writes what is left. */
  finish(): Promise<CsvSummary>;
}

/** A finished CSV. */
export interface CsvSummary {
  readonly bytes: number;
  /** Rows below the header. */
  readonly rows: number;
  readonly sha256: string;
}

/**
 * A CSV of a sweep (RFC 4180, `\n`, UTF-8), streamed through two reused chunks of 1 MiB: a header of quantity ids with units, then
 * a row for each cell of a grid or each row of a frontier or of quantiles. Rows that break a constraint are left out, or kept and marked in a
 * last column `feasible` where the sweep file says `keepInfeasible`. The bytes follow from the plan and the tiles' values alone.
 */
export function createCsvWriter(plan: SweepPlan, sink: ChunkSink, digest?: Digest): CsvWriter {
  const chunk = new Chunk(sink, digest);
  const isFlagged = plan.file.keepInfeasible;
  const headings = [...resultHeadings(plan), ...(isFlagged ? ['feasible'] : [])];
  chunk.at = new TextEncoder().encodeInto(`${headings.map(escapeField).join(',')}\n`, chunk.bytes).written;
  const writeRows = plan.file.reduce.kind === 'grid' ? createGridRows(plan) : createReducedRows(plan);
  let rows = 0;
  return {
    addTile: async (tile) => {
      rows += await writeRows(tile, chunk);
    },
    finish: async () => ({ ...(await chunk.finish()), rows }),
  };
}

/** A text as a field of a CSV: in quotes where it holds what would end it. */
export function escapeField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
