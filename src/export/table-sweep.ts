import type { SweepPlan } from '../sweep/plan';
import { createRowReader } from '../sweep/rows';
import { FEASIBLE } from '../sweep/table';
import { type TableReader, eachPart } from './table-reader';

/**
 * The table of a grid, a frontier or quantiles. Rows that break a constraint are left out, or kept and marked in a last column
 * `feasible` where the sweep file says `keepInfeasible`.
 */
export function createSweepTable(plan: SweepPlan): TableReader {
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
