import { type AnySweepPlan, isSchedulePlan } from '../any';
import type { GridTile, Tile } from '../backend';
import { outputsOf } from '../growth/plan';
import type { SchedulePlan } from '../growth/plan';
import { type ScheduleInputId, type ScheduleMetricId, scheduleHeading } from '../growth/quantities';
import { bestColumns, createReducer, createScheduleReader } from '../growth/reduce';
import type { SweepPlan } from '../plan';
import { createRowReader, resultColumns } from '../rows';
import type { ColumnValues, TableBatch, TableColumn } from '../table';
import { cellsOf } from '../tiling';

/** Turns the tiles of a sweep into rows of a table: those that the CSV of the same sweep has, with the same values. */
export interface BatchReader {
  readonly columns: readonly TableColumn[];
  /** Rows of a tile; none where they are known only at the end. Tiles must come in row-major order. The batch is reused. */
  read(tile: Tile): TableBatch;
  /** Rows that are known when every tile was read. */
  finish(): TableBatch;
}

const NO_ROWS: TableBatch = { rows: 0, columns: [] };

/** What marks rows that break a constraint, where the file keeps them. */
const FEASIBLE: TableColumn = { id: 'feasible', heading: 'feasible', type: 'text' };

/** Prepares to read the tiles of a sweep. */
export function createBatchReader(plan: AnySweepPlan): BatchReader {
  if (!isSchedulePlan(plan)) return createConfigurationReader(plan);
  return plan.file.reduce.kind === 'grid' ? createScheduleGridReader(plan) : createReductionReader(plan);
}

/** Rows under construction, whose arrays are as long as the longest batch so far. */
class Rows {
  readonly columns: readonly TableColumn[];
  private readonly isFlagged: boolean;
  private arrays: readonly (Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>)[] = [];
  private flags: string[] = [];
  private count = 0;

  constructor(columns: readonly TableColumn[], isFlagged: boolean) {
    this.columns = isFlagged ? [...columns, FEASIBLE] : columns;
    this.isFlagged = isFlagged;
  }

  /** Starts a batch of at most so many rows. */
  start(most: number): void {
    this.count = 0;
    this.flags = [];
    if ((this.arrays[0]?.length ?? -1) >= most) return;
    this.arrays = this.columns
      .filter(({ type }) => type !== 'text')
      .map(({ type }) => (type === 'f64' ? new Float64Array(most) : new Float32Array(most)));
  }

  add(values: ArrayLike<number>, isFeasible: boolean): void {
    if (!isFeasible && !this.isFlagged) return;
    for (let k = 0; k < this.arrays.length; k++) this.arrays[k]![this.count] = values[k]!;
    if (this.isFlagged) this.flags.push(String(isFeasible));
    this.count++;
  }

  batch(): TableBatch {
    const columns: ColumnValues[] = [...this.arrays];
    if (this.isFlagged) columns.push(this.flags);
    return { rows: this.count, columns };
  }
}

/** Cells of a grid, rows of a frontier or of quantiles. */
function createConfigurationReader(plan: SweepPlan): BatchReader {
  const reader = createRowReader(plan);
  const isGrid = plan.file.reduce.kind === 'grid';
  const axes = plan.file.axes.length;
  const ids: readonly string[] = plan.ensemble ? [] : resultColumns(plan);
  const columns = reader.headings.map((heading, k): TableColumn => {
    const id = ids[k] ?? heading.split(' [')[0]!;
    return { id, heading, type: isGrid && k >= axes ? 'f32' : 'f64' };
  });
  const rows = new Rows(columns, plan.file.keepInfeasible);
  return {
    columns: rows.columns,
    read: (tile) => {
      rows.start(tile.kind === 'grid' ? cellsOf(tile.range) : tile.range.rows);
      reader.read(tile, (values, isFeasible) => rows.add(values, isFeasible));
      return rows.batch();
    },
    finish: () => NO_ROWS,
  };
}

const scheduleColumn = (id: string, type: TableColumn['type']): TableColumn => ({
  id,
  heading: scheduleHeading(id as ScheduleInputId | ScheduleMetricId),
  type,
});

function createScheduleGridReader(plan: SchedulePlan): BatchReader {
  const metrics = outputsOf(plan.file);
  const [first, second] = plan.axes;
  const columns = [...plan.axes.map(({ quantity }) => scheduleColumn(quantity, 'f64')), ...metrics.map((id) => scheduleColumn(id, 'f32'))];
  const rows = new Rows(columns, plan.file.keepInfeasible);
  const axes = plan.axes.length;
  const values = new Float64Array(columns.length);
  return {
    columns: rows.columns,
    read: (tile) => {
      if (tile.kind !== 'grid') throw new Error(`a grid cannot hold a ${tile.kind} tile`);
      const { range } = tile;
      rows.start(cellsOf(range));
      for (let cell = 0; cell < cellsOf(range); cell++) {
        const row = Math.floor(cell / range.columns);
        const column = range.column + (cell - row * range.columns);
        values[0] = first!.values[second ? range.row + row : column]!;
        if (second) values[1] = second.values[column]!;
        for (let k = 0; k < metrics.length; k++) values[axes + k] = tile.values[k]![cell]!;
        rows.add(values, isComplete(tile, cell));
      }
      return rows.batch();
    },
    finish: () => NO_ROWS,
  };
}

function isComplete({ values }: GridTile, cell: number): boolean {
  return values.every((metric) => !Number.isNaN(metric[cell]!));
}

/** Best schedules and histograms, which are known when every tile was read. */
function createReductionReader(plan: SchedulePlan): BatchReader {
  const reducer = createReducer(plan);
  const { best, histogram, file } = plan;
  const rows = best
    ? new Rows(
        bestColumns(plan).map((id) => scheduleColumn(id, 'f64')),
        file.keepInfeasible,
      )
    : new Rows(
        [`${histogram!.metric} from`, `${histogram!.metric} to`, 'schedules'].map((id) => ({ id, heading: id, type: 'f64' })),
        false,
      );
  return {
    columns: rows.columns,
    read: (tile) => {
      reducer.add(tile);
      return NO_ROWS;
    },
    finish: () => {
      if (best) addBest(plan, reducer.best(), rows);
      else addHistogram(plan, reducer.histogram()!, rows);
      return rows.batch();
    },
  };
}

function addBest(plan: SchedulePlan, best: Float64Array, rows: Rows): void {
  const read = createScheduleReader(plan);
  const columns = bestColumns(plan);
  const kept: readonly string[] = plan.file.reduce.kind === 'best' ? plan.file.reduce.keep : [];
  rows.start(best.length);
  best.forEach((schedule, pixel) => {
    const isFeasible = schedule >= 0;
    // any schedule of the pixel has its kept values
    const values = read(isFeasible ? schedule : pixel * plan.linesPerPixel * plan.columns);
    if (!isFeasible) columns.forEach((id, k) => (values[k] = kept.includes(id) ? values[k]! : Number.NaN));
    rows.add(values, isFeasible);
  });
}

function addHistogram(
  { histogram }: SchedulePlan,
  { counts, below, above }: NonNullable<ReturnType<ReturnType<typeof createReducer>['histogram']>>,
  rows: Rows,
): void {
  const { from, to, bins } = histogram!;
  const edge = (bin: number): number => from + (bin * (to - from)) / bins;
  rows.start(bins + 2);
  rows.add([-Infinity, from, below], true);
  counts.forEach((count, bin) => rows.add([edge(bin), edge(bin + 1), count], true));
  rows.add([to, Infinity, above], true);
}
