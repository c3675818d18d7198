import { InputError } from '../../quantities/issue';
import { MOST, type Table, checkHeadings } from './table';

/** The bytes that a Parquet file begins with: PAR1. */
const MAGIC = [0x50, 0x41, 0x52, 0x31];

/** Whether bytes are those of a Parquet file. */
export function isParquet(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * The table of a Parquet file, as text, so that it is read by the same rules as every other; its lines are its rows, from 1. The reader is loaded
 * when it is first wanted. Throws an InputError for a file that is broken or too large.
 */
export async function parseParquet(bytes: Uint8Array, name: string): Promise<Table> {
  const [{ parquetMetadata, parquetReadObjects, parquetSchema }, codecs] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const fail = (given: string, allowed: string): never => {
    throw new InputError([{ field: name, given, allowed }]);
  };
  const file = Uint8Array.from(bytes).buffer;
  let rows: Record<string, unknown>[] = [];
  let headings: readonly string[] = [];
  try {
    const metadata = parquetMetadata(file);
    // before anything is unpacked: a small file can say that it holds a great many rows
    if (metadata.num_rows > MOST.rows) fail(`${metadata.num_rows} rows`, `at most ${MOST.rows} rows`);
    headings = parquetSchema(metadata).children.map(({ element }) => element.name);
    const compressors = {
      ZSTD: (input: Uint8Array) => codecs.decompressZstd(input),
      GZIP: codecs.decompressGzip,
      BROTLI: codecs.decompressBrotli,
      LZ4: codecs.decompressLz4,
      LZ4_RAW: codecs.decompressLz4Raw,
    };
    rows = await parquetReadObjects({ file, metadata, compressors });
  } catch (error) {
    if (error instanceof InputError) throw error;
    fail(`a Parquet file that cannot be read (${error instanceof Error ? error.message : String(error)})`, 'a whole Parquet file');
  }
  const names = checkHeadings(headings, name);
  if (rows.length === 0) fail('a Parquet file without rows', 'a row for each run');
  return {
    format: 'Parquet',
    headings: names,
    rows: rows.map((row) => headings.map((heading) => toCell(row[heading]))),
    lines: rows.map((_, i) => i + 1),
    rejected: [],
    hasDecimalComma: false,
  };
}

/** A value as a cell; a number as the shortest text that reads back to it. */
function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
}
