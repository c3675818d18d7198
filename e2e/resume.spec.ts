// Long sweeps that are cut off: a killed command and a reloaded page go on from their journals, to the same bytes.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IsoApp } from '../src/ui/shell/app';
import { expect, openReady, test } from './page';

/** Long enough for a journal on this machine, however fast it is: sweeps that take longer than 5 s have one. */
const SECONDS = 12;

/** A frontier of so many budgets: much to compute, little to write. */
const sweepOf = (budgets: number, sizes: number) => ({
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'C', scale: 'log', from: 1e18, to: 1e26, steps: Math.min(Math.max(Math.round(budgets), 100), 1_000_000) },
    { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: sizes },
  ],
  metrics: ['N', 'D', 'loss'],
  reduce: { kind: 'frontier', over: ['N'] },
});
const SIZES = 65_536;

test.describe('a command that is cut off', () => {
  const entry = fileURLToPath(new URL('../bin/isoflop.mjs', import.meta.url));
  let folder: string;
  test.beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'isoflop-resume-'));
  });
  test.afterAll(() => rm(folder, { recursive: true, force: true }));

  interface Summary {
    readonly sha256: string;
    readonly seconds: number;
    readonly cellsPerSecond: number;
  }

  interface Running {
    readonly child: ChildProcess;
    /** Resolves with what was told as soon as it matches; rejects when the command ends before. */
    told(pattern: RegExp): Promise<void>;
    readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  }

  function start(...args: string[]): Running {
    const child = spawn(process.execPath, [entry, 'sweep', ...args, '--backend', 'cpu', '--json'], { cwd: folder });
    let [stdout, stderr] = ['', ''];
    const looks = new Set<() => void>();
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
      for (const look of looks) look();
    });
    const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
    const told = (pattern: RegExp): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => void (pattern.test(stderr) && resolve());
        looks.add(look);
        look();
        void ended.then(() => reject(new Error(`it ended before it said ${pattern}: ${stderr}`)));
      });
    return { child, told, ended };
  }

  async function finish(...args: string[]): Promise<Summary & { readonly stderr: string }> {
    const { code, stdout, stderr } = await start(...args).ended;
    expect(code, stderr).toBe(0);
    return { ...(JSON.parse(stdout) as Summary), stderr };
  }

  const shareOf = (told: string, pattern: RegExp): number => Number(pattern.exec(told)![1]);

  const filesOf = async (name: string): Promise<string[]> => (await readdir(folder)).filter((file) => file.includes(name)).toSorted();

  test('goes on with --resume to the bytes of a run that nothing disturbed', async () => {
    test.setTimeout(300_000);
    const write = (name: string, sweep: unknown) => writeFile(join(folder, name), JSON.stringify(sweep));
    await write('short.json', sweepOf(4000, SIZES));
    let { cellsPerSecond } = await finish('short.json', '--out', 'short.csv');
    // a short sweep leaves nothing but its file
    expect(await filesOf('short.csv')).toEqual(['short.csv', 'short.csv.json']);
    const finishLong = async () => {
      await write('long.json', sweepOf((cellsPerSecond * SECONDS) / SIZES, SIZES));
      return finish('long.json');
    };
    let whole = await finishLong();
    // the rate of a short sweep may be far below that of a long one
    while (whole.seconds < 0.7 * SECONDS) {
      ({ cellsPerSecond } = whole);
      whole = await finishLong();
    }

    const killed = start('long.json', '--out', 'long.csv');
    await killed.told(/^[5-9]\d\.\d % of/m);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(await filesOf('long.csv')).toEqual([`.long.csv.${killed.child.pid}.partial`, 'long.csv.journal']);

    const other = await start('short.json', '--out', 'long.csv', '--resume').ended;
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(
      /^isoflop: --resume: long\.csv\.journal .*a journal of this sweep by this version; this one is of another/,
    );

    const interrupted = start('long.json', '--out', 'long.csv', '--resume');
    await interrupted.told(/Going on from long\.csv\.journal with \d\d\.\d % of the sweep/);
    interrupted.child.kill('SIGINT');
    const { code, stderr } = await interrupted.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/long\.csv\.journal keeps \d\d\.\d % of the sweep; --resume goes on from it/);
    // the unfinished CSV of either is gone: it is made again from the journal
    expect(await filesOf('long.csv')).toEqual(['long.csv.journal']);

    const resumed = await finish('long.json', '--out', 'long.csv', '--resume');
    expect(resumed.sha256).toBe(whole.sha256);
    // it went on from what the run before it said that it keeps, and that had lost nothing of the one that was killed
    const kept = shareOf(stderr, /keeps (\d+\.\d) %/);
    expect(shareOf(resumed.stderr, /with (\d+\.\d) %/)).toBe(kept);
    expect(kept).toBeGreaterThanOrEqual(shareOf(stderr, /with (\d+\.\d) %/));
    expect(await filesOf('long.csv')).toEqual(['long.csv', 'long.csv.json']);
  });

  test('is refused --resume without --out, and says where there is nothing to go on from', async () => {
    await writeFile(join(folder, 'small.json'), JSON.stringify(sweepOf(100, 256)));
    const refused = await start('small.json', '--resume').ended;
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/^isoflop: --resume: .*--out/)]);
    expect((await finish('small.json', '--out', 'small.csv', '--resume')).stderr).toContain('There is no journal small.csv.journal');
    await writeFile(join(folder, 'mine.csv.journal'), 'A file of the user’s own, which is no journal.');
    const spared = await start('small.json', '--out', 'mine.csv').ended;
    expect([spared.code, spared.stderr]).toEqual([2, expect.stringMatching(/--out: mine\.csv .*that file is no journal/)]);
    expect(await filesOf('mine')).toEqual(['mine.csv.journal']);
  });
});

test('a sweep that the page is reloaded under goes on from its journal, to the bytes of one that nothing disturbed', async ({ page }) => {
  test.setTimeout(300_000);
  await openReady(page, '#v=1&backend=cpu');
  const shape = { scenario: {}, constraints: [], keepInfeasible: false };
  /** Computes a sweep at once, without a job. */
  const exported = (sweep: object) =>
    page.evaluate(async (given) => {
      const { exporter } = document.querySelector<IsoApp>('iso-app')!;
      await exporter.start(given as Parameters<typeof exporter.start>[0], 'csv', 'whole.csv', { kind: 'private', name: 'whole.csv' });
      const state = exporter.state.value;
      return state.kind === 'done' ? { sha256: state.result.sha256, rate: state.result.summary.cellsPerSecond } : undefined;
    }, sweep);
  const short = await exported({ ...sweepOf(4000, SIZES), ...shape });
  const filesOfJobs = () =>
    page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('jobs');
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name);
      return names;
    });
  const share = () =>
    page.evaluate(() => {
      const progress = document.querySelector<IsoApp>('iso-app')?.jobs.all.value[0]?.progress;
      return progress ? progress.cellsDone / progress.cells : 0;
    });
  const status = () => page.evaluate(() => document.querySelector<IsoApp>('iso-app')?.jobs.all.value[0]?.status);
  /** Puts a sweep into the queue, and waits until it is kept in a journal or so far that it will not be. */
  const add = async (sweep: object) => {
    const job = await page.evaluate(
      (given) => {
        type File = Parameters<IsoApp['jobs']['add']>[1];
        return document.querySelector<IsoApp>('iso-app')!.jobs.add('a long sweep', given as unknown as File);
      },
      { ...sweep, ...shape },
    );
    const isKept = async () => (await filesOfJobs()).includes(`${job}.journal`);
    await expect.poll(async () => (await isKept()) || (await share()) > 0.4, { timeout: 120_000, intervals: [50] }).toBe(true);
    return { job, isKept: await isKept() };
  };
  const remove = (job: string | undefined) =>
    page.evaluate((id) => document.querySelector<IsoApp>('iso-app')!.jobs.command('remove', id!), job);
  // a page takes a while to find its rate, so that a long sweep may take much less than the short one promises
  let seconds = SECONDS;
  let file = sweepOf((short!.rate * seconds) / SIZES, SIZES);
  let added = await add(file);
  while (!added.isKept) {
    await remove(added.job);
    seconds *= 3;
    file = sweepOf((short!.rate * seconds) / SIZES, SIZES);
    added = await add(file);
  }
  const id = added.job;
  await expect.poll(share, { timeout: 120_000, intervals: [50] }).toBeGreaterThan(0.5);
  await page.reload();
  // the first that is told of it after the reload is behind what was kept, a second's work at most before the reload
  await expect.poll(share, { timeout: 60_000, intervals: [20] }).toBeGreaterThan(0);
  expect(await share()).toBeGreaterThan(0.3);
  await expect.poll(status, { timeout: 120_000 }).toBe('done');
  const summary = await page.evaluate(() => document.querySelector<IsoApp>('iso-app')!.jobs.all.value[0]!.summary);
  const resumed = await page.evaluate(async (job) => {
    const answer = await document
      .querySelector<IsoApp>('iso-app')!
      .jobs.export(
        job!,
        'csv',
        { kind: 'private', name: 'job.csv' },
        { signal: new AbortController().signal, onProgress: () => undefined },
      );
    return answer?.ok ? { sha256: answer.value.sha256, summary: answer.value.summary } : undefined;
  }, id);
  expect(resumed?.summary).toEqual(summary);
  const whole = (await exported({ ...file, ...shape }))?.sha256;
  expect(whole).toMatch(/^[0-9a-f]{64}$/);
  expect(resumed?.sha256).toBe(whole);

  // and it is remembered until it is removed
  await page.reload();
  await expect.poll(status).toBe('done');
  await remove(id);
  await page.reload();
  await openReady(page, '#v=1&backend=cpu');
  expect(await status()).toBeUndefined();
  expect(await filesOfJobs()).toEqual([]);
});
