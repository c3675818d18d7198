import { proxy, transfer, wrap } from 'comlink';
import type { AnySweepFile } from '../sweep/any';
import type { SweepFile } from '../sweep/file';
import type { ScheduleFile } from '../sweep/growth/file';
import type { RowView } from '../sweep/results/result-table';
import type {
  Answer,
  BackendChoice,
  BackendPreference,
  EngineApi,
  EngineEvent,
  ExportFormat,
  ExportResult,
  ExportTarget,
  FrontierResult,
  GrowthSurface,
  QuantilesResult,
  SweepProgress,
  SweepSummary,
} from './api';
import type { FitDeviceApi } from './fit-api';
import type { JobCommand } from './jobs/job';
import type { TableApi } from './table-api';

/** What the picture takes. */
export type StageApi = Pick<
  EngineApi,
  'openStage' | 'showSurface' | 'showContent' | 'showBudget' | 'setPose' | 'resize' | 'capture' | 'setTheme'
>;

/** What the relief of savings takes. */
export type ReliefApi = Pick<EngineApi, 'openRelief' | 'showRelief' | 'setReliefPose' | 'resizeRelief' | 'setReliefTheme' | 'closeRelief'>;

/** How a run is told of and stopped. */
export interface RunHandle {
  readonly signal: AbortSignal;
  onProgress(progress: SweepProgress): void;
}

/** What looks at the results that stay in the worker. */
export interface TableClient extends Pick<TableApi, 'tableState' | 'tableWindow' | 'tableSample' | 'tableStatistics' | 'tableGrid'> {
  /** Runs a sweep into a table; `onStart` gets its id before it has rows. */
  run(file: AnySweepFile, onStart: (tableId: number) => void, handle: RunHandle): Promise<Answer<SweepSummary>>;
  /** Puts the rows of a finished job into a table. */
  open(jobId: string, onStart: (tableId: number) => void, handle: RunHandle): Promise<Answer<SweepSummary>>;
  /** Holds the run that fills a table, or lets it go on. */
  pause(tableId: number, isPaused: boolean): Promise<void>;
  export(tableId: number, view: RowView, format: ExportFormat, target: ExportTarget, signal: AbortSignal): Promise<Answer<ExportResult>>;
}

/** The queue of sweeps in the background. Its jobs are told as events. */
export interface JobsClient {
  /** Adds a sweep behind the others; resolves with its id. */
  add(name: string, file: AnySweepFile): Promise<string>;
  command(command: JobCommand, id: string): Promise<void>;
  /** Writes the rows of a job as CSV, from what is kept of it; computes only what is not. */
  export(
    id: string,
    format: ExportFormat,
    target: ExportTarget,
    options: { readonly signal: AbortSignal; onProgress(progress: SweepProgress): void },
  ): Promise<Answer<ExportResult>>;
}

/** The engine worker as the page sees it. */
export interface EngineClient {
  start(preference: BackendPreference): Promise<BackendChoice>;
  onEvent(listener: (event: EngineEvent) => void): void;
  frontier(file: SweepFile, signal?: AbortSignal): Promise<Answer<FrontierResult>>;
  quantiles(file: SweepFile, signal?: AbortSignal): Promise<Answer<QuantilesResult>>;
  /** The surface of a file with two axes and a grid. A new call cancels the one before: only the latest is worth its work. */
  growthSurface(file: ScheduleFile, signal?: AbortSignal): Promise<Answer<GrowthSurface>>;
  exportSweep(
    file: AnySweepFile,
    format: ExportFormat,
    target: ExportTarget,
    options: { readonly signal: AbortSignal; onProgress(progress: SweepProgress): void },
  ): Promise<Answer<ExportResult>>;
  readonly jobs: JobsClient;
  readonly tables: TableClient;
  readonly stage: StageApi;
  readonly relief: ReliefApi;
  /** The device for the descents of fits; rejects once the worker has stopped, instead of never answering. */
  readonly fits: FitDeviceApi;
}

/** Starts the engine worker. Its code loads here, its three.js only when a stage is opened. */
export function createEngineClient(): EngineClient {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  const engine = wrap<EngineApi>(worker);
  const listeners = new Set<(event: EngineEvent) => void>();
  const progress = new Map<number, (progress: SweepProgress) => void>();
  let lastRun = 0;
  let latestSurface: AbortController | undefined;
  const stopped = Promise.withResolvers<never>();
  // whoever waits for an answer hears it; where nobody does it is no failure of its own
  stopped.promise.catch(() => undefined);
  worker.addEventListener('error', (event) => {
    const message = `The engine stopped: ${event.message || 'its code did not load'}.`;
    const notice = {
      failure: 'worker-crashed',
      message,
      hint: 'Numbers and charts on this page need no engine. Reload to try again.',
    } as const;
    stopped.reject(new Error(message));
    for (const listener of listeners) listener({ kind: 'stopped', notice });
  });
  const listening = engine.listen(
    proxy((event: EngineEvent) => {
      if (event.kind === 'progress') progress.get(event.runId)?.(event.progress);
      for (const listener of listeners) listener(event);
    }),
  );

  /** Runs something that a signal can cancel; the signal itself cannot cross, so its id is sent. */
  async function run<T>(signal: AbortSignal | undefined, start: (runId: number) => Promise<Answer<T>>): Promise<Answer<T>> {
    if (signal?.aborted) return { ok: false, error: { kind: 'cancelled' } };
    const runId = ++lastRun;
    await listening;
    const cancel = () => void engine.cancel(runId);
    signal?.addEventListener('abort', cancel);
    try {
      const answer = start(runId);
      // it may have been aborted while the worker was starting
      if (signal?.aborted) cancel();
      return await answer;
    } finally {
      signal?.removeEventListener('abort', cancel);
      progress.delete(runId);
    }
  }

  return {
    start: (preference) => engine.start(preference),
    onEvent: (listener) => void listeners.add(listener),
    frontier: (file, signal) => run(signal, (runId) => engine.frontier(runId, file)),
    quantiles: (file, signal) => run(signal, (runId) => engine.quantiles(runId, file)),
    growthSurface: (file, signal) => {
      latestSurface?.abort();
      latestSurface = new AbortController();
      const either = signal ? AbortSignal.any([signal, latestSurface.signal]) : latestSurface.signal;
      return run(either, (runId) => engine.growthSurface(runId, file));
    },
    exportSweep: (file, format, target, { signal, onProgress }) =>
      run(signal, (runId) => {
        progress.set(runId, onProgress);
        return engine.exportSweep(runId, file, format, target);
      }),
    jobs: {
      add: async (name, file) => {
        // so that nothing of the job is told before somebody hears it
        await listening;
        return engine.addJob(name, file);
      },
      command: (command, id) => engine.commandJob(command, id),
      export: (id, format, target, { signal, onProgress }) =>
        run(signal, (runId) => {
          progress.set(runId, onProgress);
          return engine.exportJob(runId, id, format, target);
        }),
    },
    tables: {
      run: (file, onStart, { signal, onProgress }) =>
        run(signal, (runId) => {
          progress.set(runId, onProgress);
          onStart(runId);
          return engine.runTable(runId, file);
        }),
      open: (jobId, onStart, { signal, onProgress }) =>
        run(signal, (runId) => {
          progress.set(runId, onProgress);
          onStart(runId);
          return engine.openTable(runId, jobId);
        }),
      pause: (tableId, isPaused) => engine.pause(tableId, isPaused),
      export: (tableId, view, format, target, signal) => run(signal, (runId) => engine.exportTable(runId, tableId, view, format, target)),
      tableState: (id) => engine.tableState(id),
      tableWindow: (id, view, from, count) => engine.tableWindow(id, view, from, count),
      tableSample: (id, view, count) => engine.tableSample(id, view, count),
      tableStatistics: (id, view, column) => engine.tableStatistics(id, view, column),
      tableGrid: (id, view, request) => engine.tableGrid(id, view, request),
    },
    stage: {
      openStage: (canvas, size, theme) => engine.openStage(transfer(canvas, [canvas]), size, theme),
      showSurface: (request) => engine.showSurface(request),
      showContent: (content) => engine.showContent(content),
      showBudget: (budget) => engine.showBudget(budget),
      setPose: (pose) => engine.setPose(pose),
      resize: (size) => engine.resize(size),
      capture: (size) => engine.capture(size),
      setTheme: (theme) => engine.setTheme(theme),
    },
    relief: {
      openRelief: (id, canvas, size, theme) => engine.openRelief(id, transfer(canvas, [canvas]), size, theme),
      showRelief: (id, request) => engine.showRelief(id, request),
      setReliefPose: (id, pose) => engine.setReliefPose(id, pose),
      resizeRelief: (id, size) => engine.resizeRelief(id, size),
      setReliefTheme: (id, theme) => engine.setReliefTheme(id, theme),
      closeRelief: (id) => engine.closeRelief(id),
    },
    fits: {
      adapter: () => Promise.race([engine.fitAdapter(), stopped.promise]).catch(() => undefined),
      descend: (batch) => {
        const { runs, weights, starts } = batch;
        return Promise.race([engine.descend(transfer(batch, [runs.buffer, weights.buffer, starts.buffer])), stopped.promise]);
      },
    },
  };
}
