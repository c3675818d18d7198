import { FLOP_PER_PARAMETER_TOKEN } from '../../model/compute';
import { InputError } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';
import { type ScenarioId, scenarioIds } from '../../quantities/registry';
import type { Rows } from '../kernels/kernel';
import { type ColumnMap, type ColumnRole, chooseColumns, guessColumns } from './columns';
import { parseExclusion } from './exclude';
import { type RejectedRow, type Table, parseTable } from './table';

/** Training runs: one entry for each in every array. */
export interface Runs extends Rows {
  /** FLOP: what the file says, else 6ND. */
  readonly C: Float64Array;
  /** Number of the group that each run belongs to; undefined where no column names groups. */
  readonly group: Int32Array | undefined;
  readonly groupNames: readonly string[];
  /** Line of the file, from 1. */
  readonly line: Int32Array;
  readonly columns: ColumnMap;
  /** Rows that cannot be used, in the order of the file. */
  readonly rejected: readonly RejectedRow[];
  /** Rows that a rule left out: line and rule. */
  readonly excluded: readonly { readonly line: number; readonly rule: string }[];
}

/** How to read runs. */
export interface RunOptions {
  /** Name of the file, for messages. */
  readonly name?: string;
  /** Choices such as `N=params`, over what the headings suggest. */
  readonly columns?: readonly string[];
  /** Rules such as `outlier=1`. */
  readonly exclude?: readonly string[];
}

/** What a run's numbers may be; wider than what laws are made for, so that only nonsense is refused. */
const LIMITS = { N: [1, 1e18], D: [1, 1e20], C: [1, 1e36], loss: [1e-6, 1e3], weight: [0, 1e12] } as const;

/** Reads runs from the text of a file. Two of N, D and C suffice. Throws an InputError where the file as a whole cannot be used. */
export function readRuns(text: string, options: RunOptions = {}): Runs {
  const name = options.name ?? 'runs';
  const table = parseTable(text, name);
  const columns = chooseColumns(guessColumns(table.headings), options.columns ?? [], table.headings);
  checkColumns(columns, table, name);
  const rules = (options.exclude ?? []).map((rule) => parseExclusion(rule, table.headings));
  const reader = new RowReader(table, columns);
  const rejected: RejectedRow[] = [...table.rejected];
  const excluded: { line: number; rule: string }[] = [];
  const kept: Run[] = [];
  table.rows.forEach((row, i) => {
    const line = table.lines[i]!;
    const rule = rules.find((each) => each.excludes(row));
    if (rule) return excluded.push({ line, rule: rule.text });
    const run = reader.read(row);
    return typeof run === 'string' ? rejected.push({ line, reason: run }) : kept.push({ ...run, line });
  });
  if (kept.length === 0) {
    const why = rejected[0] ? `; line ${rejected[0].line}: ${rejected[0].reason}` : '';
    throw new InputError([
      { field: name, given: `no usable rows of ${table.rows.length}${why}`, allowed: 'rows with N, D or C, and loss' },
    ]);
  }
  return toRuns(
    kept,
    columns,
    rejected.toSorted((a, b) => a.line - b.line),
    excluded,
  );
}

interface Run {
  readonly line: number;
  readonly N: number;
  readonly D: number;
  readonly C: number;
  readonly loss: number;
  readonly weight: number;
  readonly group: string;
  readonly scenario: { readonly [Q in ScenarioId]?: number };
}

function toRuns(runs: readonly Run[], columns: ColumnMap, rejected: Runs['rejected'], excluded: Runs['excluded']): Runs {
  const column = (value: (run: Run) => number) => Float64Array.from(runs, value);
  const groupNames = [...new Set(runs.map(({ group }) => group))];
  const numbers = new Map(groupNames.map((group, i) => [group, i]));
  return {
    count: runs.length,
    N: column(({ N }) => N),
    D: column(({ D }) => D),
    C: column(({ C }) => C),
    loss: column(({ loss }) => loss),
    weight: column(({ weight }) => weight),
    scenario: Object.fromEntries(scenarioIds.filter((id) => columns[id]).map((id) => [id, column(({ scenario }) => scenario[id]!)])),
    group: columns.group && Int32Array.from(runs, ({ group }) => numbers.get(group)!),
    groupNames: columns.group ? groupNames : [],
    line: Int32Array.from(runs, ({ line }) => line),
    columns,
    rejected,
    excluded,
  };
}

function checkColumns(columns: ColumnMap, { headings }: Table, name: string): void {
  const sizes = (['N', 'D', 'C'] as const).filter((role) => columns[role]);
  const given = `columns ${headings.join(', ')}`;
  const fail = (allowed: string): never => {
    throw new InputError([{ field: name, given, allowed }]);
  };
  if (!columns.loss) fail('a column with the loss; name it by loss=COLUMN');
  if (sizes.length < 2) fail(`columns for two of N, D, C (found ${sizes.join(', ') || 'none'}); name them by N=COLUMN, D=COLUMN, C=COLUMN`);
}

/** Turns rows of cells into runs, or says why it cannot. */
class RowReader {
  private readonly columns: ColumnMap;
  private readonly index: { readonly [R in ColumnRole]?: number };

  constructor({ headings }: Table, columns: ColumnMap) {
    this.columns = columns;
    this.index = Object.fromEntries(Object.entries(columns).map(([role, { heading }]) => [role, headings.indexOf(heading)]));
  }

  /** A run, or the reason why the row is none. */
  read(row: readonly string[]): Omit<Run, 'line'> | string {
    const problems: string[] = [];
    const number = (role: Exclude<ColumnRole, 'group'>): number | undefined => {
      const column = this.columns[role];
      if (!column) return undefined;
      const cell = (row[this.index[role]!] ?? '').trim();
      const value = parseNumber(cell) * column.scale;
      const [low, high] = role in LIMITS ? LIMITS[role as keyof typeof LIMITS] : [0, Infinity];
      if (value >= low && value <= high) return value;
      problems.push(`${column.heading}: ${explain(cell, value, low, high)}`);
      return undefined;
    };
    const [N, D, C, loss] = [number('N'), number('D'), number('C'), number('loss')];
    const weight = number('weight') ?? 1;
    const scenario = Object.fromEntries(scenarioIds.filter((id) => this.columns[id]).map((id) => [id, number(id)!]));
    if (problems.length > 0) return problems.join('; ');
    const sizes = complete(N, D, C);
    return { ...sizes, loss: loss!, weight, group: (row[this.index.group ?? -1] ?? '').trim(), scenario };
  }
}

/** N, D and C from two or three of them; C = 6 N D. */
function complete(N: number | undefined, D: number | undefined, C: number | undefined) {
  if (N !== undefined && D !== undefined) return { N, D, C: C ?? FLOP_PER_PARAMETER_TOKEN * N * D };
  if (N !== undefined) return { N, D: C! / (FLOP_PER_PARAMETER_TOKEN * N), C: C! };
  return { N: C! / (FLOP_PER_PARAMETER_TOKEN * D!), D: D!, C: C! };
}

function explain(cell: string, value: number, low: number, high: number): string {
  const shown = cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
  if (cell === '') return 'empty';
  if (/^[=@]/.test(cell)) return `${JSON.stringify(shown)} is a formula; it is not executed`;
  if (Number.isNaN(value))
    return `${JSON.stringify(shown)} is not a number${/^[\d.]+(,\d+)+$/.test(cell) ? ' (write it without commas)' : ''}`;
  return `${shown} is not from ${low} to ${high}`;
}
