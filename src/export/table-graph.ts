import type { GraphPlan } from '../sweep/graph/plan';
import { createGraphReader } from '../sweep/graph/reader';
import type { TableReader } from './table-reader';

/** The table of a general sweep, as its reader makes it. */
export function createGraphTable(plan: GraphPlan): TableReader {
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
