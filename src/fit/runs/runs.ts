import { FLOP_PER_PARAMETER_TOKEN } from '../../model/compute';
import { InputError } from '../../quantities/issue';
import { lawScenarioIds } from '../../quantities/registry';
import type { Rows } from '../kernels/kernel';
import { parseCell } from './cell';
import { type ColumnMap, type ColumnRole, chooseColumns, columnRoles, guessColumns } from './columns';
import { parseExclusion } from './exclude';
import { type RejectedRow, type Table, parseTable } from './table';

/** Training runs: one entry for each in every array. */
export interface Runs extends Rows {
  /** FLOP: what the file says, else 6ND. */
  readonly C: Float64Array;
  /** Number of the group that each run belongs to; undefined where no column names groups. */
  readonly group: Int32Array | undefined;
  readonly groupNames: readonly string[];
  /** Number of what each run is resampled with; undefined where runs are resampled one by one. */
  readonly cluster: Int32Array | undefined;
  /** Line of the file, from 1; of Parquet the number of the row. */
  readonly line: Int32Array;
  /** Every heading of the file. */
  readonly headings: readonly string[];
  readonly columns: ColumnMap;
  /** 1 for a run that a rule of `mark` means, else 0. */
  readonly isMarked: Uint8Array;
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
  /** Rules like those of `exclude` whose runs stay, but are marked. */
  readonly mark?: readonly string[];
  /** Column whose runs of one value are resampled together, such as those of one model or seed. */
  readonly bootstrapBy?: string;
}

/** What a run's numbers may be; wider than what laws are made for, so that only nonsense is refused. */
const LIMITS = { N: [1, 1e18], D: [1, 1e20], C: [1, 1e36], loss: [1e-6, 1e3], weight: [0, 1e12] } as const;

/** Reads runs from a table, or from a text. Two of N, D and C suffice. Throws an InputError where the whole of it cannot be used. */
export function readRuns(source: Table | string, options: RunOptions = {}): Runs {
  const name = options.name ?? 'runs';
  const table = typeof source === 'string' ? parseTable(source, name) : source;
  const columns = chooseColumns(guessColumns(table.headings), options.columns ?? [], table.headings);
  checkColumns(columns, table, name);
  const rules = (options.exclude ?? []).map((rule) => parseExclusion(rule, table.headings));
  const marks = (options.mark ?? []).map((rule) => parseExclusion(rule, table.headings));
  const columnsOfNumbers = new NumberColumns(table, columns);
  const rejected: RejectedRow[] = [...table.rejected];
  const excluded: { line: number; rule: string }[] = [];
  const group = columns.group && new LabelColumn(table, columns.group.heading);
  const cluster = options.bootstrapBy === undefined ? undefined : clusterColumn(table, options.bootstrapBy);
  const lines = new Int32Array(table.rows.length);
  const isMarked = new Uint8Array(table.rows.length);
  let count = 0;
  table.rows.forEach((row, i) => {
    const line = table.lines[i]!;
    const rule = rules.find((each) => each.excludes(row));
    if (rule) return excluded.push({ line, rule: rule.text });
    const problem = columnsOfNumbers.read(row, count);
    if (problem !== undefined) return rejected.push({ line, reason: problem });
    group?.read(row, count);
    cluster?.read(row, count);
    lines[count] = line;
    if (marks.some((each) => each.excludes(row))) isMarked[count] = 1;
    return count++;
  });
  if (count === 0) {
    const left = excluded.length > 0 ? `; ${excluded.length} left out by rule` : '';
    const why = left + (rejected[0] ? `; line ${rejected[0].line}: ${rejected[0].reason}` : '');
    throw new InputError([
      { field: name, given: `no usable rows of ${table.rows.length}${why}`, allowed: 'rows with N, D or C, and loss' },
    ]);
  }
  return {
    count,
    ...columnsOfNumbers.finish(count),
    group: group?.finish(count),
    groupNames: group?.names ?? [],
    cluster: cluster?.finish(count),
    line: lines.slice(0, count),
    headings: table.headings,
    columns,
    isMarked: isMarked.slice(0, count),
    rejected: rejected.toSorted((a, b) => a.line - b.line),
    excluded,
  };
}

function checkColumns(columns: ColumnMap, { headings }: Table, name: string): void {
  const sizes = (['N', 'D', 'C'] as const).filter((role) => columns[role]);
  const given = `columns ${headings.join(', ')}`;
  const fail = (allowed: string): never => {
    throw new InputError([{ field: name, given, allowed }]);
  };
  const numbers = (['N', 'D', 'C', 'loss'] as const).filter((role) => columns[role]);
  const shared = numbers.find((role, i) => numbers.slice(0, i).some((other) => columns[other]!.heading === columns[role]!.heading));
  if (shared) {
    const heading = columns[shared]!.heading;
    const roles = numbers.filter((role) => columns[role]!.heading === heading);
    throw new InputError([
      { field: name, given: `column ${heading} as ${roles.join(', ')}`, allowed: 'a column of its own for each of N, D, C and loss' },
    ]);
  }
  if (!columns.loss) fail('a column with the loss; name it by loss=COLUMN');
  if (sizes.length < 2) fail(`columns for two of N, D, C (found ${sizes.join(', ') || 'none'}); name them by N=COLUMN, D=COLUMN, C=COLUMN`);
}

/** Numbers the texts of a column in the order in which they come. */
class LabelColumn {
  private readonly index: number;
  private readonly known = new Map<string, number>();
  private readonly values: Int32Array;

  constructor({ headings, rows }: Table, heading: string) {
    this.index = headings.indexOf(heading);
    this.values = new Int32Array(rows.length);
  }

  get names(): readonly string[] {
    return [...this.known.keys()];
  }

  read(row: readonly string[], at: number): void {
    const label = (row[this.index] ?? '').trim();
    if (!this.known.has(label)) this.known.set(label, this.known.size);
    this.values[at] = this.known.get(label)!;
  }

  finish(count: number): Int32Array {
    return this.values.slice(0, count);
  }
}

function clusterColumn(table: Table, heading: string): LabelColumn {
  if (table.headings.includes(heading)) return new LabelColumn(table, heading);
  throw new InputError([{ field: 'bootstrap-by', given: heading, allowed: `a column of ${table.headings.join(', ')}` }]);
}

/** Roles whose numbers are counts, in which commas part thousands. */
const COUNTS: ReadonlySet<ColumnRole> = new Set(['N', 'D', 'C', 'U', 'experts']);

/** A role that holds numbers. */
type NumberRole = Exclude<ColumnRole, 'group'>;

/** A column of numbers as it fills. */
interface NumberColumn {
  readonly role: NumberRole;
  readonly heading: string;
  readonly index: number;
  readonly scale: number;
  readonly low: number;
  readonly high: number;
  readonly isCount: boolean;
  readonly hasDecimalComma: boolean;
  readonly values: Float64Array;
}

/** Fills columns of numbers from rows of cells; one pass and no objects for each row, because there may be a million. */
class NumberColumns {
  private readonly columns: readonly NumberColumn[];

  constructor({ headings, rows, hasDecimalComma }: Table, map: ColumnMap) {
    this.columns = columnRoles
      .filter((role): role is NumberRole => role !== 'group')
      .flatMap((role) => {
        const column = map[role];
        if (!column) return [];
        const [low, high] = role in LIMITS ? LIMITS[role as keyof typeof LIMITS] : [0, Infinity];
        const rules = { isCount: COUNTS.has(role), hasDecimalComma };
        return [{ role, ...column, index: headings.indexOf(column.heading), low, high, ...rules, values: new Float64Array(rows.length) }];
      });
  }

  /** Reads a row into place `at`; returns the reason where it cannot be used. */
  read(row: readonly string[], at: number): string | undefined {
    let problem: string | undefined;
    for (const column of this.columns) {
      const { heading, index, scale, low, high, values } = column;
      const cell = row[index] ?? '';
      const value = parseCell(cell, column) * scale;
      if (value >= low && value <= high) values[at] = value;
      else problem = `${problem === undefined ? '' : `${problem}; `}${heading}: ${explain(cell.trim(), value, low, high)}`;
    }
    return problem;
  }

  /** The columns of the first `count` rows, with what follows from two of N, D and C: C = 6 N D. */
  finish(count: number): Pick<Runs, 'N' | 'D' | 'C' | 'loss' | 'weight' | 'scenario'> {
    const of = (role: NumberRole): Float64Array | undefined => this.columns.find((column) => column.role === role)?.values.slice(0, count);
    const [N, D, C] = [of('N'), of('D'), of('C')];
    const quotient = (other: Float64Array) => C!.map((value, i) => value / (FLOP_PER_PARAMETER_TOKEN * other[i]!));
    const sizes = N ?? quotient(D!);
    const tokens = D ?? quotient(N!);
    return {
      N: sizes,
      D: tokens,
      C: C ?? sizes.map((size, i) => FLOP_PER_PARAMETER_TOKEN * size * tokens[i]!),
      loss: of('loss')!,
      weight: of('weight') ?? new Float64Array(count).fill(1),
      scenario: Object.fromEntries(lawScenarioIds.flatMap((id) => (of(id) ? [[id, of(id)!]] : []))),
    };
  }
}

function explain(cell: string, value: number, low: number, high: number): string {
  const shown = cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
  if (cell === '') return 'empty';
  if (/^[=@]/.test(cell)) return `${JSON.stringify(shown)} is a formula; it is not executed`;
  if (Number.isNaN(value))
    return `${JSON.stringify(shown)} is not a number${/^[\d.]+(,\d+)+$/.test(cell) ? ' (write it without commas)' : ''}`;
  return `${shown} is not from ${low} to ${high}`;
}
