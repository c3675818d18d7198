import type { AnySweepPlan } from '../any';
import { type BackendSource, type RunOptions, type RunSummary, runSweep } from '../run';
import type { JournalFile, JournalSource } from './file';
import { partOf } from '../shard';
import { type Replayed, cellsBefore, replayJournal } from './journal';
import { type Keeping, TileKeeper } from './keeper';

/** Keeping, and the journal of the same sweep (`checkJournal`) that a run goes on from. */
export interface KeptRun extends Keeping {
  readonly found?: JournalFile | undefined;
  /** What was in the journal has been handed on. */
  onReplayed?(replayed: Replayed): void;
}

/**
 * Runs a sweep whose tiles are kept in a journal if it takes long. With a journal of the same sweep its tiles are handed on first, after
 * those before it where it began late, and the run goes on from the first cell that is missing, so that the consumer sees the same sweep, cut into other tiles. Rejects as `runSweep`;
 * the journal is then flushed and stays.
 */
export async function runKept(plan: AnySweepPlan, source: BackendSource, options: RunOptions, kept: KeptRun): Promise<RunSummary> {
  const part = options.part ?? partOf(plan, undefined);
  const keeper = new TileKeeper(plan, kept, part);
  let { from } = part;
  if (kept.found) {
    const replayed = await replayOr(kept.found, plan, source, options);
    kept.onReplayed?.(replayed);
    from += replayed.cells;
    await keeper.resume(kept.found, replayed);
  }
  try {
    return await runSweep(plan, source, {
      ...options,
      from,
      onTile: async (tile) => {
        await options.onTile(tile);
        await keeper.add(tile);
      },
      onHeld: async () => {
        await keeper.flush();
        await options.onHeld?.();
      },
    });
  } finally {
    await keeper.close();
  }
}

/** Reads a journal back; closes it where that fails. */
async function replayOr(found: JournalFile, plan: AnySweepPlan, source: BackendSource, options: RunOptions): Promise<Replayed> {
  try {
    return await handOn(found, plan, source, options);
  } catch (error) {
    await found.close();
    throw error;
  }
}

/** Hands on what a journal keeps of a sweep, or of its part; what it began after is computed first. */
async function handOn(journal: JournalSource, plan: AnySweepPlan, source: BackendSource, options: RunOptions): Promise<Replayed> {
  const part = options.part ?? partOf(plan, undefined);
  const skipped = await cellsBefore(journal);
  if (skipped > 0) {
    const cells = part.to - part.from;
    await runSweep(plan, source, {
      ...options,
      part: { from: part.from, to: part.from + skipped },
      onProgress: ({ cellsDone, cellsPerSecond }) =>
        options.onProgress?.({ cellsDone, cells, cellsPerSecond, secondsLeft: (cells - cellsDone) / cellsPerSecond }),
    });
  }
  return replayJournal(journal, plan, options.onTile, options.signal, part);
}

/** Hands on every tile of a sweep: those of its journal, where there is one, and computes what is missing. Keeps nothing. */
export async function replaySweep(
  plan: AnySweepPlan,
  source: BackendSource,
  options: RunOptions,
  journal: JournalSource | undefined,
): Promise<RunSummary> {
  const from = journal ? (await handOn(journal, plan, source, options)).cells : 0;
  return runSweep(plan, source, { ...options, from });
}
