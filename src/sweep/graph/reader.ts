import { graphHeading } from './quantities';
import type { Tile } from '../backend';
import { stepsInLoops } from '../loops';
import { type ColumnValues, FEASIBLE, type TableBatch, type TableColumn } from '../table';
import { type Selection, selectPareto, selectTop } from './best';
import { EXTRA_COUNTERS, binsOf, edgeOf } from './bins';
import { type GraphPlan, createCellEvaluator, stepsOfCell } from './plan';

/** Rows of a batch, about. */
const BATCH_ROWS = 1 << 14;

/** Turns the tiles of a general sweep, which must come in row-major order, into rows. */
export interface GraphReader {
  readonly columns: readonly TableColumn[];
  /** The rows that a tile completes. Batches hold memory of their own. */
  add(tile: Tile): Iterable<TableBatch>;
  /** The rows that only the last tile completes. */
  finish(): Iterable<TableBatch>;
}

/**
 * Reads a general sweep as a table. A grid has a row for each cell: its axes, its metrics in f32. A frontier has a row for each point of
 * the kept axes with the best values of the others, a top list and a Pareto front one for each of their cells, best first; quantiles
 * one for each point of the kept axes, with a column for each metric and level; a histogram one for each bin and one at each end. All
 * of these are f64. Infeasible rows are left out, or kept with NaN and marked in a last column `feasible` where the file says so.
 */
export function createGraphReader(plan: GraphPlan): GraphReader {
  const { reduce } = plan.file;
  switch (reduce.kind) {
    case 'grid':
      return gridReader(plan);
    case 'frontier':
      return frontierReader(plan);
    case 'quantiles':
      return quantileReader(plan, reduce.levels);
    case 'top-k':
      return selectionReader(plan, selectTop(reduce.k));
    case 'pareto':
      return selectionReader(plan, selectPareto(reduce.of.length));
    case 'histogram':
      return histogramReader(plan, reduce);
  }
}

/** Memory of a column that is being filled. */
type Cells = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | string[];

const MEMORY: Readonly<Record<TableColumn['type'], () => Cells>> = {
  f64: () => new Float64Array(BATCH_ROWS),
  f32: () => new Float32Array(BATCH_ROWS),
  boolean: () => new Uint8Array(BATCH_ROWS),
  text: () => [],
};

/** Gathers rows, column by column. */
class Rows {
  private readonly columns: readonly TableColumn[];
  private readonly isFlagged: boolean;
  private numbers: Cells[] = [];
  private length = 0;

  constructor(columns: readonly TableColumn[], isFlagged: boolean) {
    this.columns = columns;
    this.isFlagged = isFlagged;
    this.clear();
  }

  get isFull(): boolean {
    return this.length === BATCH_ROWS;
  }

  /** Adds a row: a number for each column, or a text where the column holds texts. */
  add(row: readonly (number | string)[], isFeasible = true): void {
    if (!isFeasible && !this.isFlagged) return;
    for (let k = 0; k < row.length; k++) this.numbers[k]![this.length] = row[k]!;
    if (this.isFlagged) this.numbers[row.length]![this.length] = isFeasible ? 1 : 0;
    this.length++;
  }

  /** The rows since the last time, as a batch. */
  take(): TableBatch {
    const columns = this.numbers.map((values): ColumnValues => values.slice(0, this.length));
    const batch = { rows: this.length, columns };
    this.clear();
    return batch;
  }

  private clear(): void {
    this.length = 0;
    this.numbers = this.columns.map(({ type }) => MEMORY[type]());
  }
}

function axisColumns({ axes }: GraphPlan, indices: readonly number[]): readonly TableColumn[] {
  return indices.map((i) => {
    const { quantity, names } = axes[i]!;
    return { id: quantity, heading: graphHeading(quantity), type: names ? 'text' : 'f64' };
  });
}

/** The value of an axis at a step, as a row has it. */
function axisValue({ axes }: GraphPlan, axis: number, step: number): number | string {
  const { names, values } = axes[axis]!;
  return names ? names[step]! : values[step]!;
}

function gridReader(plan: GraphPlan): GraphReader {
  const { axes, metrics, file, limits } = plan;
  const all = axes.map((_, i) => i);
  const columns = [
    ...axisColumns(plan, all),
    ...metrics.map((id): TableColumn => ({ id, heading: graphHeading(id), type: 'f32' })),
    ...(file.keepInfeasible ? [FEASIBLE] : []),
  ];
  const rows = new Rows(columns, file.keepInfeasible);
  const steps = new Float64Array(axes.length);
  const row: (number | string)[] = [];
  const flagged = limits.length > 0 ? metrics.length : -1;
  return {
    columns,
    *add(tile) {
      const { range, values } = expectKind(tile, 'grid');
      const cells = range.rows * range.columns;
      let cell = range.row * plan.columns + range.column;
      for (let i = 0; i < cells; i++, cell++) {
        stepsOfCell(plan, cell, steps);
        for (const axis of all) row[axis] = axisValue(plan, axis, steps[axis]!);
        for (let k = 0; k < metrics.length; k++) row[axes.length + k] = values[k]![i]!;
        rows.add(row, flagged < 0 || values[flagged]![i] === 1);
        if (rows.isFull) yield rows.take();
      }
      yield rows.take();
    },
    finish: () => [],
  };
}

/** Columns of a row for one cell of a reduction, and how it is filled in f64. */
function cellRows(plan: GraphPlan) {
  const { axes, metrics } = plan;
  const evaluate = createCellEvaluator(plan, metrics);
  const steps = new Float64Array(axes.length);
  const all = axes.map((_, i) => i);
  return {
    columns: [...axisColumns(plan, all), ...metrics.map((id): TableColumn => ({ id, heading: graphHeading(id), type: 'f64' }))],
    read(cell: number): (number | string)[] {
      stepsOfCell(plan, cell, steps);
      return [...all.map((axis) => axisValue(plan, axis, steps[axis]!)), ...evaluate(cell)];
    },
  };
}

function frontierReader(plan: GraphPlan): GraphReader {
  const { axes, kept, linesPerPixel, lineCells, file, metrics } = plan;
  const { columns: ofCell, read } = cellRows(plan);
  const columns = [...ofCell, ...(file.keepInfeasible ? [FEASIBLE] : [])];
  const rows = new Rows(columns, file.keepInfeasible);
  const steps = new Float64Array(axes.length);
  let open = 0;
  let bestCell = -1;
  let bestValue = Number.NaN;
  const close = (): void => {
    if (bestCell >= 0) rows.add(read(bestCell));
    else {
      // nothing is feasible: the kept axes alone are known
      stepsInLoops(plan, open * linesPerPixel * lineCells, steps);
      const none = axes.map((axis, i) => (kept.includes(i) ? axisValue(plan, i, steps[i]!) : axis.names ? '' : Number.NaN));
      rows.add([...none, ...metrics.map(() => Number.NaN)], false);
    }
    open++;
    bestCell = -1;
    bestValue = Number.NaN;
  };
  return {
    columns,
    *add(tile) {
      const { range, values, schedules } = expectKind(tile, 'reduced');
      const first = Math.floor(range.row / linesPerPixel);
      for (let i = 0; i < schedules.length; i++) {
        while (open < first + i) close();
        const [cell, value] = [schedules[i]!, values[i]!];
        if (cell >= 0 && (bestCell < 0 || value < bestValue || (value === bestValue && cell < bestCell))) {
          bestCell = cell;
          bestValue = value;
        }
        if (rows.isFull) yield rows.take();
      }
    },
    *finish() {
      while (open < plan.pixels) close();
      yield rows.take();
    },
  };
}

function quantileReader(plan: GraphPlan, levels: readonly number[]): GraphReader {
  const { kept, metrics, file, axes, linesPerPixel, lineCells } = plan;
  const columns: readonly TableColumn[] = [
    ...axisColumns(plan, kept),
    ...metrics.flatMap((id) =>
      levels.map((level): TableColumn => {
        const name = `${id}_p${Number((level * 100).toPrecision(12))}`;
        return { id: name, heading: graphHeading(id).replace(id, name), type: 'f64' };
      }),
    ),
    ...(file.keepInfeasible ? [FEASIBLE] : []),
  ];
  const rows = new Rows(columns, file.keepInfeasible);
  const width = metrics.length * levels.length;
  const steps = new Float64Array(axes.length);
  return {
    columns,
    *add(tile) {
      const { range, values } = expectKind(tile, 'quantiles');
      for (let i = 0; i < range.rows; i++) {
        stepsInLoops(plan, (range.row + i) * linesPerPixel * lineCells, steps);
        const own = values.subarray(i * width, (i + 1) * width);
        rows.add([...kept.map((axis) => axisValue(plan, axis, steps[axis]!)), ...own], !own.every((value) => Number.isNaN(value)));
        if (rows.isFull) yield rows.take();
      }
      yield rows.take();
    },
    finish: () => [],
  };
}

function selectionReader(plan: GraphPlan, selection: Selection): GraphReader {
  const { columns, read } = cellRows(plan);
  const width = plan.objectives.length;
  return {
    columns,
    add(tile) {
      const { schedules, values } = expectKind(tile, 'reduced');
      schedules.forEach((cell, i) => selection.offer(cell, values.subarray(i * width, (i + 1) * width)));
      return [];
    },
    *finish() {
      const rows = new Rows(columns, false);
      for (const cell of selection.take().cells) {
        rows.add(read(cell));
        if (rows.isFull) yield rows.take();
      }
      yield rows.take();
    },
  };
}

function histogramReader(plan: GraphPlan, reduce: Parameters<typeof binsOf>[1]): GraphReader {
  const bins = binsOf(plan, reduce);
  const counts = new Float64Array(bins.count + EXTRA_COUNTERS);
  const columns: readonly TableColumn[] = [
    { id: 'from', heading: `${reduce.of} from`, type: 'f64' },
    { id: 'to', heading: `${reduce.of} to`, type: 'f64' },
    { id: 'cells', heading: 'cells', type: 'f64' },
  ];
  return {
    columns,
    add(tile) {
      expectKind(tile, 'reduced').counts.forEach((count, i) => (counts[i]! += count));
      return [];
    },
    *finish() {
      const rows = new Rows(columns, false);
      rows.add([-Infinity, bins.from, counts[bins.count]!]);
      for (let bin = 0; bin < bins.count; bin++) rows.add([edgeOf(bins, bin), edgeOf(bins, bin + 1), counts[bin]!]);
      rows.add([bins.to, Infinity, counts[bins.count + 1]!]);
      yield rows.take();
    },
  };
}

/** The tile as one of the kind that the sweep gives; throws for another. */
function expectKind<K extends Tile['kind']>(tile: Tile, kind: K): Extract<Tile, { readonly kind: K }> {
  if (tile.kind !== kind) throw new Error(`a sweep of ${kind} cannot hold a ${tile.kind} tile`);
  return tile as Extract<Tile, { readonly kind: K }>;
}
