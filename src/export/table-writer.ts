import type { TableBatch, TableColumn } from '../sweep/table';
import type { Chunk } from './chunk';
import { createCsvTable } from './csv-table';
import type { ExportFormat } from './format';
import type { ParquetCompression } from './parquet';

/** What a file says about itself, where its format has room for it. */
export interface TableMetadata {
  /** JSON text of the sweep file. */
  readonly sweep: string;
  /** Version of Isoflop. */
  readonly version: string;
  /** Of the numbers that it computes: files of two of them are not of one sweep. */
  readonly numbersVersion: number;
}

/** Everything that a writer of tables is opened with. */
export interface TableWriterOptions {
  readonly columns: readonly TableColumn[];
  readonly metadata: TableMetadata;
  /** Takes the bytes. */
  readonly chunk: Chunk;
  /** How the pages of a Parquet file are compressed; Snappy where nothing is said. */
  readonly compression?: ParquetCompression | undefined;
}

/** Writes a table batch by batch in one format. Its bytes follow from options and batches alone. */
export interface TableWriter {
  /** Writes the rows of a batch, whose arrays are free for others when it resolves. */
  write(batch: TableBatch): Promise<void>;
  /** Writes what stands at the end of the file. */
  end(): Promise<void>;
}

/** Opens a writer. The code of a format other than CSV loads when it is asked for. */
export async function openTableWriter(format: ExportFormat, options: TableWriterOptions): Promise<TableWriter> {
  switch (format) {
    case 'csv':
      return createCsvTable(options);
    case 'parquet':
      return (await import('./parquet')).createParquet(options);
    case 'arrow':
      return (await import('./arrow')).createArrow(options);
    case 'jsonl':
      return (await import('./jsonl')).createJsonLines(options);
  }
}
