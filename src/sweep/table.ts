/** A column of a sweep's result, as files and tables name it. */
export interface TableColumn {
  /** Quantity id, or what a reduction adds to it (`loss_p10`). */
  readonly id: string;
  /** Id with its unit, as in the header row of a CSV. */
  readonly heading: string;
  /** How values are kept: `text` for categories (a law, an accelerator), `boolean` for whether a row is feasible. */
  readonly type: 'f64' | 'f32' | 'text' | 'boolean';
}

/** Values of one column, [rows]; a boolean is 0 or 1. */
export type ColumnValues = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | readonly string[];

/** Some rows of a result, column by column, in the order of its columns. */
export interface TableBatch {
  readonly rows: number;
  readonly columns: readonly ColumnValues[];
}

/** The column that says whether a row meets the constraints, in sweeps that keep those that do not. */
export const FEASIBLE: TableColumn = { id: 'feasible', heading: 'feasible', type: 'boolean' };
