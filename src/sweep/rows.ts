import { resolveConfiguration } from '../model/configuration';
import { evaluateMetric, isLoss } from '../model/metrics';
import { irreducibleLoss } from '../model/loss';
import { type InputId, type MetricId, heading, inputIds } from '../quantities/registry';
import type { FrontierTile, GridTile, QuantileTile, Tile } from './backend';
import { hasTokens, sizeAt } from './curve';
import { findFeasibility } from './feasible';
import { type Factors, type SweepPlan, monomialFactors } from './plan';
import type { TableColumn } from './table';

/** What a row reader hands each row to; the array is reused for the next row. */
export type RowVisitor = (values: Float64Array, isFeasible: boolean) => void;

/** Turns tiles into rows of numbers, one value for each column. */
export interface RowReader {
  readonly columns: readonly TableColumn[];
  /** Visits the rows of a tile in order, infeasible ones included; those of a frontier or of quantiles have NaN for what they lack. */
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
  const table = resultTable(plan);
  const values = new Float64Array(table.length);
  if (plan.ensemble) {
    const readQuantiles = createQuantileReader(plan);
    return { columns: table, read: (tile, visit) => readQuantiles(expectKind(tile, 'quantiles'), values, visit) };
  }
  const columns = resultColumns(plan);
  const readGrid = createGridReader(plan, columns);
  const readFrontier = createFrontierReader(plan, columns);
  return {
    columns: table,
    read: (tile, visit) =>
      tile.kind === 'grid' ? readGrid(tile, values, visit) : readFrontier(expectKind(tile, 'frontier'), values, visit),
  };
}

/**
 * The columns of a sweep's result as a table names them: quantities with their units, in f32 where they are metrics of a grid. Quantiles
 * stand beside the row's own input as `N_p10`, `N_p50`, `loss_p97.5 [nat/token]`: quantity, percent of the draws that lie below, unit.
 */
export function resultTable(plan: SweepPlan): readonly TableColumn[] {
  const { ensemble, rowAxis, file } = plan;
  const isGrid = file.reduce.kind === 'grid';
  if (!ensemble) {
    return resultColumns(plan).map((id, k) => ({ id, heading: heading(id), type: isGrid && k >= file.axes.length ? 'f32' : 'f64' }));
  }
  const quantiles = ensemble.metrics.flatMap((metric) =>
    ensemble.levels.map((level): TableColumn => {
      const id = `${metric}_p${Number((level * 100).toPrecision(12))}`;
      return { id, heading: heading(metric).replace(metric, id), type: 'f64' };
    }),
  );
  return [...(rowAxis ? [{ id: rowAxis.quantity, heading: heading(rowAxis.quantity), type: 'f64' } as const] : []), ...quantiles];
}

/** The tile as one of the kind that the sweep gives; throws for another. */
function expectKind<K extends Tile['kind']>(tile: Tile, kind: K): Extract<Tile, { readonly kind: K }> {
  if (tile.kind !== kind) throw new Error(`a sweep of ${kind} cannot hold a ${tile.kind} tile`);
  return tile as Extract<Tile, { readonly kind: K }>;
}

function createQuantileReader({ rowAxis }: SweepPlan) {
  const first = rowAxis ? 1 : 0;
  return ({ range, values: quantiles }: QuantileTile, values: Float64Array, visit: RowVisitor): void => {
    const width = values.length - first;
    for (let i = 0; i < range.rows; i++) {
      if (rowAxis) values[0] = rowAxis.values[range.row + i]!;
      values.set(quantiles.subarray(i * width, (i + 1) * width), first);
      visit(values, !Number.isNaN(values[first]));
    }
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
  if (!isLoss(id)) return (_, row, column) => Math.fround(sizeAt(plan, id, row, column));
  const constant = Math.fround(irreducibleLoss(plan.law));
  const metric = plan.cellMetrics.findIndex((cellMetric) => cellMetric === id);
  if (metric < 0) return () => constant;
  return (tile, row, column, cell) => (hasTokens(plan, row, column) ? tile.values[metric]![cell]! : Number.NaN);
}

function productColumn({ row, column }: Factors): Fill {
  return (_, i, j) => Math.fround(row[i]! * column[j]!);
}

/** Whether some cells of a sweep may be infeasible: it has constraints, or a budget that must serve before it trains. */
export function canBeInfeasible({ file, configuration }: SweepPlan): boolean {
  return file.constraints.length > 0 || configuration.reserve !== undefined;
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
  if (!canBeInfeasible(plan)) return () => true;
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
  const fixed = Object.fromEntries(inputIds.map((id) => [id, plan.file.scenario[id]]));
  return (tile: FrontierTile, values: Float64Array, visit: RowVisitor): void => {
    for (let i = 0; i < tile.range.rows; i++) {
      const best = tile.best[i]!;
      const rowInput = plan.rowAxis && { [plan.rowAxis.quantity]: plan.rowAxis.values[tile.range.row + i]! };
      const given: { readonly [Q in InputId]?: number | undefined } = { ...fixed, ...rowInput, [over]: best };
      const configuration = resolveConfiguration(given, plan.law.spend) ?? { N: Number.NaN, D: Number.NaN };
      columns.forEach((id, k) => {
        values[k] = given[id as InputId] ?? evaluateMetric(id, plan.law, configuration);
      });
      visit(values, !Number.isNaN(best));
    }
  };
}
