import type { Tile } from '../sweep/backend';
import { type AnySweepPlan, isGraphPlan, isSchedulePlan } from '../sweep/any';
import type { GraphPlan } from '../sweep/graph/plan';
import { createGraphReader } from '../sweep/graph/reader';
import type { HistogramCounts } from '../sweep/growth/reduce';
import type { SweepPlan } from '../sweep/plan';
import { createRowReader } from '../sweep/rows';
import { FEASIBLE, type TableColumn } from '../sweep/table';
import type { BatchBuilder } from './batch-builder';
import { createScheduleTable } from './table-schedules';
import { partOfTile, rowsOfTile } from './tile-parts';

/** Turns the tiles of one sweep into the rows of its table. */
export interface TableReader {
  readonly columns: readonly TableColumn[];
  /** Adds the rows of a tile. Tiles must come in row-major order. */
  addTile(tile: Tile, table: BatchBuilder): Promise<void>;
  /** Adds what is known only when every tile has come: of a reduction of schedules, everything. */
  end(table: BatchBuilder): Promise<ReducedExtras>;
}

/** What a reduction found beside its table. */
export interface ReducedExtras {
  /** A histogram that was made with the sweep. */
  readonly histogram?: HistogramCounts;
}

/**
 * Reads any sweep whose tiles come from a backend. Rows that break a constraint are left out, or kept and marked in a last column
 * `feasible` where the sweep file says `keepInfeasible`.
 */
export function createTableReader(plan: AnySweepPlan): TableReader {
  if (isGraphPlan(plan)) return createGraphTable(plan);
  return isSchedulePlan(plan) ? createScheduleTable(plan) : createSweepTable(plan);
}

function createGraphTable(plan: GraphPlan): TableReader {
  const reader = createGraphReader(plan);
  return {
    columns: reader.columns,
    addTile: async (tile, table) => {
      for (const batch of reader.add(tile)) await table.append(batch);
    },
    end: async (table) => {
      for (const batch of reader.finish()) await table.append(batch);
      return {};
    },
  };
}

function createSweepTable(plan: SweepPlan): TableReader {
  const reader = createRowReader(plan);
  const isFlagged = plan.file.keepInfeasible;
  return {
    columns: [...reader.columns, ...(isFlagged ? [FEASIBLE] : [])],
    addTile: async (tile, table) => {
      const visit = (values: Float64Array, isFeasible: boolean): void => {
        if (isFeasible || isFlagged) table.add(values, isFeasible);
      };
      await eachPart(tile, table, (part) => reader.read(part, visit));
    },
    end: async () => ({}),
  };
}

/** Visits a tile in parts that the table has room for. */
export async function eachPart(tile: Tile, table: BatchBuilder, visit: (part: Tile) => void): Promise<void> {
  for (let from = 0; from < rowsOfTile(tile);) {
    const part = partOfTile(tile, from, table.room);
    visit(part);
    from += rowsOfTile(part);
    await table.flush();
  }
}
