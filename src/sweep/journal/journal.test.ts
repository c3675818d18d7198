import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openSweepExport } from '../../export/export';
import { createInlineBackend } from '../../testing/backends';
import { stopClock } from '../../testing/clock';
import { MemoryJournal } from '../../testing/journals';
import { anySweep, ensemble, frontier, surface } from '../../testing/sweeps';
import { type AnySweepFile, parseAny, planAny } from '../any';
import { type Tile, tileArrays } from '../backend';
import { HoldGate } from '../gate';
import type { RunOptions } from '../run';
import { cellsOfShard } from '../shard';
import type { TileRange } from '../backend';
import { cellCount, cellsOf, firstCell, workOf } from '../tiling';
import { journalIdentity } from './identity';
import { cellsBefore, checkJournal, replayJournal } from './journal';
import type { JournalProblem } from './keeper';
import { type KeptRun, replaySweep, runKept } from './run';

afterEach(() => void vi.restoreAllMocks());

const schedules = (reduce: object): AnySweepFile =>
  parseAny({
    version: 1,
    law: 'hoffmann-2022',
    schedule: { stages: 2, N2: 1e11, D1: 1e11 },
    axes: [
      { quantity: 'N1', scale: 'log', from: 1e9, to: 1e11, steps: 20 },
      { quantity: 'D2', scale: 'log', from: 1e9, to: 1e12, steps: 30 },
      { quantity: 'eta', scale: 'log', from: 0.5, to: 2, steps: 40 },
    ],
    reduce,
  });

/** One sweep of each kind of tile. */
const FILES: readonly (readonly [string, AnySweepFile])[] = [
  ['a grid', surface(70, 900)],
  ['a grid of one row', surface(20_000, 1)],
  ['a frontier', frontier(90, 300)],
  ['quantiles', ensemble(20, 30, 40)],
  ['schedules', schedules({ kind: 'best', of: 'lossMatchedSaving', keep: ['N1'] })],
  ['a histogram', schedules({ kind: 'histogram', metric: 'areaSaving', from: 0, to: 1, bins: 8 })],
];

/** A consumer whose result is the SHA-256 of the CSV. */
function createCsv(file: AnySweepFile) {
  return openSweepExport(planAny(file), [{ format: 'csv', sink: () => undefined }]);
}

const source = (mischief?: Parameters<typeof createInlineBackend>[0]) => {
  const backend = createInlineBackend(mischief);
  return { acquire: async () => backend, replace: async () => undefined };
};

/** Runs a sweep with tiles of `tileMs` each, all alike or by their place, or of `cellMs` a cell, on a clock that the test moves; resolves with its SHA-256. */
async function run(
  file: AnySweepFile,
  kept: Partial<KeptRun> & Pick<KeptRun, 'create'>,
  options: Partial<RunOptions> & { readonly tileMs?: number | ((range: TileRange) => number); readonly cellMs?: number } = {},
): Promise<string> {
  const clock = stopClock();
  const csv = await createCsv(file);
  const { tileMs = 300, cellMs } = options;
  const msOf = typeof tileMs === 'number' ? () => tileMs : tileMs;
  await runKept(
    planAny(file),
    source((range) => clock.advance(cellMs ? cellMs * cellsOf(range) : msOf(range))),
    {
      ...options,
      onTile: async (tile) => {
        await csv.addTile(tile);
        await options.onTile?.(tile);
      },
    },
    { identity: await journalIdentity(file), fromSeconds: 0, onProblem: ({ cause }) => expect.fail(String(cause)), ...kept },
  );
  return (await csv.finish()).files[0]!.sha256;
}

/** Runs a sweep that is killed after some tiles; what is left is the journal's file as the process wrote it. */
async function runUntilKilled(file: AnySweepFile, tiles: number, options: Partial<RunOptions> = {}): Promise<MemoryJournal> {
  const journal = new MemoryJournal();
  const kill = new AbortController();
  let seen = 0;
  const onTile = () => void (++seen === tiles && kill.abort(new Error('killed')));
  await expect(run(file, { create: async () => journal }, { ...options, onTile, signal: kill.signal })).rejects.toThrow('killed');
  journal.isOpen = true;
  return journal;
}

const undisturbed = (file: AnySweepFile): Promise<string> => run(file, { create: async () => new MemoryJournal() }, { tileMs: 20 });

async function replay(file: AnySweepFile, journal: MemoryJournal) {
  const tiles: Tile[] = [];
  return { ...(await replayJournal(journal, planAny(file), (tile) => void tiles.push(tile))), tiles };
}

/** The bits of a tile, for comparison: NaN payloads included. */
const bitsOf = (tile: Tile): string =>
  tileArrays(tile)
    .map(({ buffer }) => Buffer.from(buffer).toString('base64'))
    .join();

describe('a journal', () => {
  test.each(FILES)('of %s that was killed goes on to the same bytes, whatever the cuts', async (_, file) => {
    const whole = await undisturbed(file);
    const journal = await runUntilKilled(file, 6);
    const { cells, ending } = await replay(file, journal);
    expect(ending).toBe('whole');
    expect(cells).toBeGreaterThan(0);
    expect(cells).toBeLessThan(cellCount(planAny(file)));
    const computed: number[] = [];
    const onReplayed = vi.fn<NonNullable<KeptRun['onReplayed']>>();
    const create = vi.fn<KeptRun['create']>();
    const resumed = await run(
      file,
      { found: journal, create, onReplayed },
      { tileMs: 7, onTile: (tile) => void computed.push(firstCell(planAny(file), tile.range)) },
    );
    expect(resumed).toBe(whole);
    expect(onReplayed).toHaveBeenCalledWith(expect.objectContaining({ cells }));
    expect(create).not.toHaveBeenCalled();
    expect(computed).toContain(cells);
    // and now it holds the whole sweep
    journal.isOpen = true;
    expect((await replay(file, journal)).cells).toBe(cellCount(planAny(file)));
  });

  test('that is torn anywhere loses no whole entry, and goes on to the same bytes', async () => {
    const file = ensemble(20, 30, 40);
    const [whole, left] = [await undisturbed(file), await runUntilKilled(file, 8)];
    const all = await replay(file, left);
    const ends = all.tiles.map(({ range }) => firstCell(planAny(file), range) + workOf(planAny(file), range));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: left.bytes.length - 1 }), async (size) => {
        const torn = new MemoryJournal();
        torn.bytes = left.bytes.slice(0, size);
        const { cells, bytes, tiles } = await replay(file, torn);
        expect([0, ...ends]).toContain(cells);
        expect(bytes).toBeLessThanOrEqual(size);
        expect(tiles.map(bitsOf)).toEqual(all.tiles.slice(0, tiles.length).map(bitsOf));
        expect(await run(file, { found: torn, create: async () => expect.fail('there is one') })).toBe(whole);
      }),
      { numRuns: 25 },
    );
  });

  test('with one wrong bit anywhere stops there, and goes on to the same bytes', async () => {
    const file = ensemble(20, 30, 40);
    const [whole, left] = [await undisturbed(file), await runUntilKilled(file, 8)];
    const all = await replay(file, left);
    const headEnd = left.bytes.length - all.tiles.reduce((sum, tile) => sum + bytesOfEntry(tile), 0);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: headEnd, max: left.bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const corrupt = new MemoryJournal();
        corrupt.bytes = left.bytes.slice();
        corrupt.bytes[at]! ^= 1 << bit;
        const { ending, bytes, tiles } = await replay(file, corrupt);
        expect(ending).not.toBe('whole');
        expect(bytes).toBeLessThanOrEqual(at);
        expect(tiles.map(bitsOf)).toEqual(all.tiles.slice(0, tiles.length).map(bitsOf));
        expect(await run(file, { found: corrupt, create: async () => expect.fail('there is one') })).toBe(whole);
      }),
      { numRuns: 25 },
    );
  });

  test('of another sweep or version, or no journal at all, is told apart', async () => {
    const file = surface(70, 900);
    const identity = await journalIdentity(file);
    const journal = await runUntilKilled(file, 5);
    expect(await checkJournal(journal, identity)).toEqual({ kind: 'ours' });
    expect(await checkJournal(journal, await journalIdentity(surface(70, 901)))).toEqual({ kind: 'other-sweep' });
    expect(await checkJournal(journal, { ...identity, version: '0.0.9, numbers 1' })).toEqual({
      kind: 'other-version',
      version: identity.version,
    });
    expect(await checkJournal(new MemoryJournal(), identity)).toEqual({ kind: 'empty' });
    const letter = new MemoryJournal();
    letter.bytes = new TextEncoder().encode('Dear user, this is a file of yours and no journal.');
    expect(await checkJournal(letter, identity)).toEqual({ kind: 'no-journal' });
  });

  test.each(FILES)('of a shard of %s goes on within it, and is told apart from that of another', async (_, file) => {
    const shard = { index: 2, of: 3 };
    const part = cellsOfShard(planAny(file), shard);
    const cells = part.to - part.from;
    const whole = await run(file, { create: async () => new MemoryJournal() }, { part });
    const journal = await runUntilKilled(file, 2, { part });
    const left = await replayJournal(journal, planAny(file), () => undefined, undefined, part);
    expect(left.ending).toBe('whole');
    expect(left.cells).toBeGreaterThan(0);
    expect(left.cells).toBeLessThan(cells);
    expect(await run(file, { found: journal, create: async () => expect.fail('there is one') }, { part })).toBe(whole);
    expect((await replayJournal(journal, planAny(file), () => undefined, undefined, part)).cells).toBe(cells);
    // what is read as another part begins with a tile that is not its own
    const other = cellsOfShard(planAny(file), { index: 1, of: 3 });
    expect(await replayJournal(journal, planAny(file), () => undefined, undefined, other)).toMatchObject({ cells: 0, ending: 'corrupt' });
    const identities = await Promise.all(
      [undefined, shard, { index: 1, of: 3 }, { index: 2, of: 4 }].map((each) => journalIdentity(file, each)),
    );
    expect(new Set(identities.map(({ sweep }) => sweep)).size).toBe(4);
  });

  test('is known again when its file was written and read', async () => {
    const again = async (file: AnySweepFile) => journalIdentity(parseAny(JSON.parse(JSON.stringify(file))));
    for (const [, file] of FILES) expect(await again(file)).toEqual(await journalIdentity(file));
    await fc.assert(
      fc.asyncProperty(anySweep({ mostSteps: 9, reduce: 'frontier' }), async (file) => {
        expect(await again(file)).toEqual(await journalIdentity(file));
      }),
    );
  });

  test('is not kept of a short sweep', async () => {
    const create = vi.fn<KeptRun['create']>();
    // 3.2 s in all
    await run(surface(70, 900), { create, fromSeconds: 5 }, { cellMs: 0.05 });
    expect(create).not.toHaveBeenCalled();
  });

  test('is kept from the first tile of a sweep that turns out to be long', async () => {
    const journal = new MemoryJournal();
    const file = surface(70, 900);
    // 12.6 s in all
    await run(file, { create: async () => journal, fromSeconds: 5 }, { cellMs: 0.2 });
    expect((await replay(file, journal)).cells).toBe(63_000);
  });

  test('is kept from the first tile of a sweep that seemed short and takes longer', async () => {
    const journal = new MemoryJournal();
    const file = frontier(2400, 300);
    const plan = planAny(file);
    // its first quarter promises less than 4 s in all
    const tileMs = (range: TileRange) =>
      (cellsOf(range) / cellCount(plan)) * (firstCell(plan, range) < cellCount(plan) / 4 ? 3900 : 15_000);
    let begun = 0;
    const create = async () => {
      begun = performance.now() - 1000;
      return journal;
    };
    await run(file, { create, fromSeconds: 5 }, { tileMs });
    expect(begun).toBeGreaterThan(900);
    expect(begun).toBeLessThan(10_000);
    expect(await replay(file, journal)).toMatchObject({ skipped: 0, cells: cellCount(plan), ending: 'whole' });
  });

  test('begins late where what came before was too much to hold, and goes on to the same bytes', async () => {
    const file = surface(70, 900);
    const plan = planAny(file);
    const cells = cellCount(plan);
    const tileMs = (range: TileRange) => (cellsOf(range) / cells) * (firstCell(plan, range) < 0.8 * cells ? 1000 : 60_000);
    const whole = await undisturbed(file);
    const journal = new MemoryJournal();
    const kill = new AbortController();
    const onTile = ({ range }: Tile) => void (firstCell(plan, range) > 0.95 * cells && kill.abort(new Error('killed')));
    const onClosed = vi.fn<NonNullable<KeptRun['onClosed']>>();
    const killed = run(
      file,
      { create: async () => journal, fromSeconds: 5, mostHeldBytes: 1 << 16, onClosed },
      { tileMs, onTile, signal: kill.signal },
    );
    await expect(killed).rejects.toThrow('killed');
    const skipped = await cellsBefore(journal);
    expect(skipped).toBeGreaterThan(cells / 2);
    const kept = await replay(file, journal);
    expect(onClosed).toHaveBeenCalledWith({ from: skipped, to: kept.cells });
    expect(kept.cells).toBeGreaterThan(skipped);
    expect(firstCell(plan, kept.tiles[0]!.range)).toBe(skipped);

    journal.isOpen = true;
    const progress: number[] = [];
    const onProgress: RunOptions['onProgress'] = (at) => void (expect(at.cells).toBe(cells), progress.push(at.cellsDone));
    expect(await run(file, { found: journal, create: async () => expect.fail('there is one') }, { onProgress })).toBe(whole);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(cells);
    // what is in it now is handed on again with what is not
    const csv = await createCsv(file);
    await replaySweep(plan, source(), { onTile: (tile) => csv.addTile(tile) }, journal);
    expect((await csv.finish()).files[0]!.sha256).toBe(whole);
  });

  test('loses a second of work at most, and gathers small tiles into large writes', async () => {
    const journal = new MemoryJournal();
    const write = vi.spyOn(journal, 'write');
    let lost = 0;
    let tiles = 0;
    const handedOn: { readonly cell: number; readonly at: number }[] = [];
    const file = frontier(2400, 300);
    await run(
      file,
      { create: async () => journal },
      {
        tileMs: 90,
        onTile: async ({ range }) => {
          tiles += 1;
          const kept = new MemoryJournal();
          kept.bytes = journal.flushed;
          const { cells } = await replay(file, kept);
          handedOn.push({ cell: firstCell(planAny(file), range), at: performance.now() });
          // the first half second passes before the sweep is known to be long
          if (cells > 0) lost = Math.max(lost, performance.now() - handedOn.find(({ cell }) => cell >= cells)!.at);
        },
      },
    );
    expect(tiles).toBeGreaterThan(50);
    expect(lost).toBeLessThanOrEqual(1000);
    expect(write.mock.calls.length).toBeLessThan(tiles / 4);
  });

  test('writes a large tile from its own memory, one array after the other', async () => {
    const journal = new MemoryJournal();
    const file = surface(1000, 1200);
    const sha256 = await run(file, { create: async () => journal }, { tileMs: 600, pace: { computeMs: 1e4, consumeMs: 1e4 } });
    expect(journal.largestWrite).toBeGreaterThan(1 << 20);
    // no copy is made of a tile, so no write is larger than the largest array of one
    const { tiles } = await replay(file, journal);
    expect(journal.largestWrite).toBe(Math.max(...tiles.flatMap((tile) => tileArrays(tile).map(({ byteLength }) => byteLength))));
    expect(sha256).toBe(await undisturbed(file));
  });

  test('is flushed when the run is held', async () => {
    const journal = new MemoryJournal();
    const gate = new HoldGate();
    const file = surface(70, 900);
    let tiles = 0;
    let release: (() => void) | undefined;
    const onTile = () => {
      if (++tiles === 6) release = gate.hold();
    };
    const onHeld = async () => {
      expect((await replay(file, journal)).tiles).toHaveLength(tiles);
      expect(journal.flushed).toEqual(journal.bytes);
      release?.();
    };
    await run(file, { create: async () => journal }, { gate, onTile, onHeld });
    expect(tiles).toBeGreaterThan(8);
  });
});

/** Bytes of a tile's entry, from the format. */
function bytesOfEntry(tile: Tile): number {
  const arrays = tileArrays(tile);
  const type = (array: object) => ({ Float32Array: 'f32', Float64Array: 'f64', Uint32Array: 'u32' })[array.constructor.name];
  const head = JSON.stringify({ kind: tile.kind, range: tile.range, arrays: arrays.map((array) => [type(array), array.length]) });
  return 16 + head.length + arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

describe('a storage', () => {
  test('that is full ends the journal and not the sweep, and what is in it can be gone on from', async () => {
    const file = surface(70, 900);
    const journal = new MemoryJournal();
    journal.quota = 200_000;
    const problems: JournalProblem[] = [];
    const whole = await undisturbed(file);
    expect(await run(file, { create: async () => journal, onProblem: (problem) => problems.push(problem) })).toBe(whole);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ kind: 'full', cause: expect.objectContaining({ name: 'QuotaExceededError' }) as unknown });
    expect(problems[0]!.cells).toBeGreaterThan(0);
    journal.isOpen = true;
    journal.quota = Infinity;
    expect(await replay(file, journal)).toMatchObject({ cells: problems[0]!.cells, ending: 'whole' });
    expect(await run(file, { found: journal, create: async () => expect.fail('there is one') })).toBe(whole);
  });

  test('that is not to be had is told once, with nothing kept', async () => {
    const file = surface(70, 900);
    const problems: JournalProblem[] = [];
    const create = async () => {
      throw new DOMException('no storage in private windows', 'SecurityError');
    };
    expect(await run(file, { create, onProblem: (problem) => problems.push(problem) })).toBe(await undisturbed(file));
    expect(problems).toMatchObject([{ kind: 'failed', cells: 0 }]);
  });
});
