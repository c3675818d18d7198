import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../quantities/issue';
import type { AnySweepPlan } from '../sweep/any';
import type { JournalFile } from '../sweep/journal/file';
import { journalIdentity } from '../sweep/journal/identity';
import { type JournalCheck, checkJournal } from '../sweep/journal/journal';
import { openNodeJournal } from '../sweep/journal/node-file';
import type { KeptRun } from '../sweep/journal/run';
import { type Shard, partOf } from '../sweep/shard';
import type { CliContext } from './context';

/** The journal beside an output file. */
export interface CliJournal extends KeptRun {
  /** Takes the journal away: the output is whole. */
  remove(): Promise<void>;
}

/**
 * Looks for the journal of an output, `x.csv.journal` beside `x.csv`, and says on stderr what becomes of it: with `resume` the run goes
 * on from it, without it starts anew. Throws an InputError where the journal is of another sweep file, shard or version, or is none.
 */
export async function keepBeside(
  out: string,
  plan: AnySweepPlan,
  shard: Shard | undefined,
  resume: boolean,
  { stderr }: CliContext,
): Promise<CliJournal> {
  const path = `${out}.journal`;
  const identity = await journalIdentity(plan.file, shard);
  const part = partOf(plan, shard);
  const all = part.to - part.from;
  const what = shard ? 'shard' : 'sweep';
  const found = (await stat(path).catch(() => undefined)) && (await openNodeJournal(path));
  const check: JournalCheck = found ? await checkJournal(found, identity) : { kind: 'empty' };
  const goesOn = resume && check.kind === 'ours';
  if (!goesOn) await found?.close();
  if (check.kind === 'no-journal') {
    throw new InputError([{ field: '--out', given: out, allowed: `another name, or ${path} out of the way: that file is no journal` }]);
  }
  if (resume) refuseOthers(path, check);
  if (resume && check.kind === 'empty') stderr(`There is no journal ${path}: the ${what} starts at its beginning.\n`);
  if (!resume && check.kind === 'ours') stderr(`${path} keeps a part of this ${what}, which --resume goes on from. Starting anew.\n`);
  await removeLeftovers(out);
  const percent = (cells: number): string => `${((100 * cells) / all).toFixed(1)} %`;
  let isThere = found !== undefined;
  return {
    identity,
    found: goesOn ? found : undefined,
    create: (): Promise<JournalFile> => {
      isThere = true;
      return openNodeJournal(path);
    },
    onReplayed: ({ skipped, cells, ending }) => {
      const before = skipped > 0 ? '; what came before it was computed again' : '';
      const cut = ending === 'whole' ? '' : `; its last entry was ${ending} and is computed again`;
      stderr(`Going on from ${path} with ${percent(cells - skipped)} of the ${what}${before}${cut}.\n`);
    },
    onProblem: ({ kind, cells, cause }) => {
      const why = kind === 'full' ? 'there is no room for it' : cause instanceof Error ? cause.message : String(cause);
      stderr(`The journal ${path} is given up, ${why}; the sweep goes on, and ${percent(cells)} of it is kept for --resume.\n`);
    },
    onClosed: ({ from, to }) => {
      if (to < all) stderr(`${path} keeps ${percent(to - from)} of the ${what}; --resume goes on from it.\n`);
    },
    remove: async () => {
      if (isThere) await rm(path, { force: true });
    },
  };
}

function refuseOthers(path: string, check: JournalCheck): void {
  const what =
    check.kind === 'other-version' ? `by version ${check.version}` : check.kind === 'other-sweep' && 'of another sweep file or shard';
  if (what === false) return;
  throw new InputError([{ field: '--resume', given: path, allowed: `a journal of this sweep by this version; this one is ${what}` }]);
}

/** Removes the unfinished output of runs that were killed: it is made again from the journal. */
async function removeLeftovers(out: string): Promise<void> {
  const folder = dirname(out);
  const prefix = `.${basename(out)}.`;
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(prefix) && /^(\d+)\.partial(\.json)?$/.exec(name.slice(prefix.length))?.[1];
    if (pid && !isRunning(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // a process of another user may not be asked
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
