import type { ChunkSink } from '../export/chunk';
import type { ExportOutput, ExportSummary } from '../export/export';
import type { ExportFormat } from '../export/format';
import { type SidecarPart, createSidecar } from '../export/sidecar';
import { version } from '../data/version';
import { BackendError } from '../sweep/backend';
import { type AnySweepFile, planAny } from '../sweep/any';
import type { SweepFile } from '../sweep/file';
import type { ScheduleFile } from '../sweep/growth/file';
import { outputsOf, planSchedules } from '../sweep/growth/plan';
import { planSweep } from '../sweep/plan';
import { ensembleOfPlan } from '../sweep/quantiles';
import type { ResultTable, RowView } from '../sweep/results/result-table';
import { type RunOptions, type RunProgress, type RunSummary, runSweep } from '../sweep/run';
import { HoldGate } from '../sweep/gate';
import type { TableBatch, TableColumn } from '../sweep/table';
import { cellCount, firstCell } from '../sweep/tiling';
import type { Answer, EngineEvent, ExportResult, ExportTarget, FrontierResult, GrowthSurface, QuantilesResult, SweepSummary } from './api';
import type { Backends } from './backends';
import type { JobManager } from './jobs/manager';
import { exportNotice, failoverNotice, failureNotice } from './notices';

/** Progress is told at most this often. */
const PROGRESS_MS = 100;

/** Tiles of a run into a table: a frame or two of a picture may wait for its rows. */
const TABLE_PACE = { computeMs: 40, consumeMs: 30 };

/** A run that was cancelled; the reason of its abort signal. */
const CANCELLED = new DOMException('cancelled', 'AbortError');

/** What makes rows and files of tiles; loads when it is first needed. */
const loadExport = () => import('../export/export');

/** A run in progress: what stops it, what holds it, and whether jobs stand back for it. */
class Running {
  readonly controller = new AbortController();
  readonly gate = new HoldGate();
  private readonly views: HoldGate;
  private standBack: (() => void) | undefined;
  private resume: (() => void) | undefined;

  constructor(views: HoldGate) {
    this.views = views;
    this.standBack = views.hold();
  }

  /** Holds the run at the next tile, or lets it go on. Jobs go on while it is held. */
  pause(isPaused: boolean): void {
    if (isPaused) {
      this.resume ??= this.gate.hold();
      this.end();
    } else if (this.resume) {
      this.standBack = this.views.hold();
      this.resume();
      this.resume = undefined;
    }
  }

  /** Lets jobs go on. */
  end(): void {
    this.standBack?.();
    this.standBack = undefined;
  }
}

/** The sweeps in progress that the user waits for. Jobs stand back while there is one that is not paused. */
export class Runs {
  private readonly backends: Backends;
  private readonly views: HoldGate;
  private readonly tell: (event: EngineEvent) => void;
  private readonly running = new Map<number, Running>();

  /** `views` is held while there is a run that is not paused. */
  constructor(backends: Backends, tell: (event: EngineEvent) => void, views: HoldGate) {
    this.backends = backends;
    this.views = views;
    this.tell = tell;
  }

  cancel(runId: number): void {
    this.running.get(runId)?.controller.abort(CANCELLED);
  }

  /** Holds a run, or lets it go on. */
  pause(runId: number, isPaused: boolean): void {
    this.running.get(runId)?.pause(isPaused);
  }

  /** Runs a frontier sweep and returns its optima. */
  frontier(runId: number, file: SweepFile): Promise<Answer<FrontierResult>> {
    return this.answer(runId, async (signal) => {
      const plan = planSweep(file);
      const best = new Float64Array(plan.rows);
      const summary = await runSweep(plan, this.backends, {
        ...this.reports(runId, signal),
        onTile: (tile) => {
          if (tile.kind === 'frontier') best.set(tile.best, tile.range.row);
        },
      });
      return { summary, rows: Float64Array.from(plan.rowAxis?.values ?? []), best };
    });
  }

  /** Runs a quantiles sweep and returns them. */
  quantiles(runId: number, file: SweepFile): Promise<Answer<QuantilesResult>> {
    return this.answer(runId, async (signal) => {
      const plan = planSweep(file);
      const { metrics, levels } = ensembleOfPlan(plan);
      const width = metrics.length * levels.length;
      const values = new Float64Array(plan.rows * width);
      const summary = await runSweep(plan, this.backends, {
        ...this.reports(runId, signal),
        onTile: (tile) => {
          if (tile.kind === 'quantiles') values.set(tile.values, tile.range.row * width);
        },
      });
      return { summary, rows: Float64Array.from(plan.rowAxis?.values ?? []), values };
    });
  }

  /** Runs a grid of growth schedules over two axes and returns its metrics. */
  growthSurface(runId: number, file: ScheduleFile): Promise<Answer<GrowthSurface>> {
    return this.answer(runId, async (signal) => {
      const plan = planSchedules(file);
      const [first, second] = plan.axes;
      if (!first || !second || file.reduce.kind !== 'grid') throw new Error('a surface is a grid over two axes');
      const ids = outputsOf(file);
      const values = ids.map(() => new Float32Array(cellCount(plan)));
      const summary = await runSweep(plan, this.backends, {
        ...this.reports(runId, signal),
        onTile: (tile) => {
          if (tile.kind === 'grid') tile.values.forEach((metric, k) => values[k]!.set(metric, firstCell(plan, tile.range)));
        },
      });
      const axes = [Float64Array.from(first.values), Float64Array.from(second.values)] as const;
      return { summary, axes, metrics: Object.fromEntries(ids.map((id, k) => [id, values[k]!])) };
    });
  }

  /** Runs any sweep and hands its rows on as they come. */
  rows(runId: number, file: AnySweepFile, taker: RowTaker): Promise<Answer<SweepSummary>> {
    return this.hand(runId, file, taker, (options) => runSweep(planAny(file), this.backends, options));
  }

  /** Hands the rows of a job on, from its journal as far as that reaches. */
  jobRows(runId: number, jobs: JobManager, id: string, taker: RowTaker): Promise<Answer<SweepSummary>> {
    return this.hand(runId, jobs.fileOf(id), taker, (options) => jobs.replay(id, options));
  }

  private hand(
    runId: number,
    file: AnySweepFile,
    { start, add }: RowTaker,
    run: (options: RunOptions) => Promise<RunSummary>,
  ): Promise<Answer<SweepSummary>> {
    return this.answer(runId, async (signal) => {
      const { readTable } = await loadExport();
      const reader = readTable(planAny(file), add);
      start(reader.columns);
      const summary = await run({ ...this.reports(runId, signal), pace: TABLE_PACE, onTile: (tile) => reader.addTile(tile) });
      await reader.finish();
      return summary;
    });
  }

  /** Runs a sweep and streams its rows to a file. A file that is not finished is not kept. */
  exportSweep(runId: number, file: AnySweepFile, format: ExportFormat, target: ExportTarget): Promise<Answer<ExportResult>> {
    return this.export(runId, file, format, target, (options) => runSweep(planAny(file), this.backends, options));
  }

  /** Streams the rows of a job to a file, from its journal as far as that reaches. */
  exportJob(runId: number, jobs: JobManager, id: string, format: ExportFormat, target: ExportTarget): Promise<Answer<ExportResult>> {
    return this.export(runId, jobs.fileOf(id), format, target, (options) => jobs.replay(id, options));
  }

  /** Writes rows that are there already to a file; the sidecar says which of the sweep's rows they are. */
  exportTable(
    runId: number,
    { table, file, summary }: FinishedTable,
    view: RowView,
    format: ExportFormat,
    target: ExportTarget,
  ): Promise<Answer<ExportResult>> {
    return this.answer(runId, (signal) =>
      toFile(target, async (sink) => {
        const { openTableExport } = await loadExport();
        const writer = await openTableExport(table.columns, file, [await outputTo(format, sink)]);
        for (const batch of table.batches(view)) {
          signal.throwIfAborted();
          await writer.append(batch);
        }
        const kept = view.ranges.map(({ column, min, max }) => ({ column: table.columns[column]!.id, min, max }));
        const sort = view.sort && { column: table.columns[view.sort.column]!.id, isDescending: view.sort.isDescending };
        return resultOf(file, summary, await writer.finish(), { kept, ...(sort && { sort }) });
      }),
    );
  }

  private export(
    runId: number,
    file: AnySweepFile,
    format: ExportFormat,
    target: ExportTarget,
    run: (options: RunOptions) => Promise<RunSummary>,
  ): Promise<Answer<ExportResult>> {
    return this.answer(runId, (signal) =>
      toFile(target, async (sink) => {
        const { openSweepExport } = await loadExport();
        const writer = await openSweepExport(planAny(file), [await outputTo(format, sink)]);
        const summary = await run({ ...this.reports(runId, signal), onTile: (tile) => writer.addTile(tile) });
        return resultOf(file, summary, await writer.finish());
      }),
    );
  }

  private reports(runId: number, signal: AbortSignal): Pick<RunOptions, 'signal' | 'gate' | 'onProgress' | 'onFailover'> {
    let told = 0;
    const gate = this.running.get(runId)?.gate;
    return {
      signal,
      ...(gate && { gate }),
      onProgress: (progress: RunProgress) => {
        const now = performance.now();
        if (now - told < PROGRESS_MS && progress.cellsDone < progress.cells) return;
        told = now;
        this.tell({ kind: 'progress', runId, progress });
      },
      onFailover: (error, next) => {
        // the loss of the device is told once, by its owner; a sweep that is none for the GPU has lost nothing, and says what computed it
        if (error.failure !== 'gpu-lost' && error.failure !== 'not-supported')
          this.tell({ kind: 'notice', notice: failoverNotice(error, next) });
      },
    };
  }

  private async answer<T>(runId: number, work: (signal: AbortSignal) => Promise<T>): Promise<Answer<T>> {
    const running = new Running(this.views);
    const { controller } = running;
    this.running.set(runId, running);
    try {
      return { ok: true, value: await work(controller.signal) };
    } catch (error) {
      if (controller.signal.aborted) return { ok: false, error: { kind: 'cancelled' } };
      if (error instanceof BackendError) return { ok: false, error: { kind: 'failed', notice: failureNotice(error) } };
      if (error instanceof WriteError) return { ok: false, error: { kind: 'failed', notice: exportNotice(error.cause) } };
      throw error;
    } finally {
      running.end();
      this.running.delete(runId);
    }
  }
}

/** Takes rows: `start` hears their columns first, `add` gets batches, which are reused. */
export interface RowTaker {
  start(columns: readonly TableColumn[]): void;
  add(batch: TableBatch): void;
}

/** A table with what its rows come from. */
export interface FinishedTable {
  readonly table: ResultTable;
  readonly file: AnySweepFile;
  readonly summary: SweepSummary;
}

/** Opens a file for what `write` writes into it. A file that is not finished is not kept. */
async function toFile<T>(target: ExportTarget, write: (sink: ChunkSink) => Promise<T>): Promise<T> {
  const stream = await openTarget(target);
  try {
    const result = await write((chunk) => written(stream.write(chunk)));
    await written(stream.close());
    return result;
  } catch (error) {
    await stream.abort(error).catch(() => undefined);
    throw error;
  }
}

/** An output that is hashed beside this thread. */
async function outputTo(format: ExportFormat, sink: ChunkSink): Promise<ExportOutput> {
  const { createDigestBeside } = await import('./digest-client');
  return { format, sink, digest: createDigestBeside() };
}

/** A file that could not be written; the cause is the browser's own error. */
class WriteError extends Error {}

async function written<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (cause) {
    throw new WriteError('the file could not be written', { cause });
  }
}

async function openTarget(target: ExportTarget): Promise<FileSystemWritableFileStream> {
  if (target.kind === 'picked') return written(target.handle.createWritable());
  const folder = await written(navigator.storage.getDirectory());
  const handle = await written(folder.getFileHandle(target.name, { create: true }));
  return written(handle.createWritable());
}

/** One finished file with its sidecar. */
function resultOf(sweep: AnySweepFile, summary: RunSummary, { rows, files, histogram }: ExportSummary, part?: SidecarPart): ExportResult {
  const made = { rows, ...files[0]!, ...(histogram && { histogram }), ...(part && { part }) };
  return { summary, ...files[0]!, sidecar: createSidecar({ sweep, version, backend: summary.backend, date: new Date(), ...made }) };
}
