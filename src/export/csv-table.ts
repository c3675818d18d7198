import type { TableColumn } from '../sweep/table';
import type { Chunk } from './chunk';
import { spellSpecial } from './number';
import type { TableWriter, TableWriterOptions } from './table-writer';
import { createTextRows } from './text-rows';

/** Writes the header row: a heading for each column. */
export function writeHeadings(columns: readonly TableColumn[], chunk: Chunk): void {
  const text = `${columns.map(({ heading }) => escapeField(heading)).join(',')}\n`;
  chunk.at = new TextEncoder().encodeInto(text, chunk.bytes).written;
}

/**
 * CSV (RFC 4180, `\n`, UTF-8): a header row, then a row for each of the table. Numbers are the shortest text that reads back to the
 * same value, an infinity is `1e999` or `-1e999`; text is quoted where it must be.
 */
export function createCsvTable({ columns, chunk }: TableWriterOptions): TableWriter {
  writeHeadings(columns, chunk);
  const before = columns.map((_, k) => (k === 0 ? '' : ','));
  const write = createTextRows(columns, { before, end: '\n', text: escapeField, special: spellSpecial }, chunk);
  return { write, end: async () => undefined };
}

function escapeField(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
