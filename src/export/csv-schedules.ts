import type { GridTile, Tile } from '../sweep/backend';
import { type SchedulePlan, outputsOf } from '../sweep/growth/plan';
import { type ScheduleInputId, type ScheduleMetricId, scheduleHeading } from '../sweep/growth/quantities';
import { type HistogramCounts, bestColumns, createReducer, createScheduleReader } from '../sweep/growth/reduce';
import { COMMA, LINE_FEED, writeBoolean } from './ascii';
import { Chunk, type ChunkSink } from './chunk';
import type { CsvSummary } from './csv';
import type { Digest } from './digest';
import { MAX_NUMBER_BYTES, writeFloat32, writeFloat64 } from './number';

/** A finished CSV of schedules; a histogram that was made beside it stands here. */
export interface ScheduleCsvSummary extends CsvSummary {
  readonly histogram?: HistogramCounts;
}

/** Writes the tiles of one sweep of schedules as CSV. */
export interface ScheduleCsvWriter {
  /** Takes a tile. Tiles of a grid must come in row-major order. */
  addTile(tile: Tile): Promise<void>;
  /** Writes what is left: of a reduction, everything. */
  finish(): Promise<ScheduleCsvSummary>;
}

/**
 * A CSV of schedules (RFC 4180, `\n`, UTF-8). A grid has a row for each schedule: its axes, then its metrics in f32. A best has a row
 * for each pixel: the axes of the best schedule, then its metrics, in f64. A histogram has a row for each bin, and one at each end
 * for what fell beside them. Schedules that cannot be are left out, or kept with NaN and marked in a last column `feasible` where the
 * file says `keepInfeasible`.
 */
export function createScheduleCsvWriter(plan: SchedulePlan, sink: ChunkSink, digest?: Digest): ScheduleCsvWriter {
  const rows = new Rows(new Chunk(sink, digest), plan.file.keepInfeasible && plan.file.reduce.kind !== 'histogram');
  return plan.file.reduce.kind === 'grid' ? createGridWriter(plan, rows) : createReductionWriter(plan, rows);
}

function createGridWriter(plan: SchedulePlan, rows: Rows): ScheduleCsvWriter {
  const metrics = outputsOf(plan.file);
  const axes = plan.axes.map(({ quantity }) => quantity);
  rows.head([...axes, ...metrics].map(scheduleHeading));
  const [first, second] = plan.axes;
  const writeTile = async ({ range, values }: GridTile): Promise<void> => {
    const row = new Float64Array(axes.length);
    for (let i = 0; i < range.rows; i++) {
      for (let j = 0; j < range.columns; j++) {
        const column = range.column + j;
        if (second) row.set([first!.values[range.row + i]!, second.values[column]!]);
        else row[0] = first!.values[column]!;
        const cell = i * range.columns + j;
        rows.add(
          row,
          values,
          cell,
          values.every((metric) => !Number.isNaN(metric[cell]!)),
        );
        const full = rows.flush();
        if (full) await full;
      }
    }
  };
  return {
    addTile: async (tile) => {
      if (tile.kind !== 'grid') throw new Error(`a grid cannot hold a ${tile.kind} tile`);
      await writeTile(tile);
    },
    finish: () => rows.finish(),
  };
}

function createReductionWriter(plan: SchedulePlan, rows: Rows): ScheduleCsvWriter {
  const reducer = createReducer(plan);
  const writeBest = async (): Promise<void> => {
    const columns = bestColumns(plan);
    rows.head(columns.map((id) => scheduleHeading(id as ScheduleInputId | ScheduleMetricId)));
    const read = createScheduleReader(plan);
    const kept = plan.file.reduce.kind === 'best' ? plan.file.reduce.keep : [];
    const best = reducer.best();
    for (let pixel = 0; pixel < best.length; pixel++) {
      const isFeasible = best[pixel]! >= 0;
      // any schedule of the pixel has its kept values
      const row = read(isFeasible ? best[pixel]! : pixel * plan.linesPerPixel * plan.columns);
      if (!isFeasible) columns.forEach((id, i) => (row[i] = kept.some((axis) => axis === id) ? row[i]! : Number.NaN));
      rows.add(row, [], 0, isFeasible);
      const full = rows.flush();
      if (full) await full;
    }
  };
  const writeHistogram = async ({ counts, below, above }: HistogramCounts): Promise<void> => {
    const { metric, from, to, bins } = plan.histogram!;
    rows.head([`${metric} from`, `${metric} to`, 'schedules']);
    const edge = (bin: number): number => from + (bin * (to - from)) / bins;
    rows.add([-Infinity, from, below], [], 0, true);
    for (let bin = 0; bin < bins; bin++) {
      rows.add([edge(bin), edge(bin + 1), counts[bin]!], [], 0, true);
      const full = rows.flush();
      if (full) await full;
    }
    rows.add([to, Infinity, above], [], 0, true);
  };
  return {
    addTile: async (tile) => reducer.add(tile),
    finish: async () => {
      const histogram = reducer.histogram();
      if (plan.best) await writeBest();
      else if (histogram) await writeHistogram(histogram);
      return { ...(await rows.finish()), ...(histogram && { histogram }) };
    },
  };
}

/** Writes rows of numbers into a chunk. */
class Rows {
  private readonly chunk: Chunk;
  private readonly isFlagged: boolean;
  private rows = 0;

  constructor(chunk: Chunk, isFlagged: boolean) {
    this.chunk = chunk;
    this.isFlagged = isFlagged;
  }

  head(columns: readonly string[]): void {
    const text = `${[...columns, ...(this.isFlagged ? ['feasible'] : [])].join(',')}\n`;
    this.chunk.at = new TextEncoder().encodeInto(text, this.chunk.bytes).written;
  }

  /** Adds a row of f64 numbers, then of one f32 number of each array. Must be flushed before the chunk is full. */
  add(values: ArrayLike<number>, metrics: readonly Float32Array[], cell: number, isFeasible: boolean): void {
    if (!isFeasible && !this.isFlagged) return;
    const { chunk } = this;
    for (let k = 0; k < values.length; k++) {
      chunk.at = writeFloat64(values[k]!, chunk.bytes, chunk.at);
      chunk.bytes[chunk.at++] = COMMA;
    }
    for (const metric of metrics) {
      chunk.at = writeFloat32(metric[cell]!, chunk.bytes, chunk.at);
      chunk.bytes[chunk.at++] = COMMA;
    }
    if (this.isFlagged) chunk.at = writeBoolean(isFeasible, chunk.bytes, chunk.at) + 1;
    chunk.bytes[chunk.at - 1] = LINE_FEED; // in place of the last comma
    this.rows++;
  }

  /** Hands the chunk on where the longest row might not fit any more. */
  flush(): Promise<void> | undefined {
    return this.chunk.room((MAX_NUMBER_BYTES + 1) * MOST_COLUMNS) > 0 ? undefined : this.chunk.flush(true);
  }

  async finish(): Promise<CsvSummary> {
    return { ...(await this.chunk.finish()), rows: this.rows };
  }
}

/** Seven axes, six metrics, and whether the row is feasible. */
const MOST_COLUMNS = 14;
