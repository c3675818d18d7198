import { type BackendInfo, BackendError, type PreparedSweep, type SweepBackend, type Tile, type TileRange } from './backend';
import type { AnySweepPlan } from './any';
import type { Gate } from './gate';
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
  /** Cells that were handed on, by this run or by what it goes on from. */
  readonly cellsDone: number;
  readonly cells: number;
  /** Of the cells that this run computed, while it was not held. */
  readonly cellsPerSecond: number;
  readonly secondsLeft: number;
}

/** What a run reports to, and listens to. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  /** How long a tile may take; by default as short as drawing on the same thread and device needs. */
  readonly pace?: Pace;
  /** The cells that are asked for, where a tile may begin and end; by default all. */
  readonly part?: CellRange;
  /** First cell to compute, where a tile may begin: what comes before was handed on already. That of the part by default. */
  readonly from?: number;
  /** Holds the run between tiles while it is closed. */
  readonly gate?: Gate;
  /** The run is held now: every tile that was in flight has been handed on. The run waits for it. */
  onHeld?(): void | Promise<void>;
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
  /** What this run took, without the time that it was held. */
  readonly seconds: number;
  /** Of the cells that this run computed. */
  readonly cellsPerSecond: number;
  /** What computed the last tile. */
  readonly backend: BackendInfo;
}

/** Short enough to cancel at once and to draw between tiles, long enough to be efficient. */
const SMOOTH: Pace = { computeMs: 25, consumeMs: 12 };
const FIRST_TILE_CELLS = 1 << 18;
const SMALLEST_TILE_CELLS = 1 << 10;
/** Shortest time that a rate is taken over: a browser's clock may stand still for as long. */
const LEAST_MS = 1;

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
  private readonly from: number;
  private readonly started = performance.now();
  private heldMs = 0;
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
    this.from = options.from ?? this.part.from;
    this.done = this.from;
    this.issued = this.from;
  }

  /** Stops issuing tiles and frees the backend's memory. */
  stop(): void {
    this.stopped = true;
    this.prepared?.dispose();
    this.prepared = undefined;
  }

  async finish(): Promise<RunSummary> {
    await this.whileHeld();
    let backend = await this.source.acquire();
    while (this.done < this.part.to && !this.stopped) {
      try {
        await this.runOn(backend);
      } catch (error) {
        if (!(error instanceof BackendError) || this.stopped) throw error;
        backend = await this.recover(backend, error);
      }
    }
    return { cells: this.part.to - this.part.from, seconds: this.seconds(), cellsPerSecond: this.rate(), backend: backend.info };
  }

  /** Time that the run took so far, without the time that it was held. */
  private seconds(): number {
    return Math.max(performance.now() - this.started - this.heldMs, LEAST_MS) / 1000;
  }

  private rate(): number {
    return (this.done - this.from) / this.seconds();
  }

  /** Waits while the gate is closed. Nothing may be in flight. */
  private async whileHeld(): Promise<void> {
    const { gate, onHeld } = this.options;
    if (!gate?.isClosed) return;
    const since = performance.now();
    await onHeld?.();
    await gate.opened();
    this.heldMs += performance.now() - since;
  }

  /** Computes what is left on one backend, until done or until it fails. */
  private async runOn(backend: SweepBackend): Promise<void> {
    await this.whileHeld();
    this.prepared ??= await backend.prepare(this.plan.file);
    while (this.done < this.part.to && !this.stopped) {
      const { gate } = this.options;
      while (!gate?.isClosed && this.flights.length < backend.lanes && this.issued < this.part.to) this.issue(this.prepared, backend.lanes);
      const flight = this.flights[0];
      if (!flight) {
        await this.whileHeld();
        continue;
      }
      const result = await flight.result;
      // a stopped run must not hand on another tile
      if (this.stopped) return;
      if ('error' in result) throw result.error;
      this.flights.shift();
      await this.consume(result.tile, result.milliseconds);
    }
  }

  private issue(prepared: PreparedSweep, lanes: number): void {
    // shared out at the end, but not into crumbs
    const left = this.part.to - this.issued;
    const fair = Math.max(Math.ceil(left / lanes), SMALLEST_TILE_CELLS);
    const range = nextRange(this.plan, this.issued, Math.min(this.tileCells, fair, left, prepared.maxTileCells));
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
    const cellsPerSecond = this.rate();
    const { from, to } = this.part;
    const cellsDone = this.done - from;
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
