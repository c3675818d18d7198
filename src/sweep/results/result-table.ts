import { quantilesOf } from '../../model/math/quantile';
import type { ColumnValues, TableBatch, TableColumn } from '../table';
import { ColumnStore } from './column-store';
import { type Levels, createPlacing, levelsOf } from './levels';
import { orderBy } from './order';
import { type ColumnStatistics, statisticsOf } from './statistics';

/** Rows whose value of a column lies in a range, ends included. Categories go by their number. */
export interface ColumnRange {
  readonly column: number;
  readonly min: number;
  readonly max: number;
}

/** Which rows of a table are looked at, and in which order. */
export interface RowView {
  /** A row must lie in all of them. */
  readonly ranges: readonly ColumnRange[];
  /** The table's own order where it is left out. Rows without a value come last. */
  readonly sort?: { readonly column: number; readonly isDescending: boolean };
}

/** Some rows of a view. */
export interface TableWindow {
  /** Rows of the whole view. */
  readonly total: number;
  /** Place of the first row in the view. */
  readonly from: number;
  /** Numbers of the rows in the table, [rows]. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Values of each column, [columns][rows]; a category as its text. */
  readonly columns: readonly ColumnValues[];
}

/** Which surface is wanted: a column over one or two others. */
export interface GridRequest {
  readonly x: number;
  readonly y?: number;
  readonly z: number;
  /** What stands where several rows share a point: the row with the least value or with the most. */
  readonly best: 'least' | 'most';
}

/** An axis of such a surface. */
export interface GridAxis extends Levels {
  /** Categories by their number; empty for numbers. */
  readonly texts: readonly string[];
}

/** A column over one or two others. */
export interface TableGrid {
  readonly x: GridAxis;
  /** Absent where there is one axis. */
  readonly y?: GridAxis;
  /** [y, x]; NaN where there is no row. */
  readonly values: Float64Array<ArrayBuffer>;
  /** The row that has the value, [y, x]; -1 where there is none. */
  readonly rows: Int32Array<ArrayBuffer>;
  /** Deciles of what is finite in `values`, from the least to the most, [11]; empty where nothing is. */
  readonly deciles: readonly number[];
}

const DECILES = Array.from({ length: 11 }, (_, i) => i / 10);

const EVERY_ROW: RowView = { ranges: [] };

/** The rows of a result as columns, which grow while a sweep runs: windows of it in any order, statistics, surfaces. */
export class ResultTable {
  readonly columns: readonly TableColumn[];
  private readonly stores: readonly ColumnStore[];
  private count = 0;
  /** Rows of views that were asked for, by what defines them. Emptied when rows come. */
  private readonly views = new Map<string, Uint32Array<ArrayBuffer>>();
  /** Statistics that were asked for, in the same way. */
  private readonly described = new Map<string, ColumnStatistics>();

  /** `capacity` is how many rows are expected. */
  constructor(columns: readonly TableColumn[], capacity = 0) {
    this.columns = columns;
    this.stores = columns.map((column) => new ColumnStore(column, capacity));
  }

  /** Rows that are there. */
  get rows(): number {
    return this.count;
  }

  /** Adds rows. The batch is copied. */
  append({ rows, columns }: TableBatch): void {
    if (columns.length !== this.stores.length) throw new Error(`a batch of ${columns.length} columns for ${this.stores.length}`);
    this.stores.forEach((store, k) => store.append(columns[k]!, this.count, rows));
    this.count += rows;
    if (rows === 0) return;
    this.views.clear();
    this.described.clear();
  }

  /** Rows [from, from + count) of a view. */
  window(view: RowView, from: number, count: number): TableWindow {
    const all = this.rowsOf(view);
    const start = Math.min(Math.max(Math.floor(from), 0), all.length);
    const rows = all.slice(start, start + count);
    return { total: all.length, from: start, rows, columns: this.stores.map((store) => take(store, rows)) };
  }

  /** The view as batches of at most `size` rows. */
  *batches(view: RowView, size = 1 << 16): Generator<TableBatch> {
    const all = this.rowsOf(view);
    for (let from = 0; from < all.length; from += size) {
      const rows = all.subarray(from, from + size);
      yield { rows: rows.length, columns: this.stores.map((store) => take(store, rows)) };
    }
  }

  /** At most `count` rows of a view, evenly spread over it. */
  sample(view: RowView, count: number): TableWindow {
    const all = this.rowsOf(view);
    const wanted = Math.min(count, all.length);
    const rows = Uint32Array.from({ length: wanted }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / wanted)]!);
    return { total: all.length, from: 0, rows, columns: this.stores.map((store) => take(store, rows)) };
  }

  /** Statistics of a column over the rows of a view. */
  statistics(column: number, view: RowView = EVERY_ROW): ColumnStatistics {
    const key = JSON.stringify([column, view.ranges]);
    const known = this.described.get(key);
    if (known) return known;
    const found = statisticsOf(this.valuesOf(column), this.rowsOf({ ranges: view.ranges }));
    this.described.set(key, found);
    return found;
  }

  /** Categories of a column by their number; empty for numbers. */
  textsOf(column: number): readonly string[] {
    return this.stores[column]!.texts;
  }

  /** A column over one or two others, the best row of each point. */
  grid({ x, y, z, best }: GridRequest, view: RowView = EVERY_ROW): TableGrid {
    const rows = this.rowsOf({ ranges: view.ranges });
    const across = this.axis(x, rows);
    const up = y === undefined ? undefined : this.axis(y, rows);
    const size = across.levels.values.length * (up?.levels.values.length ?? 1);
    const values = new Float64Array(size).fill(Number.NaN);
    const found = new Int32Array(size).fill(-1);
    const heights = this.valuesOf(z);
    const sign = best === 'least' ? 1 : -1;
    for (const row of rows) {
      const i = across.place(across.values[row]!);
      const j = up ? up.place(up.values[row]!) : 0;
      const height = heights[row]!;
      if (i < 0 || j < 0 || Number.isNaN(height)) continue;
      const at = j * across.levels.values.length + i;
      if (found[at]! >= 0 && height * sign >= values[at]! * sign) continue;
      values[at] = height;
      found[at] = row;
    }
    const axisOf = ({ levels }: typeof across, column: number): GridAxis => ({ ...levels, texts: this.textsOf(column) });
    const finite = values.filter((value) => Number.isFinite(value));
    const deciles = finite.length > 0 ? quantilesOf(finite, DECILES) : [];
    return { x: axisOf(across, x), ...(up && { y: axisOf(up, y!) }), values, rows: found, deciles };
  }

  private axis(column: number, rows: Uint32Array) {
    const values = this.valuesOf(column);
    const levels = levelsOf(values, rows);
    const range = levels.isBinned ? rangeOf(values, rows) : ([0, 0] as const);
    return { values, levels, place: createPlacing(levels, range) };
  }

  private valuesOf(column: number): Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
    const store = this.stores[column];
    if (!store) throw new Error(`no column ${column} among ${this.columns.length}`);
    return store.values.subarray(0, this.count);
  }

  /** Numbers of the rows of a view, in its order. */
  private rowsOf({ ranges, sort }: RowView): Uint32Array<ArrayBuffer> {
    const key = JSON.stringify([ranges, sort]);
    const known = this.views.get(key);
    if (known) return known;
    const rows = sort ? orderBy(this.valuesOf(sort.column), this.rowsOf({ ranges }), sort.isDescending) : this.filter(ranges);
    // what is looked at now, and the unsorted rows beneath it, are all that is worth its memory
    if (this.views.size > 3) this.views.clear();
    this.views.set(key, rows);
    return rows;
  }

  private filter(ranges: readonly ColumnRange[]): Uint32Array<ArrayBuffer> {
    const rows = new Uint32Array(this.count);
    const checked = ranges.map(({ column, min, max }) => ({ values: this.valuesOf(column), min, max }));
    let kept = 0;
    for (let row = 0; row < this.count; row++) {
      let isKept = true;
      for (let k = 0; k < checked.length && isKept; k++) {
        const { values, min, max } = checked[k]!;
        isKept = values[row]! >= min && values[row]! <= max;
      }
      if (isKept) rows[kept++] = row;
    }
    return rows.subarray(0, kept);
  }
}

/** The values of some rows; categories as texts. */
function take({ column, texts, values }: ColumnStore, rows: Uint32Array): ColumnValues {
  if (column.type === 'text') return Array.from(rows, (row) => texts[values[row]!]!);
  const taken = emptyColumn(column, rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!;
  return taken;
}

function emptyColumn({ type }: TableColumn, rows: number): Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> {
  if (type === 'boolean') return new Uint8Array(rows);
  return type === 'f64' ? new Float64Array(rows) : new Float32Array(rows);
}

function rangeOf(values: Float64Array | Float32Array, rows: Uint32Array): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const row of rows) {
    if (values[row]! < least) least = values[row]!;
    if (values[row]! > most) most = values[row]!;
  }
  return [least, most];
}
