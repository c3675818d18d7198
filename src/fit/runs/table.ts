import Papa from 'papaparse';
import { InputError } from '../../quantities/issue';

/** Cells of a file as text, with where they stood. */
export interface Table {
  readonly format: 'CSV' | 'TSV' | 'JSON lines' | 'Parquet';
  /** [columns], unique. */
  readonly headings: readonly string[];
  /** [rows][columns]; a cell that is missing is empty. */
  readonly rows: readonly (readonly string[])[];
  /** Line of the file on which each row begins, from 1; of Parquet the number of the row. [rows] */
  readonly lines: readonly number[];
  /** Lines that could not be read as a row. */
  readonly rejected: readonly RejectedRow[];
  /** Whether a comma may stand for the decimal point: where semicolons part the cells. */
  readonly hasDecimalComma: boolean;
}

/** A row that is left out, and why. */
export interface RejectedRow {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** Most columns and rows, and most characters of one cell, that are read. */
export const MOST = { columns: 1000, rows: 2_000_000, cell: 10_000 };
const DELIMITERS = [',', '\t', ';'] as const;

/** Reads a text of runs: JSON lines where it begins with a brace, else CSV with commas, semicolons or tabs. Throws an InputError. */
export function parseTable(text: string, name: string): Table {
  const clean = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const first = clean.trimStart()[0];
  if (first === undefined) throw new InputError([{ field: name, given: 'an empty text', allowed: 'a header row and a row for each run' }]);
  if (first === '[') throw new InputError([{ field: name, given: 'a JSON list', allowed: 'CSV, TSV, or JSON lines: one object a line' }]);
  return first === '{' ? parseJsonLines(clean, name) : parseDelimited(clean, name);
}

function parseDelimited(text: string, name: string): Table {
  const header = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  const delimiter = DELIMITERS.toSorted((a, b) => header.split(b).length - header.split(a).length)[0]!;
  const rows: string[][] = [];
  const lines: number[] = [];
  const rejected: RejectedRow[] = [];
  let headings: string[] | undefined;
  let cursor = 0;
  let line = 1;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step: ({ data, errors, meta }, parser) => {
      const at = line;
      for (; cursor < meta.cursor; cursor++) if (text.charCodeAt(cursor) === 10) line++;
      if (data.every((cell) => cell.trim() === '')) return;
      const [error] = errors;
      if (!headings) headings = checkHeadings(data, name);
      else if (error) rejected.push({ line: at, reason: `quotes that do not match: ${error.message.toLowerCase()}` });
      else if (data.length > headings.length) rejected.push({ line: at, reason: `${data.length} cells under ${headings.length} headings` });
      else if (data.some((cell) => cell.length > MOST.cell))
        rejected.push({ line: at, reason: `a cell of more than ${MOST.cell} characters` });
      else {
        rows.push(data);
        lines.push(at);
      }
      if (rows.length > MOST.rows) parser.abort();
    },
  });
  return finish(
    { format: delimiter === '\t' ? 'TSV' : 'CSV', headings: headings ?? [], rows, lines, rejected, hasDecimalComma: delimiter === ';' },
    name,
  );
}

function parseJsonLines(text: string, name: string): Table {
  const objects: Record<string, unknown>[] = [];
  const lines: number[] = [];
  const rejected: RejectedRow[] = [];
  const headings = new Set<string>();
  text.split('\n').forEach((source, i) => {
    if (source.trim() === '') return;
    let json: unknown;
    try {
      json = JSON.parse(source);
    } catch {
      return rejected.push({ line: i + 1, reason: 'not JSON' });
    }
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      return rejected.push({ line: i + 1, reason: 'not a JSON object' });
    objects.push(json as Record<string, unknown>);
    lines.push(i + 1);
    if (headings.size <= MOST.columns) for (const key of Object.keys(json)) headings.add(key);
  });
  const names = checkHeadings([...headings], name);
  const toCell = (value: unknown): string => {
    if (value === null || value === undefined) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const rows = objects.map((object) => names.map((heading) => toCell(Object.hasOwn(object, heading) ? object[heading] : undefined)));
  return finish({ format: 'JSON lines', headings: names, rows, lines, rejected, hasDecimalComma: false }, name);
}

/** Headings without surrounding space; empty and repeated ones get a number, so that each names one column. */
export function checkHeadings(cells: readonly string[], name: string): string[] {
  if (cells.length > MOST.columns)
    throw new InputError([{ field: name, given: `${cells.length} columns`, allowed: `at most ${MOST.columns} columns` }]);
  const seen = new Set<string>();
  return cells.map((cell, i) => {
    const heading = cell.trim() || `column ${i + 1}`;
    const unique = seen.has(heading) ? `${heading} (${i + 1})` : heading;
    seen.add(unique);
    return unique;
  });
}

function finish(table: Table, name: string): Table {
  if (table.rows.length > MOST.rows)
    throw new InputError([{ field: name, given: `more than ${MOST.rows} rows`, allowed: `at most ${MOST.rows} rows` }]);
  return table;
}
