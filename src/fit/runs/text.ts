import { InputError } from '../../quantities/issue';

/** Largest file that is read, in bytes; a million runs take about 50 MB. */
export const MAX_BYTES = 256e6;

const MAGIC: readonly (readonly [string, readonly number[]])[] = [
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['a ZIP archive or spreadsheet (.xlsx, .ods)', [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip archive', [0x1f, 0x8b]],
];

/**
 * The text of a file of runs. UTF-8, or UTF-16 with a byte order mark; other encodings are refused, because guessing them would change
 * names without a word. Throws an InputError that says what the file looks like instead.
 */
export function decodeRuns(bytes: Uint8Array, name: string): string {
  const fail = (given: string): never => {
    throw new InputError([{ field: name, given, allowed: 'a CSV, TSV or JSON-lines text in UTF-8' }]);
  };
  if (bytes.length === 0) fail('an empty file');
  if (bytes.length > MAX_BYTES) fail(`${(bytes.length / 1e6).toFixed(0)} MB`);
  for (const [what, magic] of MAGIC) if (magic.every((byte, i) => bytes[i] === byte)) fail(what);
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  if (mark === 'utf-8' && bytes.subarray(0, 4096).includes(0)) fail('bytes of zero: UTF-16 without a mark, or no text');
  try {
    return new TextDecoder(mark, { fatal: true }).decode(bytes);
  } catch {
    return fail('bytes that are not UTF-8, perhaps Latin-1 or Windows-1252');
  }
}
