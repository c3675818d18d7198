import { resolveConfiguration } from '../model/configuration';
import { evaluateMetric } from '../model/metrics';
import { irreducibleLoss } from '../model/loss';
import type { MetricId } from '../quantities/registry';
import type { FrontierTile, GridTile, Tile } from './backend';
import { findFeasibility } from './feasible';
import { type Factors, type SweepPlan, monomialFactors } from './plan';

/** What a row reader hands each row to; the array is reused for the next row. */
export type RowVisitor = (values: Float64Array, isFeasible: boolean) => void;

/** Turns tiles into rows of numbers, one value for each column. */
export interface RowReader {
  /** The axes in the file's order, then the metrics that are not axes. */
  readonly columns: readonly MetricId[];
  /** Visits the rows of a tile in order, infeasible ones included; an infeasible frontier row has NaN in place of its optimum. */
  read(tile: Tile, visit: RowVisitor): void;
}

/** The columns of a sweep's result: its axes in the file's order, then the metrics that are not axes. */
export function resultColumns({ file }: SweepPlan): readonly MetricId[] {
  const axes = file.axes.map((axis): MetricId => axis.quantity);
  return [...axes, ...file.metrics.filter((metric, i) => !axes.includes(metric) && file.metrics.indexOf(metric) === i)];
}

/**
 * Reads the tiles of a sweep. Axis values and everything in a frontier are f64. Metrics of a grid are f32 numbers, whichever
 * backend made them: products of N and D are rounded here, the loss comes so from the tile.
 */
export function createRowReader(plan: SweepPlan): RowReader {
  const columns = resultColumns(plan);
  const values = new Float64Array(columns.length);
  const readGrid = createGridReader(plan, columns);
  const readFrontier = createFrontierReader(plan, columns);
  return {
    columns,
    read: (tile, visit) => {
      if (tile.kind === 'reduced') throw new Error('configurations hold no reduced tiles');
      if (tile.kind === 'grid') readGrid(tile, values, visit);
      else readFrontier(tile, values, visit);
    },
  };
}

type Fill = (tile: GridTile, row: number, column: number, cell: number) => number;

function createGridReader(plan: SweepPlan, columns: readonly MetricId[]) {
  const fills = columns.map((id) => gridColumn(plan, id));
  const isFeasible = createCellTest(plan);
  return (tile: GridTile, values: Float64Array, visit: RowVisitor): void => {
    const { range } = tile;
    let cell = 0;
    for (let i = 0; i < range.rows; i++) {
      for (let j = 0; j < range.columns; j++, cell++) {
        for (let k = 0; k < fills.length; k++) values[k] = fills[k]!(tile, range.row + i, range.column + j, cell);
        visit(values, isFeasible(tile, range.row + i, range.column + j, cell));
      }
    }
  };
}

function gridColumn(plan: SweepPlan, id: MetricId): Fill {
  if (id === plan.rowAxis?.quantity) return (_, row) => plan.rowAxis!.values[row]!;
  if (id === plan.columnAxis.quantity) return (_, __, column) => plan.columnAxis.values[column]!;
  const factors = monomialFactors(plan, id);
  if (factors) return productColumn(factors);
  const constant = Math.fround(irreducibleLoss(plan.law));
  const metric = plan.cellMetrics.findIndex((cellMetric) => cellMetric === id);
  return metric < 0 ? () => constant : (tile, _, __, cell) => tile.values[metric]![cell]!;
}

function productColumn({ row, column }: Factors): Fill {
  return (_, i, j) => Math.fround(row[i]! * column[j]!);
}

/** Whether a cell of a grid meets the constraints: on products by the axes alone, on losses by the tile's values. */
export function createCellTest(plan: SweepPlan): (tile: GridTile, row: number, column: number, cell: number) => boolean {
  const feasibility = findFeasibility(plan);
  const limits = plan.file.constraints.flatMap(({ quantity, min = -Infinity, max = Infinity }) => {
    const metric = plan.cellMetrics.findIndex((id) => id === quantity);
    return metric < 0 ? [] : [{ metric, min, max }];
  });
  const ranges: (readonly [number, number] | undefined)[] = [];
  const [lowest, highest] = feasibility.sums;
  if (plan.file.constraints.length === 0) return () => true;
  return (tile, row, column, cell) => {
    const [first, end] = (ranges[row] ??= feasibility.columnRange(row));
    if (column < first || column >= end || lowest > highest) return false;
    return limits.every(({ metric, min, max }) => {
      const value = tile.values[metric]![cell]!;
      return value >= min && value <= max;
    });
  };
}

function createFrontierReader(plan: SweepPlan, columns: readonly MetricId[]) {
  const over = plan.columnAxis.quantity;
  const { scenario } = plan.file;
  return (tile: FrontierTile, values: Float64Array, visit: RowVisitor): void => {
    for (let i = 0; i < tile.range.rows; i++) {
      const best = tile.best[i]!;
      const rowInput = plan.rowAxis && { [plan.rowAxis.quantity]: plan.rowAxis.values[tile.range.row + i]! };
      const given = { ...scenario, ...rowInput, [over]: best };
      const configuration = resolveConfiguration(given) ?? { N: Number.NaN, D: Number.NaN };
      columns.forEach((id, k) => {
        values[k] = id in given ? given[id as keyof typeof given]! : evaluateMetric(id, plan.law, configuration);
      });
      visit(values, !Number.isNaN(best));
    }
  };
}
