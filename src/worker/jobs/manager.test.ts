import { afterEach, describe, expect, test, vi } from 'vitest';
import { openSweepExport } from '../../export/export';
import { createInlineBackend } from '../../testing/backends';
import { stopClock } from '../../testing/clock';
import { MemoryJobs, TabHub } from '../../testing/jobs';
import { frontier, surface } from '../../testing/sweeps';
import { BackendError, type SweepBackend, type TileRange } from '../../sweep/backend';
import type { SweepFile } from '../../sweep/file';
import { HoldGate } from '../../sweep/gate';
import { journalIdentity } from '../../sweep/journal/identity';
import { JournalWriter } from '../../sweep/journal/journal';
import { planSweep } from '../../sweep/plan';
import { runSweep } from '../../sweep/run';
import type { EngineEvent, Notice } from '../api';
import type { Job } from './job';
import { JobManager, type JobOptions } from './manager';
import { keepNothing } from './store';
import type { TabMessage } from './tabs';

afterEach(() => void vi.restoreAllMocks());

const FILE = surface(70, 900);
const OTHER = frontier(300, 300);
/** Where the first tile of FILE begins. */
const FIRST_ROW = '0, 0 of 70';

/** The CSV of a sweep that nothing disturbs, by its SHA-256. */
async function undisturbed(file: SweepFile): Promise<string> {
  const csv = await openSweepExport(planSweep(file), [{ format: 'csv', sink: () => undefined }]);
  const backend = createInlineBackend();
  await runSweep(
    planSweep(file),
    { acquire: async () => backend, replace: async () => undefined },
    { onTile: (tile) => csv.addTile(tile) },
  );
  return (await csv.finish()).files[0]!.sha256;
}

/** What happens to a tile in a tab, before it is computed. */
type Mischief = (range: TileRange, tile: number) => void | Promise<void>;

/** A tab: a manager with what it tells, the SHA-256 of each job that was finished in it, and where the tiles began that it computed. */
function openTab(
  shared: { readonly store: MemoryJobs<Job>; readonly hub: TabHub<TabMessage>; readonly clock: { advance(ms: number): void } },
  options: Partial<JobOptions> & { readonly mischief?: Mischief; readonly backends?: readonly SweepBackend[] } = {},
) {
  const tab = shared.hub.open();
  const views = new HoldGate();
  const notices: Notice[] = [];
  const statuses: string[] = [];
  const results = new Map<string, string>();
  const computed: string[] = [];
  let jobs: readonly Job[] = [];
  let isDead = false;
  const waiting = new Set<() => void>();
  const tell = (event: EngineEvent): void => {
    if (event.kind === 'notice') notices.push(event.notice);
    if (event.kind === 'job-progress') jobs = jobs.map((job) => (job.id === event.id ? { ...job, progress: event.progress } : job));
    if (event.kind === 'jobs') {
      for (const job of event.jobs) {
        if (jobs.find(({ id }) => id === job.id)?.status !== job.status) statuses.push(`${job.name} ${job.status}`);
      }
      jobs = event.jobs;
    }
    for (const look of waiting) look();
  };
  const backend = createInlineBackend(async (range) => {
    shared.clock.advance(300);
    await options.mischief?.(range, computed.length);
    if (isDead) await new Promise(() => undefined);
    computed.push(`${range.row}, ${range.column} of ${range.columns}`);
  });
  const left = [...(options.backends ?? [backend])];
  const manager = new JobManager({
    store: shared.store,
    tabs: tab,
    source: { acquire: async () => left[0]!, replace: async () => (left.shift(), left[0]) },
    views,
    tell,
    keepFromSeconds: 0,
    consumer: (job, plan) => {
      const csv = openSweepExport(plan, [{ format: 'csv', sink: () => undefined }]);
      return {
        addTile: async (tile) => (await csv).addTile(tile),
        finish: async () => void results.set(job.name, (await (await csv).finish()).files[0]!.sha256),
      };
    },
    ...options,
  });
  return {
    manager,
    views,
    notices,
    statuses,
    results,
    computed,
    job: (name: string): Job | undefined => jobs.find((job) => job.name === name),
    /** Resolves as soon as what was told makes it true. */
    until: (isTrue: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isTrue()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    /** Ends the tab without a word, as a reload or a crash does. */
    kill: (): void => {
      isDead = true;
      waiting.clear();
      tab.kill();
    },
    kept: (id: string) => shared.store.journals.get(id),
  };
}

const createBrowser = () => ({ store: new MemoryJobs<Job>(), hub: new TabHub<TabMessage>(), clock: stopClock() });

/** A tab that has opened and leads. */
async function openLeading(...args: Parameters<typeof openTab>) {
  const tab = openTab(...args);
  await tab.manager.open();
  return tab;
}

const failure = (kind: BackendError['failure']) => new BackendError(kind, `injected ${kind}.`);

/** A gate for a test: tiles from the nth on wait until it is opened. */
function holdFrom(nth: number): { readonly mischief: Mischief; readonly reached: Promise<void>; open(): void } {
  let open = (): void => undefined;
  let reach = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return {
    mischief: async (_, tile) => {
      if (tile < nth) return;
      reach();
      await opened;
    },
    reached,
    open: () => open(),
  };
}

describe('the queue', () => {
  test('runs jobs one after the other, in the order in which they came, to the bytes of an undisturbed run', async () => {
    const tab = await openLeading(createBrowser());
    await tab.manager.add('first', FILE);
    await tab.manager.add('second', OTHER);
    await tab.until(() => tab.job('second')?.status === 'done');
    expect(tab.statuses).toEqual(['first queued', 'first running', 'second queued', 'first done', 'second running', 'second done']);
    expect(tab.results.get('first')).toBe(await undisturbed(FILE));
    expect(tab.results.get('second')).toBe(await undisturbed(OTHER));
    expect(tab.job('first')).toMatchObject({ summary: { cells: 63_000 }, progress: { cellsDone: 63_000 } });
  });

  test('stands back while the user waits for another sweep', async () => {
    const tab = await openLeading(createBrowser());
    const release = tab.views.hold();
    await tab.manager.add('first', FILE);
    await tab.until(() => tab.job('first')?.status === 'running');
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(tab.computed).toEqual([]);
    release();
    await tab.until(() => tab.job('first')?.status === 'done');
    expect(tab.results.get('first')).toBe(await undisturbed(FILE));
  });

  test('pauses a job, lets the next one run, and goes on without computing a cell twice', async () => {
    const held = holdFrom(4);
    const tab = await openLeading(createBrowser(), { mischief: held.mischief });
    const id = await tab.manager.add('first', FILE);
    await held.reached;
    await tab.manager.command('pause', id);
    held.open();
    await tab.manager.add('second', OTHER);
    await tab.until(() => tab.job('second')?.status === 'done');
    expect(tab.job('first')?.status).toBe('paused');
    await tab.manager.command('resume', id);
    await tab.until(() => tab.job('first')?.status === 'done');
    expect(tab.results.get('first')).toBe(await undisturbed(FILE));
    expect(new Set(tab.computed).size).toBe(tab.computed.length);
  });

  test('cancels a job and puts its tiles away; a removed one leaves nothing', async () => {
    const browser = createBrowser();
    const held = holdFrom(6);
    const tab = await openLeading(browser, { mischief: held.mischief });
    const id = await tab.manager.add('first', FILE);
    await held.reached;
    expect(browser.store.journals.has(id)).toBe(true);
    await tab.manager.command('cancel', id);
    expect(tab.job('first')?.status).toBe('cancelled');
    expect(browser.store.journals.has(id)).toBe(false);
    held.open();
    await tab.manager.command('resume', id);
    await tab.until(() => tab.job('first')?.status === 'done');
    expect(tab.results.get('first')).toBe(await undisturbed(FILE));
    await tab.manager.command('remove', id);
    expect(tab.job('first')).toBeUndefined();
    expect([browser.store.saved.size, browser.store.journals.size]).toEqual([0, 0]);
  });

  test('hands the tiles of a finished job on without computing them again, or computes those of a short one', async () => {
    const browser = createBrowser();
    const tab = await openLeading(browser);
    const id = await tab.manager.add('first', FILE);
    await tab.until(() => tab.job('first')?.status === 'done');
    const replayed = async (): Promise<string> => {
      const csv = await openSweepExport(planSweep(FILE), [{ format: 'csv', sink: () => undefined }]);
      expect(await tab.manager.replay(id, { onTile: (tile) => csv.addTile(tile) })).toEqual(tab.job('first')?.summary);
      return (await csv.finish()).files[0]!.sha256;
    };
    const before = tab.computed.length;
    expect(await replayed()).toBe(await undisturbed(FILE));
    expect(tab.computed.length).toBe(before);
    browser.store.journals.clear();
    expect(await replayed()).toBe(await undisturbed(FILE));
    expect(tab.computed.length).toBeGreaterThan(before);
  });
});

describe('a page that is closed in the middle', () => {
  test('shows its jobs again, and goes on with them from their journals to the same bytes', async () => {
    const browser = createBrowser();
    const held = holdFrom(6);
    const before = await openLeading(browser, { mischief: held.mischief });
    const id = await before.manager.add('first', FILE);
    await before.manager.add('second', OTHER);
    await held.reached;
    before.kill();
    const bytes = browser.store.journals.get(id)!.bytes.length;
    expect(bytes).toBeGreaterThan(0);

    const after = await openLeading(browser);
    expect([after.job('first')?.name, after.job('second')?.name]).toEqual(['first', 'second']);
    await after.until(() => after.job('second')?.status === 'done');
    expect(after.results.get('first')).toBe(await undisturbed(FILE));
    expect(after.results.get('second')).toBe(await undisturbed(OTHER));
    // the first tile was kept
    expect(before.computed).toContain(FIRST_ROW);
    expect(after.computed).not.toContain(FIRST_ROW);
  });

  test('leaves a paused job paused, until the user resumes it', async () => {
    const browser = createBrowser();
    const held = holdFrom(6);
    const before = await openLeading(browser, { mischief: held.mischief });
    const id = await before.manager.add('first', FILE);
    await held.reached;
    await before.manager.command('pause', id);
    before.kill();
    const after = await openLeading(browser);
    expect(after.job('first')?.status).toBe('paused');
    expect(after.computed).toEqual([]);
    await after.manager.command('resume', id);
    await after.until(() => after.job('first')?.status === 'done');
    expect(after.results.get('first')).toBe(await undisturbed(FILE));
  });
});

test('a file that is none is refused before it becomes a job', async () => {
  const tab = await openLeading(createBrowser());
  await expect(tab.manager.add('first', { ...FILE, law: 'no-law' })).rejects.toThrow('no-law');
  expect(tab.job('first')).toBeUndefined();
});

describe('several tabs', () => {
  test('run a job once, and all of them see it', async () => {
    const browser = createBrowser();
    const [first, second] = [await openLeading(browser), await openLeading(browser)];
    await second.manager.add('first', FILE);
    await second.until(() => second.job('first')?.status === 'done');
    expect(first.results.get('first')).toBe(await undisturbed(FILE));
    expect(second.computed).toEqual([]);
    expect(second.job('first')).toMatchObject({ progress: { cellsDone: 63_000 } });
  });

  test('do what a user asks in any of them', async () => {
    const browser = createBrowser();
    const held = holdFrom(4);
    const first = await openLeading(browser, { mischief: held.mischief });
    const second = await openLeading(browser);
    const id = await second.manager.add('first', FILE);
    await held.reached;
    await second.manager.command('pause', id);
    expect(first.job('first')?.status).toBe('paused');
    held.open();
    await second.manager.command('resume', id);
    await second.until(() => second.job('first')?.status === 'done');
  });

  test('go on with the jobs of one that is closed', async () => {
    const browser = createBrowser();
    const held = holdFrom(6);
    const first = await openLeading(browser, { mischief: held.mischief });
    const second = await openLeading(browser);
    await first.manager.add('first', FILE);
    await held.reached;
    first.kill();
    await second.until(() => second.job('first')?.status === 'done');
    expect(second.results.get('first')).toBe(await undisturbed(FILE));
  });
});

describe('a fault', () => {
  test('of the device, three times over, costs no tile', async () => {
    const browser = createBrowser();
    const lossy = () => {
      let tiles = 0;
      return createInlineBackend(() => {
        browser.clock.advance(300);
        if (++tiles > 2) throw failure('gpu-lost');
      });
    };
    const tab = await openLeading(browser, { backends: [lossy(), lossy(), lossy(), createInlineBackend()] });
    await tab.manager.add('first', FILE);
    await tab.until(() => tab.job('first')?.status === 'done');
    expect(tab.results.get('first')).toBe(await undisturbed(FILE));
  });

  test('that leaves no backend fails the job with a notice; the next one runs, and it can be resumed from what is kept', async () => {
    let isBroken = true;
    const mischief: Mischief = (range, tile) => {
      // as `guard` reports a call that WebGPU refuses
      if (isBroken && tile > 5 && range.columns === 70) throw new Error('WebGPU refused a call: injected');
    };
    const browser = createBrowser();
    const tab = await openLeading(browser, { mischief });
    const id = await tab.manager.add('first', FILE);
    await tab.manager.add('second', OTHER);
    await tab.until(() => tab.job('second')?.status === 'done');
    expect(tab.job('first')).toMatchObject({ status: 'failed', notice: { failure: 'job-failed' } });
    expect(tab.notices.map(({ message }) => message)).toEqual(['The sweep “first” stopped: WebGPU refused a call: injected']);
    isBroken = false;
    const before = tab.computed.length;
    await tab.manager.command('resume', id);
    await tab.until(() => tab.job('first')?.status === 'done');
    expect(tab.results.get('first')).toBe(await undisturbed(FILE));
    expect(tab.job('first')?.notice).toBeUndefined();
    // the first tile was kept
    expect(tab.computed.slice(before)).not.toContain(FIRST_ROW);
  });

  test('of the last backend says which, in words', async () => {
    const browser = createBrowser();
    const dead = createInlineBackend(() => {
      throw failure('worker-crashed');
    });
    const tab = await openLeading(browser, { backends: [dead] });
    await tab.manager.add('first', FILE);
    await tab.until(() => tab.job('first')?.status === 'failed');
    expect(tab.notices).toMatchObject([{ failure: 'worker-crashed', message: 'The sweep “first” stopped: injected worker-crashed.' }]);
  });

  test('of a full storage is told with what is kept, and the job is finished without it', async () => {
    const browser = createBrowser();
    browser.store.quota = 200_000;
    const tab = await openLeading(browser);
    const id = await tab.manager.add('first', FILE);
    await tab.until(() => tab.job('first')?.status === 'done');
    expect(tab.results.get('first')).toBe(await undisturbed(FILE));
    expect(tab.notices).toHaveLength(1);
    expect(tab.notices[0]).toMatchObject({ failure: 'job-not-kept' });
    expect(tab.notices[0]!.message).toMatch(/storage is full: the sweep “first” goes on, and the first \d+ % stay kept/);
    // what is not in the journal is computed
    const csv = await openSweepExport(planSweep(FILE), [{ format: 'csv', sink: () => undefined }]);
    await tab.manager.replay(id, { onTile: (tile) => csv.addTile(tile) });
    expect((await csv.finish()).files[0]!.sha256).toBe(await undisturbed(FILE));
  });

  test('of a storage that is not to be had, as in private windows, is told, and jobs run all the same', async () => {
    const tab = await openLeading(createBrowser(), { store: keepNothing(new DOMException('not in private windows', 'SecurityError')) });
    await tab.manager.add('first', FILE);
    await tab.until(() => tab.job('first')?.status === 'done');
    expect(tab.results.get('first')).toBe(await undisturbed(FILE));
    expect(tab.notices.map(({ message }) => message)).toEqual([
      'The browser’s storage failed (not in private windows): the sweep “first” goes on, and nothing is kept if the page is closed.',
    ]);
  });

  test.each([
    [
      'another version',
      async () => ({ ...(await journalIdentity(FILE)), version: '0.0.9, numbers 1' }),
      /was computed by version 0\.0\.9, numbers 1/,
    ],
    ['another sweep', () => journalIdentity(OTHER), /cannot be read as a part of it/],
  ])('of a journal of %s starts the job anew and says so', async (_, identity, told) => {
    const browser = createBrowser();
    const job: Job = { id: 'x', name: 'first', file: FILE, status: 'queued', created: 1 };
    await browser.store.save(job);
    await JournalWriter.begin(await browser.store.openJournal('x'), await identity());
    const tab = await openLeading(browser);
    await tab.until(() => tab.job('first')?.status === 'done');
    expect(tab.results.get('first')).toBe(await undisturbed(FILE));
    expect(tab.notices).toHaveLength(1);
    expect(tab.notices[0]!.message).toMatch(told);
  });

  test('of a journal that cannot be opened stops the job rather than writing over what is kept', async () => {
    const browser = createBrowser();
    const held = holdFrom(6);
    const before = await openLeading(browser, { mischief: held.mischief });
    const id = await before.manager.add('first', FILE);
    await held.reached;
    before.kill();
    const kept = browser.store.journals.get(id)!.bytes.slice();
    vi.spyOn(browser.store, 'openJournal').mockRejectedValueOnce(new DOMException('held elsewhere', 'NoModificationAllowedError'));
    const after = await openLeading(browser);
    await after.until(() => after.job('first')?.status === 'failed');
    expect(after.notices.map(({ message }) => message)).toEqual(['The sweep “first” stopped: held elsewhere']);
    expect(browser.store.journals.get(id)!.bytes).toEqual(kept);
    await after.manager.command('resume', id);
    await after.until(() => after.job('first')?.status === 'done');
    expect(after.results.get('first')).toBe(await undisturbed(FILE));
    expect(after.computed).not.toContain(FIRST_ROW);
  });

  test('of a journal that is torn costs what was torn', async () => {
    const browser = createBrowser();
    const held = holdFrom(8);
    const before = await openLeading(browser, { mischief: held.mischief });
    const id = await before.manager.add('first', FILE);
    await held.reached;
    before.kill();
    const journal = browser.store.journals.get(id)!;
    journal.bytes = journal.bytes.slice(0, -3);
    const after = await openLeading(browser);
    await after.until(() => after.job('first')?.status === 'done');
    expect(after.results.get('first')).toBe(await undisturbed(FILE));
    expect(after.notices).toEqual([]);
  });
});
