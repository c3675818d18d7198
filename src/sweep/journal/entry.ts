import { buf as crc32 } from 'crc-32';
import { type Tile, type TileArray, type TileRange, tileArrays, tileOf } from '../backend';
import type { JournalSource } from './file';

/**
 * An entry of a journal, little-endian:
 *
 * | bytes | what                                                              |
 * | ----- | ----------------------------------------------------------------- |
 * | 4     | `ENTRY_MARK`                                                      |
 * | 4     | bytes of the head                                                 |
 * | 4     | CRC-32 of the head                                                |
 * | 4     | CRC-32 of the arrays                                              |
 * | …     | head: JSON, of the journal itself (the first entry) or of a tile  |
 * | …     | the tile's arrays, one after the other                            |
 *
 * The head has a checksum of its own, so that the lengths in it can be trusted before anything is read by them.
 */
const ENTRY_MARK = 0x4f534931;
const PREFIX_BYTES = 16;
/** Most bytes of a head; one of a tile has about a hundred. */
const MOST_HEAD_BYTES = 1 << 16;

const ARRAY_TYPES = { f32: Float32Array, f64: Float64Array, u32: Uint32Array } as const;
type ArrayType = keyof typeof ARRAY_TYPES;

/** What the head of a tile's entry says. */
interface TileHead {
  readonly kind: Tile['kind'];
  readonly range: TileRange;
  /** Type and length of each array. */
  readonly arrays: readonly (readonly [ArrayType, number])[];
}

/** Bytes to write, in order; arrays are not copied. */
export type EntryBytes = readonly Uint8Array<ArrayBuffer>[];

/** Entry of a tile. It shares the tile's memory. */
export function encodeTile(tile: Tile): EntryBytes {
  const arrays = tileArrays(tile);
  const { row, rows, column, columns } = tile.range;
  const head: TileHead = {
    kind: tile.kind,
    range: { row, rows, column, columns },
    arrays: arrays.map((array) => [typeOf(array), array.length]),
  };
  return encode(head, arrays.map(bytesOf));
}

/** Entry without arrays. */
export function encodeHead(head: object): EntryBytes {
  return encode(head, []);
}

function encode(head: object, arrays: EntryBytes): EntryBytes {
  const headBytes = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(PREFIX_BYTES + headBytes.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, ENTRY_MARK, true);
  view.setUint32(4, headBytes.length, true);
  view.setInt32(8, crc32(headBytes), true);
  view.setInt32(12, checksum(arrays), true);
  bytes.set(headBytes, PREFIX_BYTES);
  return [bytes, ...arrays];
}

/** What stands at a place of a journal: an entry, its end, or why there is no whole entry. */
export type ReadEntry =
  | { readonly kind: 'entry'; readonly head: unknown; readonly next: number; readonly tile?: Tile }
  | { readonly kind: 'end' | 'torn' | 'corrupt' };

/** Reads the entry at a place of a file of so many bytes. Takes the memory of one tile. */
export async function readEntry(file: JournalSource, at: number, size: number): Promise<ReadEntry> {
  if (at === size) return { kind: 'end' };
  if (size - at < PREFIX_BYTES) return { kind: 'torn' };
  const prefix = new DataView((await readBytes(file, at, PREFIX_BYTES)).buffer);
  const headLength = prefix.getUint32(4, true);
  if (prefix.getUint32(0, true) !== ENTRY_MARK || headLength > MOST_HEAD_BYTES) return { kind: 'corrupt' };
  const body = at + PREFIX_BYTES + headLength;
  if (body > size) return { kind: 'torn' };
  const headBytes = await readBytes(file, at + PREFIX_BYTES, headLength);
  if (crc32(headBytes) !== prefix.getInt32(8, true)) return { kind: 'corrupt' };
  const head = JSON.parse(new TextDecoder().decode(headBytes)) as Partial<TileHead>;
  if (!head.arrays) return { kind: 'entry', head, next: body };
  const { kind, range, arrays } = head as TileHead;
  const lengths = arrays.map(([type, length]) => length * ARRAY_TYPES[type].BYTES_PER_ELEMENT);
  const next = lengths.reduce((sum, length) => sum + length, body);
  if (next > size) return { kind: 'torn' };
  const read: Uint8Array<ArrayBuffer>[] = [];
  let from = body;
  for (const length of lengths) {
    read.push(await readBytes(file, from, length));
    from += length;
  }
  if (checksum(read) !== prefix.getInt32(12, true)) return { kind: 'corrupt' };
  const values = arrays.map(([type], k) => new ARRAY_TYPES[type](read[k]!.buffer));
  return { kind: 'entry', head, next, tile: tileOf(kind, range, values) };
}

async function readBytes(file: JournalSource, at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const read = await file.read(at + done, bytes.subarray(done));
    if (read === 0) throw new Error('the journal is shorter than the storage said');
    done += read;
  }
  return bytes;
}

function checksum(arrays: EntryBytes): number {
  return arrays.reduce((sum, bytes) => crc32(bytes, sum), 0);
}

function bytesOf({ buffer, byteOffset, byteLength }: TileArray): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function typeOf(array: TileArray): ArrayType {
  if (array instanceof Float32Array) return 'f32';
  return array instanceof Float64Array ? 'f64' : 'u32';
}
