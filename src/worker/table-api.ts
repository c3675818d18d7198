import type { AnySweepFile } from '../sweep/any';
import type { ColumnStatistics } from '../sweep/results/statistics';
import type { GridRequest, RowView, TableGrid, TableWindow } from '../sweep/results/result-table';
import type { TableColumn } from '../sweep/table';
import type { Answer, ExportFormat, ExportResult, ExportTarget, SweepSummary } from './api';

/** What is known of a table while it grows. */
export interface TableState {
  readonly columns: readonly TableColumn[];
  readonly rows: number;
}

/** Statistics of a column, and its categories by their number, none for numbers. */
export interface DescribedColumn extends ColumnStatistics {
  readonly texts: readonly string[];
}

/** Results that stay in the worker, where the page looks at parts of them. A table bears the id of the run that fills it. */
export interface TableApi {
  /** Runs any sweep into a table of its own; those that were there before are given up. */
  runTable(runId: number, file: AnySweepFile): Promise<Answer<SweepSummary>>;
  /** Puts the rows of a finished job into such a table, from what is kept of it; computes only what is not. */
  openTable(runId: number, jobId: string): Promise<Answer<SweepSummary>>;
  /** Columns and rows so far; undefined where there is no such table (any more). The same holds for all that follows. */
  tableState(tableId: number): Promise<TableState | undefined>;
  tableWindow(tableId: number, view: RowView, from: number, count: number): Promise<TableWindow | undefined>;
  /** At most `count` rows of a view, evenly spread over it. */
  tableSample(tableId: number, view: RowView, count: number): Promise<TableWindow | undefined>;
  tableStatistics(tableId: number, view: RowView, column: number): Promise<DescribedColumn | undefined>;
  tableGrid(tableId: number, view: RowView, request: GridRequest): Promise<TableGrid | undefined>;
  /** Writes the rows of a view of a finished table in a format. */
  exportTable(runId: number, tableId: number, view: RowView, format: ExportFormat, target: ExportTarget): Promise<Answer<ExportResult>>;
}
