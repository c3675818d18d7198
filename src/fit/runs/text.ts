import { InputError } from '../../quantities/issue';

/** Largest file that is read, in bytes; a million runs take about 50 MB. */
export const MAX_BYTES = 256e6;

const MAGIC: readonly (readonly [string, readonly number[]])[] = [
  ['a ZIP archive or spreadsheet (.xlsx, .ods)', [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip archive', [0x1f, 0x8b]],
];

/** Throws an InputError where a file is empty or larger than what is read. */
export function checkSize(bytes: Uint8Array, name: string): void {
  const given = bytes.length === 0 ? 'an empty file' : bytes.length > MAX_BYTES ? `${(bytes.length / 1e6).toFixed(0)} MB` : undefined;
  if (given !== undefined) throw new InputError([{ field: name, given, allowed: `runs of at most ${MAX_BYTES / 1e6} MB` }]);
}

/**
 * The text of a file of runs. UTF-8, or UTF-16 with a byte order mark; other encodings are refused, because guessing them would change
 * names without a word. Throws an InputError that says what the file looks like instead.
 */
export function decodeRuns(bytes: Uint8Array, name: string): string {
  const fail = (given: string): never => {
    throw new InputError([{ field: name, given, allowed: 'CSV, TSV or JSON lines in UTF-8, or Parquet' }]);
  };
  for (const [what, magic] of MAGIC) if (magic.every((byte, i) => bytes[i] === byte)) fail(what);
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  if (mark === 'utf-8' && bytes.subarray(0, 4096).includes(0)) fail('bytes of zero: UTF-16 without a mark, or no text');
  try {
    return new TextDecoder(mark, { fatal: true }).decode(bytes);
  } catch {
    return fail('bytes that are not UTF-8, perhaps Latin-1 or Windows-1252');
  }
}
