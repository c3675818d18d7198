import type { TableBatch, TableColumn } from '../sweep/table';
import { COMMA, LINE_FEED } from './ascii';
import { Chunk, type ChunkSink } from './chunk';
import { type CsvSummary, escapeField } from './csv';
import type { Digest } from './digest';
import { MAX_NUMBER_BYTES, writeFloat32, writeFloat64 } from './number';

/** Writes the rows of a table as CSV. */
export interface TableCsvWriter {
  /** Writes the rows of a batch. */
  add(batch: TableBatch): Promise<void>;
  /** Writes what is left. */
  finish(): Promise<CsvSummary>;
}

/**
 * A CSV of rows that are there already (RFC 4180, `\n`, UTF-8): the same bytes as the CSV of the sweep that they come from, where they
 * are all of its rows in its order.
 */
export function createTableCsvWriter(columns: readonly TableColumn[], sink: ChunkSink, digest?: Digest): TableCsvWriter {
  const chunk = new Chunk(sink, digest);
  const encoder = new TextEncoder();
  chunk.at = encoder.encodeInto(`${columns.map(({ heading }) => escapeField(heading)).join(',')}\n`, chunk.bytes).written;
  let rows = 0;
  return {
    add: async (batch) => {
      for (let i = 0; i < batch.rows; i++) {
        const texts = batch.columns.map((values) =>
          typeof values[i] === 'string' ? encoder.encode(escapeField(String(values[i]))) : undefined,
        );
        const bytes = texts.reduce((sum, text) => sum + (text?.length ?? MAX_NUMBER_BYTES) + 1, 0);
        if (chunk.room(bytes) < 1) await chunk.flush(true);
        batch.columns.forEach((values, k) => {
          const text = texts[k];
          if (text) {
            chunk.bytes.set(text, chunk.at);
            chunk.at += text.length;
          } else if (values instanceof Float32Array) chunk.at = writeFloat32(values[i]!, chunk.bytes, chunk.at);
          else chunk.at = writeFloat64(Number(values[i]), chunk.bytes, chunk.at);
          chunk.bytes[chunk.at++] = COMMA;
        });
        chunk.bytes[chunk.at - 1] = LINE_FEED; // in place of the last comma
      }
      rows += batch.rows;
      await chunk.flush();
    },
    finish: async () => ({ ...(await chunk.finish()), rows }),
  };
}
