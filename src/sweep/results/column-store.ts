import type { ColumnValues, TableColumn } from '../table';

type Numbers = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** One growing column. Categories are kept as numbers: the place of each in the order in which they first came. */
export class ColumnStore {
  readonly column: TableColumn;
  /** Categories by their number; empty in a column of numbers. */
  readonly texts: string[] = [];
  /** Rows beyond the table's are room to grow. */
  values: Numbers;
  private readonly codes = new Map<string, number>();

  /** `capacity` is how many rows are expected: memory for them is taken at once, and more where more come. */
  constructor(column: TableColumn, capacity: number) {
    this.column = column;
    this.values = column.type === 'f64' ? new Float64Array(capacity) : new Float32Array(capacity);
  }

  /** Writes values behind the first `at`. */
  append(values: ColumnValues, at: number, rows: number): void {
    if (at + rows > this.values.length) this.grow(at + rows);
    for (let i = 0; i < rows; i++) {
      const value = values[i]!;
      this.values[at + i] = typeof value === 'string' ? this.codeOf(value) : value;
    }
  }

  private codeOf(text: string): number {
    const known = this.codes.get(text);
    if (known !== undefined) return known;
    this.codes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  private grow(rows: number): void {
    const larger = Math.max(rows, this.values.length * 2);
    const { values } = this;
    this.values = values instanceof Float64Array ? new Float64Array(larger) : new Float32Array(larger);
    this.values.set(values);
  }
}
