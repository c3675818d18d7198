import type { AnySweepFile } from '../sweep/any';
import { ResultTable } from '../sweep/results/result-table';
import type { Answer, SweepSummary } from './api';
import type { JobManager } from './jobs/manager';
import type { FinishedTable, RowTaker, Runs } from './runs';
import type { TableApi } from './table-api';

/** The table that is kept; its summary comes when it is complete. */
interface Kept {
  readonly id: number;
  readonly file: AnySweepFile;
  readonly table: ResultTable;
  readonly summary?: SweepSummary;
}

/** Keeps the rows of the newest sweep that was run into a table. */
export function createTables(runs: Runs, openJobs: () => Promise<JobManager>): TableApi {
  let kept: Kept | undefined;
  const tableOf = (id: number): ResultTable | undefined => (kept?.id === id ? kept.table : undefined);
  const finished = (id: number): FinishedTable | undefined =>
    kept?.id === id && kept.summary ? { ...kept, summary: kept.summary } : undefined;
  const complete = (id: number, summary: SweepSummary): void => {
    if (kept?.id === id) kept = { ...kept, summary };
  };
  /** Fills a table of its own. */
  const fill = async (
    runId: number,
    file: AnySweepFile,
    run: (taker: RowTaker) => Promise<Answer<SweepSummary>>,
  ): Promise<Answer<SweepSummary>> => {
    kept = undefined; // its memory is worth more than a look back
    try {
      const answer = await run({
        start: (columns) => (kept = { id: runId, file, table: new ResultTable(columns) }),
        add: (batch) => tableOf(runId)?.append(batch),
      });
      if (answer.ok) complete(runId, answer.value);
      return answer;
    } catch (error) {
      if (error instanceof RangeError) return outOfMemory();
      throw error;
    }
  };
  return {
    runTable: (runId, file) => fill(runId, file, (taker) => runs.rows(runId, file, taker)),
    openTable: async (runId, jobId) => {
      const jobs = await openJobs();
      return fill(runId, jobs.fileOf(jobId), (taker) => runs.jobRows(runId, jobs, jobId, taker));
    },
    tableState: async (id) => {
      const table = tableOf(id);
      return table && { columns: table.columns, rows: table.rows };
    },
    tableWindow: async (id, view, from, count) => tableOf(id)?.window(view, from, count),
    tableSample: async (id, view, count) => tableOf(id)?.sample(view, count),
    tableStatistics: async (id, view, column) => {
      const table = tableOf(id);
      return table && { ...table.statistics(column, view), texts: table.textsOf(column) };
    },
    tableGrid: async (id, view, request) => tableOf(id)?.grid(request, view),
    exportTable: async (runId, id, view, format, target) => {
      const table = finished(id);
      if (table) return runs.exportTable(runId, table, view, format, target);
      const notice = { failure: 'export-failed', message: 'These rows are gone.', hint: 'Run the sweep again, then export.' } as const;
      return { ok: false, error: { kind: 'failed', notice } };
    },
  };
}

/** The browser gave no memory for more rows. */
function outOfMemory(): Extract<Answer<never>, { ok: false }> {
  const message = 'There is no memory for so many rows.';
  const hint = 'Take fewer steps, reduce an axis, or export without a table: an export needs no memory.';
  return { ok: false, error: { kind: 'failed', notice: { failure: 'out-of-memory', message, hint } } };
}
