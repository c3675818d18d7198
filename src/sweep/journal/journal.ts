import type { AnySweepPlan } from '../any';
import type { Tile } from '../backend';
import { type CellRange, partOf } from '../shard';
import { firstCell, workOf } from '../tiling';
import { type EntryBytes, encodeHead, encodeTile, readEntry } from './entry';
import type { JournalFile, JournalSource } from './file';
import type { JournalIdentity } from './identity';

/** What the first entry of a journal says. */
interface JournalHead extends JournalIdentity {
  readonly journal: 1;
  /** Cells of the sweep, or of its part, before the first tile: computed again when the sweep is gone on with. None where not given. */
  readonly skipped?: number;
}

/** Whether a file is a journal that can be gone on from, and if not why. */
export type JournalCheck =
  | { readonly kind: 'empty' | 'ours' | 'no-journal' | 'other-sweep' }
  | { readonly kind: 'other-version'; readonly version: string };

/** Looks at the first entry of a file. */
export async function checkJournal(file: JournalSource, identity: JournalIdentity): Promise<JournalCheck> {
  const entry = await readEntry(file, 0, await file.size());
  // a journal that was cut off before its first entry was whole holds nothing
  if (entry.kind === 'end' || entry.kind === 'torn') return { kind: 'empty' };
  const head = (entry.kind === 'entry' ? entry.head : {}) as Partial<JournalHead>;
  if (head.journal !== 1 || head.version === undefined) return { kind: 'no-journal' };
  if (head.version !== identity.version) return { kind: 'other-version', version: head.version };
  return { kind: head.sweep === identity.sweep ? 'ours' : 'other-sweep' };
}

/** Cells before the first tile of a journal that is ours (`checkJournal`), from the first of its part on: they are not in it. */
export async function cellsBefore(file: JournalSource): Promise<number> {
  const entry = await readEntry(file, 0, await file.size());
  return entry.kind === 'entry' ? skippedOf(entry.head) : 0;
}

function skippedOf(head: unknown): number {
  return (head as Partial<JournalHead>).skipped ?? 0;
}

/** What was read back from a journal. */
export interface Replayed {
  /** Cells before its first tile (`cellsBefore`). */
  readonly skipped: number;
  /** Cells up to the last tile that was whole, from the first of the part on, those that are skipped among them: where to go on. */
  readonly cells: number;
  /** Bytes of the entries that were whole: what lies behind is to be cut off. */
  readonly bytes: number;
  /** How the journal ends: after a whole entry, in the middle of one, or with one that is not what was written. */
  readonly ending: 'whole' | 'torn' | 'corrupt';
}

/**
 * Hands the tiles of a journal of a sweep, or of a part of it, on, in order, up to the first that is torn, corrupt, or not the next one. The journal must be ours
 * (`checkJournal`). Takes the memory of one tile. Throws the signal's reason when aborted.
 */
export async function replayJournal(
  file: JournalSource,
  plan: AnySweepPlan,
  onTile: (tile: Tile) => void | Promise<void>,
  signal?: AbortSignal,
  part: CellRange = partOf(plan, undefined),
): Promise<Replayed> {
  const size = await file.size();
  let bytes = 0;
  let skipped = 0;
  let cells = 0;
  for (;;) {
    signal?.throwIfAborted();
    const entry = await readEntry(file, bytes, size);
    if (entry.kind === 'end') return { skipped, cells, bytes, ending: 'whole' };
    if (entry.kind !== 'entry') return { skipped, cells, bytes, ending: entry.kind };
    if (entry.tile) {
      const { range } = entry.tile;
      const after = cells + workOf(plan, range);
      if (firstCell(plan, range) !== part.from + cells || after > part.to - part.from) {
        return { skipped, cells, bytes, ending: 'corrupt' };
      }
      await onTile(entry.tile);
      cells = after;
    } else {
      skipped = skippedOf(entry.head);
      cells = skipped;
    }
    bytes = entry.next;
  }
}

/** Entries smaller than this are gathered before they are written. */
const BATCH_BYTES = 1 << 20;
/** Longest that an entry waits to be flushed: so much work is lost at most. */
const FLUSH_MS = 1000;

/**
 * Appends to a journal. Small entries are gathered in one block of 1 MiB, large ones go to the file from the tile's own memory. Every
 * method may throw the storage's own error; the journal is then whole up to `flushedCells`.
 */
export class JournalWriter {
  private readonly file: JournalFile;
  private readonly batch = new Uint8Array(BATCH_BYTES);
  private gathered = 0;
  /** Where the next bytes of the file go. */
  private at: number;
  private cells: number;
  private flushedAt = performance.now();
  private flushed: { readonly cells: number; readonly bytes: number };

  private constructor(file: JournalFile, at: number, cells: number) {
    this.file = file;
    this.at = at;
    this.cells = cells;
    this.flushed = { cells, bytes: at };
  }

  /** Begins a journal after the first `skipped` cells of the sweep, or of its part; what the file held is cut off. */
  static async begin(file: JournalFile, identity: JournalIdentity, skipped = 0): Promise<JournalWriter> {
    await file.truncate(0);
    const writer = new JournalWriter(file, 0, skipped);
    await writer.append(encodeHead({ journal: 1, ...identity, ...(skipped > 0 && { skipped }) } satisfies JournalHead));
    await writer.flush();
    return writer;
  }

  /** Goes on behind what was read back; what lies there is cut off. */
  static async resume(file: JournalFile, { bytes, cells }: Replayed): Promise<JournalWriter> {
    await file.truncate(bytes);
    return new JournalWriter(file, bytes, cells);
  }

  /** Where a crash would let the sweep go on: cells from the first of its part. */
  get flushedCells(): number {
    return this.flushed.cells;
  }

  /** Adds a tile, which must be the next one. Its memory may be reused afterwards. */
  async add(tile: Tile, cells: number): Promise<void> {
    await this.append(encodeTile(tile));
    this.cells += cells;
    if (performance.now() - this.flushedAt >= FLUSH_MS) await this.flush();
  }

  /** Writes what was gathered, and makes all of it last. */
  async flush(): Promise<void> {
    await this.write();
    await this.file.flush();
    this.flushedAt = performance.now();
    this.flushed = { cells: this.cells, bytes: this.at };
  }

  /** Cuts off what was not flushed, after a failure. */
  async cutBack(): Promise<void> {
    await this.file.truncate(this.flushed.bytes);
  }

  private async append(entry: EntryBytes): Promise<void> {
    for (const bytes of entry) {
      if (bytes.length > BATCH_BYTES - this.gathered) await this.write();
      if (bytes.length > BATCH_BYTES) {
        await this.file.write(this.at, bytes);
        this.at += bytes.length;
      } else {
        this.batch.set(bytes, this.gathered);
        this.gathered += bytes.length;
      }
    }
  }

  private async write(): Promise<void> {
    if (this.gathered === 0) return;
    await this.file.write(this.at, this.batch.subarray(0, this.gathered));
    this.at += this.gathered;
    this.gathered = 0;
  }
}
