import {
  AsyncByteQueue,
  Bool,
  type Data,
  type DataType,
  Field,
  Float32,
  Float64,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
  makeData,
} from 'apache-arrow';
import type { ColumnValues, TableColumn } from '../sweep/table';
import type { TableWriter, TableWriterOptions } from './table-writer';

/** Takes the bytes of the writer as they come. */
class Pieces extends AsyncByteQueue {
  readonly list: Uint8Array[] = [];

  override write(piece: Uint8Array): void {
    this.list.push(piece);
  }
}

/**
 * An Arrow IPC file: a record batch for each batch, columns named by their ids with the heading in their metadata, the sweep file and
 * the version in the metadata of the schema. A missing number is NaN, as it is elsewhere, and not null. Text is plain UTF-8: readers
 * differ in what they make of dictionaries that grow from batch to batch.
 */
export function createArrow({ columns, metadata, chunk }: TableWriterOptions): TableWriter {
  const fields = columns.map((column) => new Field(column.id, typeOf(column), false, new Map([['heading', column.heading]])));
  const schema = new Schema(
    fields,
    new Map([
      ['isoflop.sweep', metadata.sweep],
      ['isoflop.version', metadata.version],
      ['isoflop.numbersVersion', String(metadata.numbersVersion)],
    ]),
  );
  const pieces = new Pieces();
  const writer = new RecordBatchFileWriter();
  writer.reset(pieces, schema);
  const drain = async (): Promise<void> => {
    for (const piece of pieces.list) await chunk.append(piece);
    pieces.list.length = 0;
  };
  return {
    write: async ({ rows, columns: values }) => {
      const children = columns.map((column, k) => dataOf(column, values[k]!, rows));
      const data = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children });
      writer.write(new RecordBatch(schema, data));
      await drain();
    },
    end: async () => {
      writer.finish();
      await drain();
    },
  };
}

function typeOf({ type }: TableColumn): DataType {
  switch (type) {
    case 'f64':
      return new Float64();
    case 'f32':
      return new Float32();
    case 'boolean':
      return new Bool();
    case 'text':
      return new Utf8();
  }
}

function dataOf({ type }: TableColumn, values: ColumnValues, length: number): Data {
  switch (type) {
    case 'f64':
      return makeData({ type: new Float64(), length, nullCount: 0, data: values as Float64Array<ArrayBuffer> });
    case 'f32':
      return makeData({ type: new Float32(), length, nullCount: 0, data: values as Float32Array<ArrayBuffer> });
    case 'boolean':
      return makeData({ type: new Bool(), length, nullCount: 0, data: packBits(values as Uint8Array) });
    case 'text': {
      const encoder = new TextEncoder();
      const texts = (values as readonly string[]).map((text) => encoder.encode(text));
      const valueOffsets = new Int32Array(length + 1);
      texts.forEach((text, i) => (valueOffsets[i + 1] = valueOffsets[i]! + text.length));
      const data = new Uint8Array(valueOffsets[length]!);
      texts.forEach((text, i) => data.set(text, valueOffsets[i]));
      return makeData({ type: new Utf8(), length, nullCount: 0, valueOffsets, data });
    }
  }
}

/** One bit for each value, the first one lowest. */
function packBits(values: Uint8Array): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, i) => (bits[i >> 3]! |= value << (i & 7)));
  return bits;
}
