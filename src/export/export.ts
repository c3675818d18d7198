import { numbersVersion, version } from '../data/version';
import { type AnySweepPlan, isGraphPlan, isSchedulePlan } from '../sweep/any';
import type { Tile } from '../sweep/backend';
import type { SweepPlan } from '../sweep/plan';
import type { TableBatch, TableColumn } from '../sweep/table';
import { BatchBuilder } from './batch-builder';
import { Chunk, type ChunkSink } from './chunk';
import { createGridRows } from './csv-grid';
import { writeHeadings } from './csv-table';
import type { Digest } from './digest';
import type { ExportFormat } from './format';
import type { ParquetCompression } from './parquet';
import type { ReducedExtras, TableReader } from './table-reader';
import { createGraphTable } from './table-graph';
import { createScheduleTable } from './table-schedules';
import { createSweepTable } from './table-sweep';
import { type TableWriter, openTableWriter } from './table-writer';

/** A file to write. */
export interface ExportOutput {
  readonly format: ExportFormat;
  readonly sink: ChunkSink;
  /** What hashes it; one in plain JavaScript where nothing is said. */
  readonly digest?: Digest;
  /** How a Parquet file is compressed; Snappy where nothing is said. */
  readonly compression?: ParquetCompression | undefined;
}

/** A finished file. */
export interface ExportedFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** A finished export. */
export interface ExportSummary extends ReducedExtras {
  /** Rows of the table; a CSV has one more, its header. */
  readonly rows: number;
  /** In the order of the outputs. */
  readonly files: readonly ExportedFile[];
}

/** Writes one sweep in one or several formats at once, streamed: what is kept in memory does not grow with its rows. */
export interface SweepExport {
  /** Writes the rows of a tile. Tiles must come in row-major order. */
  addTile(tile: Tile): Promise<void>;
  /** Writes what is left. */
  finish(): Promise<ExportSummary>;
}

/** Writes one table that comes in batches. */
export interface TableExport {
  /** Writes the rows of a batch of any length. */
  append(batch: TableBatch): Promise<void>;
  /** Writes what is left. */
  finish(): Promise<ExportSummary>;
}

/** Opens the export of a sweep whose tiles come from a backend. The bytes follow from the plan and the tiles' values alone. */
export async function openSweepExport(plan: AnySweepPlan, outputs: readonly ExportOutput[]): Promise<SweepExport> {
  const reader = openReader(plan);
  // a grid has more cells than anything else that is exported, and its CSV a writer of its own
  const isPlainGrid = !isSchedulePlan(plan) && !isGraphPlan(plan) && plan.file.reduce.kind === 'grid';
  const isFast = ({ format }: ExportOutput): boolean => format === 'csv' && isPlainGrid;
  const grids = outputs.map((output) => (isFast(output) ? openGridCsv(plan as SweepPlan, reader.columns, output) : undefined));
  const others = outputs.filter((output) => !isFast(output));
  const table = others.length > 0 ? await openTable(reader.columns, plan.file, others) : undefined;
  return {
    addTile: async (tile) => {
      for (const grid of grids) await grid?.addTile(tile);
      if (table) await reader.addTile(tile, table.builder);
    },
    finish: async () => {
      const extras = table ? await reader.end(table.builder) : {};
      const written = await table?.finish();
      const rest = [...(written?.files ?? [])];
      let rows = written?.rows ?? 0;
      const files: ExportedFile[] = [];
      for (const grid of grids) {
        files.push(grid ? await grid.chunk.finish() : rest.shift()!);
        rows = grid?.rows ?? rows;
      }
      return { rows, files, ...extras };
    },
  };
}

function openReader(plan: AnySweepPlan): TableReader {
  if (isGraphPlan(plan)) return createGraphTable(plan);
  return isSchedulePlan(plan) ? createScheduleTable(plan) : createSweepTable(plan);
}

/** The columns of a sweep's table. */
export function columnsOf(plan: AnySweepPlan): readonly TableColumn[] {
  return openReader(plan).columns;
}

/** Turns the tiles of a sweep into rows. */
export interface TableFeed {
  readonly columns: readonly TableColumn[];
  /** Hands the rows of a tile on. Tiles must come in row-major order. */
  addTile(tile: Tile): Promise<void>;
  /** Hands on what is known only when every tile has come. */
  finish(): Promise<ReducedExtras>;
}

/** Reads a sweep's tiles into batches as they come: the rows that its files have. `take` gets batches whose arrays are used again. */
export function readTable(plan: AnySweepPlan, take: (batch: TableBatch) => void): TableFeed {
  const reader = openReader(plan);
  const builder = new BatchBuilder(reader.columns, async (batch) => take(batch));
  return {
    columns: reader.columns,
    addTile: async (tile) => {
      await reader.addTile(tile, builder);
      await builder.flush(true);
    },
    finish: async () => {
      const extras = await reader.end(builder);
      await builder.flush(true);
      return extras;
    },
  };
}

/** Opens the export of rows that are there already; `sweep` is the file of the sweep that they come from. */
export async function openTableExport(
  columns: readonly TableColumn[],
  sweep: object,
  outputs: readonly ExportOutput[],
): Promise<TableExport> {
  const { builder, finish } = await openTable(columns, sweep, outputs);
  return { append: (batch) => builder.append(batch), finish };
}

/** One CSV of a grid, which passes the table by. */
function openGridCsv(plan: SweepPlan, columns: readonly TableColumn[], { sink, digest }: ExportOutput) {
  const chunk = new Chunk(sink, digest);
  writeHeadings(columns, chunk);
  const writeRows = createGridRows(plan);
  const csv = {
    chunk,
    rows: 0,
    addTile: async (tile: Tile): Promise<void> => {
      csv.rows += await writeRows(tile, chunk);
    },
  };
  return csv;
}

async function openTable(columns: readonly TableColumn[], sweep: object, outputs: readonly ExportOutput[]) {
  const metadata = { sweep: JSON.stringify(sweep), version, numbersVersion };
  const writers: { readonly chunk: Chunk; readonly writer: TableWriter }[] = [];
  for (const { format, sink, digest, compression } of outputs) {
    const chunk = new Chunk(sink, digest);
    writers.push({ chunk, writer: await openTableWriter(format, { columns, metadata, chunk, compression }) });
  }
  const builder = new BatchBuilder(columns, async (batch) => {
    for (const { writer, chunk } of writers) {
      await writer.write(batch);
      await chunk.flush();
    }
  });
  const finish = async (): Promise<ExportSummary> => {
    await builder.flush(true);
    const files: ExportedFile[] = [];
    for (const { writer, chunk } of writers) {
      await writer.end();
      files.push(await chunk.finish());
    }
    return { rows: builder.rows, files };
  };
  return { builder, finish };
}
