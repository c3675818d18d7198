import type { ChunkSink } from '../export/chunk';
import { openSweepExport } from '../export/export';
import type { ExportFormat } from '../export/format';
import { createSidecar } from '../export/sidecar';
import { version } from '../data/version';
import { BackendError } from '../sweep/backend';
import { type AnySweepFile, planAny } from '../sweep/any';
import type { SweepFile } from '../sweep/file';
import type { ScheduleFile } from '../sweep/growth/file';
import { outputsOf, planSchedules } from '../sweep/growth/plan';
import { planSweep } from '../sweep/plan';
import { ensembleOfPlan } from '../sweep/quantiles';
import { type RunOptions, type RunProgress, runSweep } from '../sweep/run';
import { cellCount, firstCell } from '../sweep/tiling';
import type { Answer, EngineEvent, ExportResult, ExportTarget, FrontierResult, GrowthSurface, QuantilesResult } from './api';
import type { Backends } from './backends';
import { exportNotice, failoverNotice, failureNotice } from './notices';

/** Progress is told at most this often. */
const PROGRESS_MS = 100;

/** A run that was cancelled; the reason of its abort signal. */
const CANCELLED = new DOMException('cancelled', 'AbortError');

/** The sweeps in progress. */
export class Runs {
  private readonly backends: Backends;
  private readonly tell: (event: EngineEvent) => void;
  private readonly running = new Map<number, AbortController>();

  constructor(backends: Backends, tell: (event: EngineEvent) => void) {
    this.backends = backends;
    this.tell = tell;
  }

  cancel(runId: number): void {
    this.running.get(runId)?.abort(CANCELLED);
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

  /** Runs a sweep and streams its rows to a file. A file that is not finished is not kept. */
  exportSweep(runId: number, file: AnySweepFile, format: ExportFormat, target: ExportTarget): Promise<Answer<ExportResult>> {
    return this.answer(runId, async (signal) => {
      const stream = await openTarget(target);
      try {
        const plan = planAny(file);
        // the stream may keep what it is given, and the writer reuses its chunk
        const sink: ChunkSink = (chunk) => written(stream.write(chunk.slice()));
        const writer = await openSweepExport(plan, [{ format, sink }]);
        const summary = await runSweep(plan, this.backends, { ...this.reports(runId, signal), onTile: (tile) => writer.addTile(tile) });
        const { rows, files, histogram } = await writer.finish();
        await written(stream.close());
        const made = { rows, ...files[0]!, ...(histogram && { histogram }) };
        const { backend } = summary;
        return { summary, ...files[0]!, sidecar: createSidecar({ sweep: file, version, backend, date: new Date(), ...made }) };
      } catch (error) {
        await stream.abort(error).catch(() => undefined);
        throw error;
      }
    });
  }

  private reports(runId: number, signal: AbortSignal): Pick<RunOptions, 'signal' | 'onProgress' | 'onFailover'> {
    let told = 0;
    return {
      signal,
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
    const controller = new AbortController();
    this.running.set(runId, controller);
    try {
      return { ok: true, value: await work(controller.signal) };
    } catch (error) {
      if (controller.signal.aborted) return { ok: false, error: { kind: 'cancelled' } };
      if (error instanceof BackendError) return { ok: false, error: { kind: 'failed', notice: failureNotice(error) } };
      if (error instanceof WriteError) return { ok: false, error: { kind: 'failed', notice: exportNotice(error.cause) } };
      throw error;
    } finally {
      this.running.delete(runId);
    }
  }
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
