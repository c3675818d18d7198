import { isGraphPlan } from '../sweep/any';
import type { ReducedTile, Tile } from '../sweep/backend';
import { type Selection, selectPareto, selectTop } from '../sweep/graph/best';
import { EXTRA_COUNTERS } from '../sweep/graph/bins';
import type { JoinedPlan } from '../sweep/shard';
import type { TableColumn } from '../sweep/table';
import { type ExportOutput, type SweepExport, type TableExport, openTableExport } from './export';

/** Rows of a partial table that are gathered. */
const BATCH_ROWS = 1 << 12;

/** Largest number that a counter of a tile holds. */
const MOST_COUNTED = 0xffff_ffff;

/** How a partial table of a sweep is made up. */
interface Layout {
  /** Pixels whose best is looked for, each in a row; lines of a pixel. */
  readonly linesPerPixel?: number;
  /** Cells of a top list or a front, each in a row. */
  readonly select?: () => Selection;
  /** Values of each point. */
  readonly values: number;
  /** Counters, those behind the bins included. */
  readonly counters: number;
  /** Whether a value is better than another. */
  readonly isBetter: (value: number, than: number) => boolean;
}

function layoutOf(plan: JoinedPlan): Layout {
  const isLess = (value: number, than: number): boolean => value < than;
  if (!isGraphPlan(plan)) {
    return {
      ...(plan.best && { linesPerPixel: plan.linesPerPixel }),
      values: plan.best ? 1 : 0,
      counters: plan.histogram ? plan.histogram.bins + EXTRA_COUNTERS : 0,
      isBetter: plan.best?.isGreatest ? (value, than) => value > than : isLess,
    };
  }
  const { reduce } = plan.file;
  const values = plan.objectives.length;
  switch (reduce.kind) {
    case 'frontier':
      return { linesPerPixel: plan.linesPerPixel, values, counters: 0, isBetter: isLess };
    case 'top-k':
      return { select: () => selectTop(reduce.k), values, counters: 0, isBetter: isLess };
    case 'pareto':
      return { select: () => selectPareto(values), values, counters: 0, isBetter: isLess };
    case 'histogram':
      return { values, counters: reduce.bins + EXTRA_COUNTERS, isBetter: isLess };
    default:
      throw new Error(`the rows of a ${reduce.kind} need no joining`);
  }
}

/** Columns of a partial table, in this order; those of points and of counters only where there are any. */
function partialColumns({ values, counters }: Layout): readonly TableColumn[] {
  const numbers = [
    'at',
    ...(values > 0 ? ['cell', ...Array.from({ length: values }, (_, k) => `value${k + 1}`)] : []),
    ...(counters > 0 ? ['count'] : []),
  ];
  return [{ id: 'kind', heading: 'kind', type: 'text' }, ...numbers.map((id): TableColumn => ({ id, heading: id, type: 'f64' }))];
}

/** Gathers rows of a partial table. */
class PartialRows {
  private readonly columns: number;
  private readonly hasPoints: boolean;
  private readonly table: TableExport;
  private kinds: string[] = [];
  private rows: number[][] = [];

  constructor(layout: Layout, table: TableExport) {
    this.columns = partialColumns(layout).length;
    this.hasPoints = layout.values > 0;
    this.table = table;
  }

  /** A cell with its values, the best of a pixel, which may have none (cell -1), or one of a list (pixel 0). */
  async point(pixel: number, cell: number, values: ArrayLike<number>): Promise<void> {
    await this.add('point', [pixel, cell, ...Array.from(values)]);
  }

  async count(bin: number, count: number): Promise<void> {
    const between = this.hasPoints ? Array.from({ length: this.columns - 3 }, () => Number.NaN) : [];
    await this.add('bin', [bin, ...between, count]);
  }

  async flush(): Promise<void> {
    const { rows, kinds } = this;
    const numbers = Array.from({ length: this.columns - 1 }, (_, k) => Float64Array.from(rows, (row) => row[k] ?? Number.NaN));
    await this.table.append({ rows: rows.length, columns: [kinds, ...numbers] });
    this.kinds = [];
    this.rows = [];
  }

  private async add(kind: string, row: number[]): Promise<void> {
    this.kinds.push(kind);
    this.rows.push(row);
    if (this.rows.length === BATCH_ROWS) await this.flush();
  }
}

/**
 * Opens the export of a shard of a sweep that needs joining. It is a table, too: `kind` is `point` or `bin`. A point has the number
 * `at` of its pixel (0 where there is one for all), the number of its best `cell` (-1 where none is feasible) and the values by which
 * cells are compared; a pixel that is cut stands in two shards. A bin has its number and how many cells fell into it, the three last
 * ones being below, above, and infeasible. Its bytes follow from plan and shard alone, however the shard was cut into tiles.
 */
export async function openPartialExport(plan: JoinedPlan, outputs: readonly ExportOutput[]): Promise<SweepExport> {
  const layout = layoutOf(plan);
  const table = await openTableExport(partialColumns(layout), plan.file, outputs);
  const rows = new PartialRows(layout, table);
  const selection = layout.select?.();
  const sums = new Float64Array(layout.counters);
  let pixel = -1;
  let bestCell = -1;
  let bestValue = Number.NaN;
  const close = async (): Promise<void> => {
    if (pixel >= 0) await rows.point(pixel, bestCell, [bestValue]);
    bestCell = -1;
    bestValue = Number.NaN;
  };
  return {
    addTile: async (tile: Tile) => {
      const { range, values, schedules, counts } = expectReduced(tile);
      if (layout.linesPerPixel !== undefined) {
        const first = Math.floor(range.row / layout.linesPerPixel);
        for (let i = 0; i < schedules.length; i++) {
          if (first + i !== pixel) await close();
          pixel = first + i;
          const [cell, value] = [schedules[i]!, values[i]!];
          if (cell < 0) continue;
          if (bestCell >= 0 && !layout.isBetter(value, bestValue) && !(value === bestValue && cell < bestCell)) continue;
          bestCell = cell;
          bestValue = value;
        }
      } else {
        const width = layout.values;
        schedules.forEach((cell, i) => selection?.offer(cell, values.subarray(i * width, (i + 1) * width)));
      }
      counts.forEach((count, i) => (sums[i]! += count));
    },
    finish: async () => {
      await close();
      if (selection) {
        const { cells, values } = selection.take();
        const width = layout.values;
        for (let i = 0; i < cells.length; i++) await rows.point(0, cells[i]!, values.subarray(i * width, (i + 1) * width));
      }
      for (let bin = 0; bin < sums.length; bin++) await rows.count(bin, sums[bin]!);
      await rows.flush();
      return table.finish();
    },
  };
}

function expectReduced(tile: Tile): ReducedTile {
  if (tile.kind !== 'reduced') throw new Error(`a reduction cannot hold a ${tile.kind} tile`);
  return tile;
}

/**
 * Reads a partial table back as tiles, which stand for those that it was made from. Lines are those of a CSV or of JSON lines, without
 * their ends. Takes the memory of a batch.
 */
export async function* partialTiles(plan: JoinedPlan, format: 'csv' | 'jsonl', lines: AsyncIterable<string>): AsyncGenerator<Tile> {
  const layout = layoutOf(plan);
  const ids = partialColumns(layout).map(({ id }) => id);
  const sums = new Float64Array(layout.counters);
  const points: { at: number; cell: number; values: number[] }[] = [];
  const take = (): ReducedTile => {
    const perPixel = layout.linesPerPixel ?? 0;
    const range = { row: (points[0]?.at ?? 0) * perPixel, rows: points.length * perPixel, column: 0, columns: plan.columns };
    const values = Float64Array.from(points.flatMap((point) => point.values));
    const schedules = Float64Array.from(points, ({ cell }) => cell);
    points.length = 0;
    return { kind: 'reduced', range, values, schedules, counts: new Uint32Array(0) };
  };
  let isHeader = format === 'csv';
  for await (const line of lines) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const [kind, at, ...rest] = format === 'csv' ? fieldsOfCsv(line) : fieldsOfJson(line, ids);
    if (kind === 'bin') {
      sums[Number(at)] = Number(rest.at(-1));
      continue;
    }
    points.push({ at: Number(at), cell: Number(rest[0]), values: rest.slice(1, 1 + layout.values).map(Number) });
    if (points.length === BATCH_ROWS) yield take();
  }
  if (points.length > 0) yield take();
  yield* countTiles(sums, plan.columns);
}

function fieldsOfCsv(line: string): readonly (string | number)[] {
  return line.split(',');
}

function fieldsOfJson(line: string, ids: readonly string[]): readonly (string | number)[] {
  const row = JSON.parse(line) as Readonly<Record<string, string | number | null>>;
  return ids.map((id) => row[id] ?? Number.NaN);
}

/** Counts as tiles, whose counters hold 32 bits each. */
function* countTiles(sums: Float64Array, columns: number): Generator<ReducedTile> {
  const rest = sums.slice();
  while (rest.some((count) => count > 0)) {
    const counts = Uint32Array.from(rest, (count) => Math.min(count, MOST_COUNTED));
    counts.forEach((count, i) => (rest[i]! -= count));
    const range = { row: 0, rows: 0, column: 0, columns };
    yield { kind: 'reduced', range, values: new Float64Array(0), schedules: new Float64Array(0), counts };
  }
}
