import type { ColumnValues, TableBatch, TableColumn } from '../sweep/table';
import { writeBoolean } from './ascii';
import type { Chunk } from './chunk';
import { MAX_NUMBER_BYTES, writeFloat32, writeFloat64 } from './number';

/** Most bytes of a row; half a chunk. */
const MAX_ROW_BYTES = 1 << 19;

/** Texts whose bytes are kept: a column of text repeats few of them. */
const MAX_CACHED_TEXTS = 4096;

/** How rows are spelled in a format of text. */
export interface RowSpelling {
  /** What stands before the field of each column, [columns]. */
  readonly before: readonly string[];
  /** What ends a row. */
  readonly end: string;
  /** Spells a text. */
  readonly text: (text: string) => string;
  /** Spells NaN and the infinities. */
  readonly special: (value: number) => string;
}

/** Writes the field of a row and returns the next free place. */
type WriteField = (row: number, out: Uint8Array, at: number) => number;

/** Writes batches as rows of text into a chunk. */
export function createTextRows(columns: readonly TableColumn[], spelling: RowSpelling, chunk: Chunk): (batch: TableBatch) => Promise<void> {
  const encoder = new TextEncoder();
  const before = spelling.before.map((text) => encoder.encode(text));
  const end = encoder.encode(spelling.end);
  const frameBytes = before.reduce((sum, { length }) => sum + length, end.length);
  const encodeText = createTextCache(spelling.text);
  const encodeSpecial = createTextCache((text) => spelling.special(Number(text)));

  const fieldOf = ({ type }: TableColumn, values: ColumnValues): WriteField => {
    switch (type) {
      case 'f64':
      case 'f32': {
        const numbers = values as Float64Array | Float32Array;
        const write = type === 'f64' ? writeFloat64 : writeFloat32;
        return (row, out, at) => {
          const value = numbers[row]!;
          return Number.isFinite(value) ? write(value, out, at) : copy(encodeSpecial(String(value)), out, at);
        };
      }
      case 'boolean':
        return (row, out, at) => writeBoolean((values as Uint8Array)[row] === 1, out, at);
      case 'text':
        return (row, out, at) => copy(encodeText((values as readonly string[])[row]!), out, at);
    }
  };

  return async ({ rows, columns: values }) => {
    const fields = columns.map((column, k) => fieldOf(column, values[k]!));
    const texts = columns.flatMap(({ type }, k) => (type === 'text' ? [values[k] as readonly string[]] : []));
    const fixedBytes = frameBytes + (fields.length - texts.length) * MAX_NUMBER_BYTES;
    for (let row = 0; row < rows; row++) {
      let most = fixedBytes;
      for (const column of texts) most += encodeText(column[row]!).length;
      if (most > MAX_ROW_BYTES) throw new RangeError(`a row of ${most} bytes is longer than ${MAX_ROW_BYTES}`);
      if (chunk.room(most) < 1) await chunk.flush(true);
      let { at } = chunk;
      for (let k = 0; k < fields.length; k++) {
        at = copy(before[k]!, chunk.bytes, at);
        at = fields[k]!(row, chunk.bytes, at);
      }
      chunk.at = copy(end, chunk.bytes, at);
    }
  };
}

function copy(bytes: Uint8Array, out: Uint8Array, at: number): number {
  for (let i = 0; i < bytes.length; i++) out[at++] = bytes[i]!;
  return at;
}

/** The bytes of texts, each of the last ones encoded once. */
function createTextCache(spell: (text: string) => string): (text: string) => Uint8Array {
  const encoder = new TextEncoder();
  const known = new Map<string, Uint8Array>();
  return (text) => {
    let bytes = known.get(text);
    if (!bytes) {
      if (known.size >= MAX_CACHED_TEXTS) known.clear();
      bytes = encoder.encode(spell(text));
      known.set(text, bytes);
    }
    return bytes;
  };
}
