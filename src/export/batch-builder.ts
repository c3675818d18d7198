import type { ColumnValues, TableBatch, TableColumn } from '../sweep/table';

/** Rows of a batch: a row group of Parquet, a record batch of Arrow. */
export const BATCH_ROWS = 1 << 17;

/**
 * Gathers rows into batches of BATCH_ROWS, the last one shorter, in memory that is used again. So the batches, and with them the
 * bytes of a file, do not depend on how a sweep was cut into tiles.
 */
export class BatchBuilder {
  private readonly columns: readonly TableColumn[];
  private readonly emit: (batch: TableBatch) => Promise<void>;
  /** Numbers wait in f64, whatever their column: one kind of array keeps the loops over rows fast. */
  private readonly numbers: readonly Float64Array<ArrayBuffer>[];
  private readonly narrow: readonly (Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | undefined)[];
  private readonly texts: readonly string[][];
  private filled = 0;
  private emitted = 0;

  constructor(columns: readonly TableColumn[], emit: (batch: TableBatch) => Promise<void>) {
    this.columns = columns;
    this.emit = emit;
    this.numbers = columns.map(({ type }) => new Float64Array(type === 'text' ? 0 : BATCH_ROWS));
    this.narrow = columns.map(({ type }) => {
      if (type === 'f32') return new Float32Array(BATCH_ROWS);
      return type === 'boolean' ? new Uint8Array(BATCH_ROWS) : undefined;
    });
    this.texts = columns.map(() => []);
  }

  /** Rows that may be added before the batch must be flushed; never 0 after a flush. */
  get room(): number {
    return BATCH_ROWS - this.filled;
  }

  /** Rows so far. */
  get rows(): number {
    return this.emitted + this.filled;
  }

  /** Adds a row of numbers, the first ones of its columns; `flag` stands in the last column where there is one more. */
  add(values: Float64Array, flag: boolean): void {
    const { numbers, filled } = this;
    for (let k = 0; k < values.length; k++) numbers[k]![filled] = values[k]!;
    if (numbers.length > values.length) numbers[values.length]![filled] = flag ? 1 : 0;
    this.filled++;
  }

  /** Adds the rows of a batch of any length. */
  async append({ rows, columns }: TableBatch): Promise<void> {
    for (let from = 0; from < rows;) {
      const count = Math.min(rows - from, this.room);
      columns.forEach((values, k) => {
        if (Array.isArray(values)) this.texts[k]!.push(...(values as readonly string[]).slice(from, from + count));
        else this.numbers[k]!.set((values as Float64Array).subarray(from, from + count), this.filled);
      });
      this.filled += count;
      from += count;
      await this.flush();
    }
  }

  /** Hands a full batch on, or any batch with rows if `always`. */
  async flush(always = false): Promise<void> {
    const rows = this.filled;
    if (rows === 0 || (!always && rows < BATCH_ROWS)) return;
    await this.emit({ rows, columns: this.columns.map((_, k) => this.take(k, rows)) });
    for (const texts of this.texts) texts.length = 0;
    this.emitted += rows;
    this.filled = 0;
  }

  private take(k: number, rows: number): ColumnValues {
    if (this.columns[k]!.type === 'text') return this.texts[k]!;
    const numbers = this.numbers[k]!.subarray(0, rows);
    const narrow = this.narrow[k];
    if (!narrow) return numbers;
    narrow.set(numbers);
    return narrow.subarray(0, rows);
  }
}
