import type { GridTile, Tile } from '../sweep/backend';
import { type SchedulePlan, outputsOf } from '../sweep/growth/plan';
import { type ScheduleInputId, type ScheduleMetricId, scheduleHeading } from '../sweep/growth/quantities';
import { type HistogramCounts, bestColumns, createReducer, createScheduleReader } from '../sweep/growth/reduce';
import { FEASIBLE, type TableColumn } from '../sweep/table';
import type { BatchBuilder } from './batch-builder';
import { type TableReader, eachPart } from './table-reader';

/**
 * The table of a sweep of schedules. A grid has a row for each schedule: its axes, then its metrics in f32. A best has a row for each
 * pixel: the axes of the best schedule, then its metrics, in f64. A histogram has a row for each bin, and one at each end for what
 * fell beside them. Schedules that cannot be are left out, or kept with NaN and marked in a last column `feasible` where the file
 * says `keepInfeasible`.
 */
export function createScheduleTable(plan: SchedulePlan): TableReader {
  if (plan.file.reduce.kind === 'grid') return createGridTable(plan);
  return plan.best ? createBestTable(plan) : createHistogramTable(plan);
}

function columnOf(id: ScheduleInputId | ScheduleMetricId, type: 'f64' | 'f32' = 'f64'): TableColumn {
  return { id, heading: scheduleHeading(id), type };
}

function flagOf({ file }: SchedulePlan): readonly TableColumn[] {
  return file.keepInfeasible ? [FEASIBLE] : [];
}

function createGridTable(plan: SchedulePlan): TableReader {
  const metrics = outputsOf(plan.file);
  const [first, second] = plan.axes;
  const row = new Float64Array(plan.axes.length + metrics.length);
  const isFlagged = plan.file.keepInfeasible;
  const read = ({ range, values }: GridTile, table: BatchBuilder): void => {
    for (let i = 0, cell = 0; i < range.rows; i++) {
      for (let j = 0; j < range.columns; j++, cell++) {
        row[0] = first!.values[second ? range.row + i : range.column + j]!;
        if (second) row[1] = second.values[range.column + j]!;
        let isFeasible = true;
        for (let k = 0; k < values.length; k++) {
          const value = values[k]![cell]!;
          row[plan.axes.length + k] = value;
          if (Number.isNaN(value)) isFeasible = false;
        }
        if (isFeasible || isFlagged) table.add(row, isFeasible);
      }
    }
  };
  return {
    columns: [...plan.axes.map(({ quantity }) => columnOf(quantity)), ...metrics.map((id) => columnOf(id, 'f32')), ...flagOf(plan)],
    addTile: async (tile: Tile, table) => {
      if (tile.kind !== 'grid') throw new Error(`a grid cannot hold a ${tile.kind} tile`);
      await eachPart(tile, table, (part) => read(part as GridTile, table));
    },
    end: async () => ({}),
  };
}

function createBestTable(plan: SchedulePlan): TableReader {
  const reducer = createReducer(plan);
  const ids = bestColumns(plan);
  const kept: readonly string[] = plan.file.reduce.kind === 'best' ? plan.file.reduce.keep : [];
  return {
    columns: [...ids.map((id) => columnOf(id as ScheduleInputId | ScheduleMetricId)), ...flagOf(plan)],
    addTile: async (tile) => reducer.add(tile),
    end: async (table) => {
      const read = createScheduleReader(plan);
      const best = reducer.best();
      for (let pixel = 0; pixel < best.length; pixel++) {
        const isFeasible = best[pixel]! >= 0;
        if (!isFeasible && !plan.file.keepInfeasible) continue;
        // any schedule of the pixel has its kept values
        const row = read(isFeasible ? best[pixel]! : pixel * plan.linesPerPixel * plan.columns);
        if (!isFeasible) ids.forEach((id, i) => (row[i] = kept.includes(id) ? row[i]! : Number.NaN));
        table.add(row, isFeasible);
        await table.flush();
      }
      return extrasOf(reducer.histogram());
    },
  };
}

function createHistogramTable(plan: SchedulePlan): TableReader {
  const reducer = createReducer(plan);
  const { metric, from, to, bins } = plan.histogram!;
  const edge = (bin: number): number => from + (bin * (to - from)) / bins;
  const columns = [
    { id: `${metric}_from`, heading: `${metric} from` },
    { id: `${metric}_to`, heading: `${metric} to` },
    { id: 'schedules', heading: 'schedules' },
  ];
  return {
    columns: columns.map((column) => ({ ...column, type: 'f64' })),
    addTile: async (tile) => reducer.add(tile),
    end: async (table) => {
      const histogram = reducer.histogram()!;
      const addBin = async (...row: readonly [number, number, number]): Promise<void> => {
        table.add(Float64Array.from(row), true);
        await table.flush();
      };
      await addBin(-Infinity, from, histogram.below);
      for (let bin = 0; bin < bins; bin++) await addBin(edge(bin), edge(bin + 1), histogram.counts[bin]!);
      await addBin(to, Infinity, histogram.above);
      return extrasOf(histogram);
    },
  };
}

function extrasOf(histogram: HistogramCounts | undefined): { readonly histogram?: HistogramCounts } {
  return histogram ? { histogram } : {};
}
