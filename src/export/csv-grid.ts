import { irreducibleLoss } from '../model/loss';
import { isLoss } from '../model/metrics';
import type { MetricId } from '../quantities/registry';
import type { GridTile, Tile } from '../sweep/backend';
import { hasTokens, sizeAt } from '../sweep/curve';
import { type SweepPlan, monomialFactors } from '../sweep/plan';
import { canBeInfeasible, createCellTest, resultColumns } from '../sweep/rows';
import { COMMA, LINE_FEED, writeBoolean } from './ascii';
import type { Chunk, RowWriter } from './chunk';
import { MAX_NUMBER_BYTES, writeFloat32 } from './number';
import { OVERSHOOT, copyText, writeTexts } from './texts';

/** Where the f32 values of a metric in columns [column, …) of a row lie: in `values`, from `start` on. */
interface MetricRow {
  readonly values: Float32Array;
  readonly start: number;
}

/** Finds the values of a metric for one row of a tile. */
type MetricSource = (tile: GridTile, tileRow: number) => MetricRow;

/**
 * Rows of a grid. The same rows as the row reader's, which the tests compare, but with axis texts made once and metrics read from
 * arrays: a grid has more cells than anything else that is exported.
 */
export function createGridRows(plan: SweepPlan): RowWriter {
  const rowTexts = plan.rowAxis && writeTexts(plan.rowAxis.values, COMMA);
  const columnTexts = writeTexts(plan.columnAxis.values, COMMA);
  const axes: readonly MetricId[] = plan.file.axes.map((axis) => axis.quantity);
  const sources = resultColumns(plan)
    .slice(axes.length)
    .map((id) => metricSource(plan, id));
  const isFeasible = canBeInfeasible(plan) ? createCellTest(plan) : undefined;
  const isFlagged = plan.file.keepInfeasible;
  const rowBytes = (axes.length + sources.length + 1) * (MAX_NUMBER_BYTES + 1) + OVERSHOOT;

  /** Writes columns [from, to) of a row of the tile, which must fit; returns the rows written. */
  const writeSpan = (tile: GridTile, tileRow: number, metrics: readonly MetricRow[], from: number, to: number, chunk: Chunk): number => {
    const { bytes: out, view } = chunk;
    const row = tile.range.row + tileRow;
    let { at } = chunk;
    let written = 0;
    for (let i = from; i < to; i++) {
      const column = tile.range.column + i;
      const feasible = isFeasible?.(tile, row, column, tileRow * tile.range.columns + i) ?? true;
      if (!feasible && !isFlagged) continue;
      if (rowTexts) at = copyText(rowTexts, row, view, at);
      at = copyText(columnTexts, column, view, at);
      for (let m = 0; m < metrics.length; m++) {
        const { values, start } = metrics[m]!;
        at = writeFloat32(values[start + i]!, out, at);
        out[at++] = COMMA;
      }
      if (isFlagged) at = writeBoolean(feasible, out, at) + 1;
      out[at - 1] = LINE_FEED; // in place of the last comma
      written++;
    }
    chunk.at = at;
    return written;
  };

  return async (tile: Tile, chunk: Chunk): Promise<number> => {
    if (tile.kind !== 'grid') throw new Error(`a grid cannot hold a ${tile.kind} tile`);
    const { rows, columns } = tile.range;
    let written = 0;
    for (let tileRow = 0; tileRow < rows; tileRow++) {
      const metrics = sources.map((source) => source(tile, tileRow));
      for (let from = 0; from < columns;) {
        const to = Math.min(columns, from + chunk.room(rowBytes));
        written += writeSpan(tile, tileRow, metrics, from, to, chunk);
        from = to;
        await chunk.flush();
      }
    }
    return written;
  };
}

/** Losses come from the tile; all else is worked out for a row at a time, rounded to f32. NaN where nothing is left for training. */
function metricSource(plan: SweepPlan, id: MetricId): MetricSource {
  const metric = plan.cellMetrics.findIndex((cellMetric) => cellMetric === id);
  const values = new Float32Array(plan.columns);
  if (metric >= 0) {
    if (!plan.configuration.reserve) return (tile, tileRow) => ({ values: tile.values[metric]!, start: tileRow * tile.range.columns });
    return ({ range, values: cells }, tileRow) => {
      for (let j = 0; j < range.columns; j++) {
        const isAffordable = hasTokens(plan, range.row + tileRow, range.column + j);
        values[j] = isAffordable ? cells[metric]![tileRow * range.columns + j]! : Number.NaN;
      }
      return { values, start: 0 };
    };
  }
  if (isLoss(id)) {
    values.fill(irreducibleLoss(plan.law));
    return () => ({ values, start: 0 });
  }
  const factors = monomialFactors(plan, id);
  const valueAt = factors
    ? (row: number, column: number) => factors.row[row]! * factors.column[column]!
    : (row: number, column: number) => sizeAt(plan, id, row, column);
  let filled = -1;
  return ({ range }, tileRow) => {
    const row = range.row + tileRow;
    if (filled !== row) for (let j = 0; j < values.length; j++) values[j] = valueAt(row, j);
    filled = row;
    return { values, start: range.column };
  };
}
