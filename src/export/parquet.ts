import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnValues, TableColumn } from '../sweep/table';
import type { TableWriter, TableWriterOptions } from './table-writer';

/** How pages are compressed. Snappy is built in; gzip needs something that does it. */
export type ParquetCompression =
  | { readonly codec: 'SNAPPY' | 'UNCOMPRESSED' }
  | { readonly codec: 'GZIP'; readonly compress: (bytes: Uint8Array) => Uint8Array };

type ParquetColumn = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/**
 * Parquet: a row group for each batch, required columns named by their ids, text and whatever repeats in dictionaries, the sweep file
 * and the version in the file's key-value metadata. A missing number is NaN, as it is elsewhere, and not null.
 */
export function createParquet({ columns, metadata, chunk, compression = { codec: 'SNAPPY' } }: TableWriterOptions): TableWriter {
  const bytes = new ByteWriter(1 << 20);
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'sweep', num_children: columns.length }, ...columns.map(schemaOf)],
    codec: compression.codec,
    ...(compression.codec === 'GZIP' && { compressors: { GZIP: compression.compress } }),
    kvMetadata: [
      { key: 'isoflop.sweep', value: metadata.sweep },
      { key: 'isoflop.version', value: metadata.version },
      { key: 'isoflop.numbersVersion', value: String(metadata.numbersVersion) },
      { key: 'isoflop.headings', value: JSON.stringify(columns.map(({ heading }) => heading)) },
    ],
    createdBy: `isoflop version ${metadata.version}`,
  });
  /** Hands on what was written, and starts at the front of the same memory again; offsets in the file go on counting. */
  const drain = async (): Promise<void> => {
    await chunk.append(bytes.getBytes());
    bytes.index = 0;
  };
  return {
    write: async (batch) => {
      const columnData = columns.map((column, k) => ({ name: column.id, ...dataOf(column, batch.columns[k]!), offsetIndex: false }));
      // a page for each column of a row group: 1 MiB where it is full
      await writer.write({ columnData, rowGroupSize: batch.rows, pageSize: 0 });
      await drain();
    },
    end: async () => {
      await writer.finish();
      await drain();
    },
  };
}

function schemaOf({ id: name, type }: TableColumn): ParquetColumn {
  const required = { name, repetition_type: 'REQUIRED' } as const;
  switch (type) {
    case 'f64':
      return { ...required, type: 'DOUBLE' };
    case 'f32':
      return { ...required, type: 'FLOAT' };
    case 'boolean':
      return { ...required, type: 'BOOLEAN' };
    case 'text':
      return { ...required, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
  }
}

function dataOf({ type }: TableColumn, values: ColumnValues) {
  if (type === 'boolean') return { data: Array.from(values as Uint8Array, (value) => value === 1) };
  if (type === 'text') return { data: [...(values as readonly string[])], encoding: 'RLE_DICTIONARY' as const };
  const data = values as Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  // dictionaries take -0 for 0
  return hasNegativeZero(data) ? { data, encoding: 'PLAIN' as const } : { data };
}

function hasNegativeZero(values: Float64Array | Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] === 0 && Object.is(values[i], -0)) return true;
  return false;
}
