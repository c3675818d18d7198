import { spellSpecial } from './number';
import type { TableWriter, TableWriterOptions } from './table-writer';
import { createTextRows } from './text-rows';

/**
 * JSON lines (UTF-8, `\n`): an object for each row, keyed by column ids. Numbers are the shortest text that reads back to the same
 * value. NaN is `null`; an infinity is `1e999` or `-1e999`, which is a number in JSON's grammar, and beyond the largest double: JavaScript,
 * Python and DuckDB read it as infinity, some readers refuse it.
 */
export function createJsonLines({ columns, chunk }: TableWriterOptions): TableWriter {
  const before = columns.map(({ id }, k) => `${k === 0 ? '{' : ','}${JSON.stringify(id)}:`);
  const special = (value: number): string => (Number.isNaN(value) ? 'null' : spellSpecial(value));
  const write = createTextRows(columns, { before, end: '}\n', text: (text) => JSON.stringify(text), special }, chunk);
  return { write, end: async () => undefined };
}
