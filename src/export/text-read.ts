import type { TableBatch, TableColumn } from '../sweep/table';

/** Formats of text, whose rows can be read back line by line. */
export type TextFormat = 'csv' | 'jsonl';

/** Rows of a batch that is read. */
const BATCH_ROWS = 1 << 12;

/** Lines of UTF-8 text, without their line feeds. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/**
 * Reads rows back that were written with these columns as CSV, with its header row, or as JSON lines: numbers to the last bit. A batch
 * has its numbers in f64, whatever the column. Takes the memory of a batch.
 */
export async function* readTextRows(
  columns: readonly TableColumn[],
  format: TextFormat,
  lines: AsyncIterable<string>,
): AsyncGenerator<TableBatch> {
  const rowOf = format === 'csv' ? fieldsOfCsv : (line: string) => valuesOfJson(line, columns);
  let rows: (readonly unknown[])[] = [];
  const take = (): TableBatch => {
    const batch = { rows: rows.length, columns: columns.map((column, k) => valuesOf(column, rows, k)) };
    rows = [];
    return batch;
  };
  let isHeader = format === 'csv';
  for await (const line of format === 'csv' ? recordsOf(lines) : lines) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if (rows.push(rowOf(line)) === BATCH_ROWS) yield take();
  }
  if (rows.length > 0) yield take();
}

/** Records of a CSV: a quoted field may hold line feeds. */
async function* recordsOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let open: string | undefined;
  for await (const line of lines) {
    const record = open === undefined ? line : `${open}\n${line}`;
    const isWhole = !record.includes('"') || record.split('"').length % 2 === 1;
    open = isWhole ? undefined : record;
    if (isWhole) yield record;
  }
}

function fieldsOfCsv(record: string): readonly string[] {
  if (!record.includes('"')) return record.split(',');
  return Array.from(`${record},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g), ([, field = '']) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  );
}

function valuesOfJson(line: string, columns: readonly TableColumn[]): readonly unknown[] {
  const row = JSON.parse(line) as Readonly<Record<string, unknown>>;
  return columns.map(({ id }) => row[id]);
}

function valuesOf({ type }: TableColumn, rows: readonly (readonly unknown[])[], k: number): Float64Array<ArrayBuffer> | readonly string[] {
  if (type === 'text') return rows.map((row) => String(row[k]));
  const toNumber =
    type === 'boolean' ? (value: unknown) => (String(value) === 'true' ? 1 : 0) : (value: unknown) => Number(value ?? Number.NaN);
  return Float64Array.from(rows, (row) => toNumber(row[k]));
}
