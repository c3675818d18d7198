import type { AnySweepPlan } from '../any';
import { type Tile, tileArrays, tileOf } from '../backend';
import { type CellRange, partOf } from '../shard';
import { workOf } from '../tiling';
import { type JournalFile, isFull } from './file';
import type { JournalIdentity } from './identity';
import { JournalWriter, type Replayed } from './journal';

/** A journal could not be written, and the sweep goes on without it. */
export interface JournalProblem {
  /** The storage is full, or not to be had. */
  readonly kind: 'full' | 'failed';
  /** Cells that are kept all the same. */
  readonly cells: number;
  /** The storage's own error. */
  readonly cause: unknown;
}

/** Where a sweep's tiles are kept. */
export interface Keeping {
  readonly identity: JournalIdentity;
  /** Opens an empty file for the journal; called at most once, when the sweep has shown to be a long one. */
  create(): Promise<JournalFile>;
  /** Sweeps that are expected to take longer, or do so, are kept; 5 s by default. */
  readonly fromSeconds?: number;
  /** Memory that tiles may take until it is known whether the sweep is long; 8 MiB by default. */
  readonly mostHeldBytes?: number;
  /** The journal is given up. What is in it stays. */
  onProblem(problem: JournalProblem): void;
  /** The run is over, and the journal closed with these cells of the sweep, or of its part, in it. */
  onClosed?(kept: CellRange): void;
}

/** Sweeps that take longer are worth a journal; shorter ones are computed again as quickly. */
const KEPT_FROM_SECONDS = 5;
/** A run's rate is trusted after this time, or when its tiles take more memory than may be held until then. */
const DECIDE_SECONDS = 0.5;
const MOST_HELD_BYTES = 8 << 20;

/**
 * Keeps the tiles of one run in a journal, once its rate says that it will take long, or its time that it does. The tiles before that are
 * held in memory; where they take too much of it they are given up, and the journal begins after them. A storage that fails is told once and left alone. Calls may overlap; they are done one after the other.
 */
export class TileKeeper {
  private readonly plan: AnySweepPlan;
  private readonly keeping: Keeping;
  private readonly expectedCells: number;
  private readonly started = performance.now();
  private file: JournalFile | undefined;
  private writer: JournalWriter | undefined;
  private held: Tile[] = [];
  private heldBytes = 0;
  /** Tiles came before those that are held, and are neither there nor in the journal. */
  private isSkipping = false;
  /** Cells of the part before the first tile of the journal. */
  private skipped = 0;
  private cells = 0;
  /** Whether no more is written: the storage failed, or the run is over. */
  private isOver = false;
  /** The last call; settles always. */
  private last: Promise<void> = Promise.resolve();

  /** Tiles are those of a part of the sweep; all cells by default. */
  constructor(plan: AnySweepPlan, keeping: Keeping, part: CellRange = partOf(plan, undefined)) {
    this.plan = plan;
    this.expectedCells = part.to - part.from;
    this.keeping = keeping;
  }

  /** Goes on with a journal that was read back. */
  resume(file: JournalFile, replayed: Replayed): Promise<void> {
    return this.inTurn(async () => {
      this.file = file;
      this.writer = await JournalWriter.resume(file, replayed);
      this.cells = replayed.cells;
      this.skipped = replayed.skipped;
    });
  }

  /** Takes the next tile. Its memory may be reused afterwards. */
  add(tile: Tile): Promise<void> {
    return this.inTurn(async () => {
      this.cells += workOf(this.plan, tile.range);
      if (!this.writer) await this.decide(tile);
      else await this.writer.add(tile, workOf(this.plan, tile.range));
    });
  }

  /** Makes all that was added last. */
  flush(): Promise<void> {
    return this.inTurn(async () => this.writer?.flush());
  }

  /** Flushes and closes the journal; what is added afterwards is not kept. */
  async close(): Promise<void> {
    await this.flush();
    await this.inTurn(async () => {
      this.isOver = true;
      if (!this.writer) return;
      await this.file?.close();
      this.keeping.onClosed?.({ from: this.skipped, to: this.writer.flushedCells });
    });
  }

  private async decide(tile: Tile): Promise<void> {
    const seconds = (performance.now() - this.started) / 1000;
    const bytes = tileArrays(tile).reduce((sum, { byteLength }) => sum + byteLength, 0);
    const isFull = this.isSkipping || this.heldBytes + bytes >= (this.keeping.mostHeldBytes ?? MOST_HELD_BYTES);
    const expected = (seconds * this.expectedCells) / this.cells;
    const isLong = expected >= (this.keeping.fromSeconds ?? KEPT_FROM_SECONDS);
    if (isLong && (isFull || seconds >= DECIDE_SECONDS)) {
      await this.begin(tile);
    } else if (isFull) {
      this.isSkipping = true;
      this.held = [];
    } else {
      this.held.push(copyOf(tile));
      this.heldBytes += bytes;
    }
  }

  /** Begins the journal with what is held and this tile. */
  private async begin(tile: Tile): Promise<void> {
    this.skipped = this.isSkipping ? this.cells - workOf(this.plan, tile.range) : 0;
    const held = this.held.splice(0);
    this.file = await this.keeping.create();
    this.writer = await JournalWriter.begin(this.file, this.keeping.identity, this.skipped);
    for (const each of [...held, tile]) await this.writer.add(each, workOf(this.plan, each.range));
    await this.writer.flush();
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.last = this.last.then(async () => {
      if (this.isOver) return;
      try {
        await work();
      } catch (cause) {
        await this.giveUp(cause);
      }
    });
    return this.last;
  }

  private async giveUp(cause: unknown): Promise<void> {
    this.isOver = true;
    this.held = [];
    const cells = this.writer ? this.writer.flushedCells - this.skipped : 0;
    // the storage may refuse these, too; what was flushed can be read back whatever stands behind it
    try {
      await this.writer?.cutBack();
      await this.file?.close();
    } catch {
      // told below already
    }
    this.keeping.onProblem({ kind: isFull(cause) ? 'full' : 'failed', cells, cause });
  }
}

function copyOf(tile: Tile): Tile {
  return tileOf(
    tile.kind,
    tile.range,
    tileArrays(tile).map((array) => array.slice()),
  );
}
