import { type BackendInfo, BackendError, type PreparedSweep, type SweepBackend, type Tile, type TileRange } from './backend';
import type { AnySweepPlan } from './any';
import type { CellRange } from './shard';
import { cellCount, firstCell, nextRange, workOf } from './tiling';

/** Where a run gets its backends from. */
export interface BackendSource {
  /** The backend to use now. */
  acquire(): Promise<SweepBackend>;
  /** After a failure: what to go on with, undefined when nothing is left. */
  replace(failed: SweepBackend, error: BackendError): Promise<SweepBackend | undefined>;
}

/** How far a run is, in cells of its part. */
export interface RunProgress {
  readonly cellsDone: number;
  readonly cells: number;
  readonly cellsPerSecond: number;
  readonly secondsLeft: number;
}

/** What a run reports to, and listens to. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  /** How long a tile may take; by default as short as drawing on the same thread and device needs. */
  readonly pace?: Pace;
  /** The cells to compute, where a tile may begin and end; by default all. */
  readonly part?: CellRange;
  /** Takes the tiles in row-major order, each cell once; the run waits for it. The tile's memory is reused afterwards. */
  onTile(tile: Tile): void | Promise<void>;
  onProgress?(progress: RunProgress): void;
  /** A backend failed, and the run goes on with the next from its last finished tile. */
  onFailover?(error: BackendError, next: BackendInfo): void;
}

/** How long a tile should take to compute and to consume, in milliseconds. Longer tiles are more efficient, and slower to cancel. */
export interface Pace {
  readonly computeMs: number;
  readonly consumeMs: number;
}

/** A finished run. */
export interface RunSummary {
  readonly cells: number;
  readonly seconds: number;
  readonly cellsPerSecond: number;
  /** What computed the last tile. */
  readonly backend: BackendInfo;
}

/** Short enough to cancel at once and to draw between tiles, long enough to be efficient. */
const SMOOTH: Pace = { computeMs: 25, consumeMs: 12 };
const FIRST_TILE_CELLS = 1 << 18;
const SMALLEST_TILE_CELLS = 1 << 10;

interface Flight {
  readonly range: TileRange;
  readonly started: number;
  /** Settles always: a failure is a value here, so that no rejection goes unheard while earlier tiles are awaited. */
  readonly result: Promise<{ readonly tile: Tile; readonly milliseconds: number } | { readonly error: unknown }>;
}

/**
 * Runs a sweep tile by tile. Tile sizes follow the measured time, several tiles are in flight, and they are handed on in order.
 * A failed tile is computed again: smaller when memory ran out, else on the backend that the source offers next.
 * Rejects with the signal's reason when aborted, and with the BackendError when no backend is left.
 */
export async function runSweep(plan: AnySweepPlan, source: BackendSource, options: RunOptions): Promise<RunSummary> {
  const { signal } = options;
  signal?.throwIfAborted();
  const aborted = whenAborted(signal);
  const run = new Run(plan, source, options);
  try {
    return await Promise.race([run.finish(), aborted.promise]);
  } finally {
    aborted.forget();
    run.stop();
  }
}

/** A promise that rejects when the signal is aborted. */
function whenAborted(signal: AbortSignal | undefined): { readonly promise: Promise<never>; forget(): void } {
  let listener: (() => void) | undefined;
  const promise = new Promise<never>((_, reject) => {
    listener = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', listener);
  });
  return { promise, forget: () => listener && signal?.removeEventListener('abort', listener) };
}

/** One run's state: what is done, what is in flight, how large tiles are now. */
class Run {
  private readonly plan: AnySweepPlan;
  private readonly source: BackendSource;
  private readonly options: RunOptions;
  private readonly part: CellRange;
  private readonly started = performance.now();
  private readonly flights: Flight[] = [];
  private prepared: PreparedSweep | undefined;
  private stopped = false;
  private done: number;
  private issued: number;
  private tileCells = FIRST_TILE_CELLS;

  constructor(plan: AnySweepPlan, source: BackendSource, options: RunOptions) {
    this.plan = plan;
    this.source = source;
    this.options = options;
    this.part = options.part ?? { from: 0, to: cellCount(plan) };
    this.done = this.part.from;
    this.issued = this.part.from;
  }

  /** Stops issuing tiles and frees the backend's memory. */
  stop(): void {
    this.stopped = true;
    this.prepared?.dispose();
    this.prepared = undefined;
  }

  async finish(): Promise<RunSummary> {
    let backend = await this.source.acquire();
    while (this.done < this.part.to && !this.stopped) {
      try {
        await this.runOn(backend);
      } catch (error) {
        if (!(error instanceof BackendError) || this.stopped) throw error;
        backend = await this.recover(backend, error);
      }
    }
    const seconds = (performance.now() - this.started) / 1000;
    const cells = this.part.to - this.part.from;
    return { cells, seconds, cellsPerSecond: cells / seconds, backend: backend.info };
  }

  /** Computes what is left on one backend, until done or until it fails. */
  private async runOn(backend: SweepBackend): Promise<void> {
    this.prepared ??= await backend.prepare(this.plan.file);
    while (this.done < this.part.to && !this.stopped) {
      while (this.flights.length < backend.lanes && this.issued < this.part.to) this.issue(this.prepared, backend.lanes);
      const flight = this.flights[0]!;
      const result = await flight.result;
      // a stopped run must not hand on another tile
      if (this.stopped) return;
      if ('error' in result) throw result.error;
      this.flights.shift();
      await this.consume(result.tile, result.milliseconds);
    }
  }

  private issue(prepared: PreparedSweep, lanes: number): void {
    const fair = Math.ceil((this.part.to - this.issued) / lanes);
    const range = nextRange(this.plan, this.issued, Math.min(this.tileCells, fair, prepared.maxTileCells));
    const started = performance.now();
    const result = prepared.compute(range).then(
      (tile) => ({ tile, milliseconds: performance.now() - started }),
      (error: unknown) => ({ error }),
    );
    this.flights.push({ range, started, result });
    this.issued = firstCell(this.plan, range) + workOf(this.plan, range);
  }

  private async consume(tile: Tile, computeMs: number): Promise<void> {
    const started = performance.now();
    await this.options.onTile(tile);
    const now = performance.now();
    const cells = workOf(this.plan, tile.range);
    this.done = firstCell(this.plan, tile.range) + cells;
    this.prepared?.recycle(tile);
    const { computeMs: computePace, consumeMs: consumePace } = this.options.pace ?? SMOOTH;
    const load = Math.max(computeMs / computePace, (now - started) / consumePace, 1e-3);
    const wanted = (cells / load) * 0.9;
    this.tileCells = Math.max(SMALLEST_TILE_CELLS, Math.min(wanted, this.tileCells * 4));
    const { from, to } = this.part;
    const cellsDone = this.done - from;
    const cellsPerSecond = (cellsDone / (now - this.started)) * 1000;
    this.options.onProgress?.({ cellsDone, cells: to - from, cellsPerSecond, secondsLeft: (to - this.done) / cellsPerSecond });
  }

  /** Goes back to the last finished tile, and says on what to go on. Throws the error when nothing is left. */
  private async recover(backend: SweepBackend, error: BackendError): Promise<SweepBackend> {
    await Promise.all(this.flights.map(({ result }) => result));
    const failed = this.flights[0]?.range;
    this.flights.length = 0;
    this.issued = this.done;
    const work = failed ? workOf(this.plan, failed) : 0;
    const canSplit = failed && (failed.rows > 1 || this.plan.file.reduce.kind === 'grid') && work > SMALLEST_TILE_CELLS;
    if (error.failure === 'out-of-memory' && canSplit) {
      this.tileCells = work / 2;
      return backend;
    }
    this.prepared?.dispose();
    this.prepared = undefined;
    const next = await this.source.replace(backend, error);
    if (!next) throw error;
    this.options.onFailover?.(error, next.info);
    return next;
  }
}
