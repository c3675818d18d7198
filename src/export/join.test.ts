import fc from 'fast-check';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { anyGraph } from '../testing/graphs';
import { createInlineBackend } from '../testing/backends';
import { anyScheduleSweep } from '../testing/schedules';
import { anySweep, ensemble, surface } from '../testing/sweeps';
import { type AnySweepFile, planAny } from '../sweep/any';
import { CpuWorkerState } from '../sweep/cpu/worker-state';
import { parseSweepFile } from '../sweep/file';
import { parseGraphFile } from '../sweep/graph/file';
import type { GraphFileInput } from '../sweep/graph/schema';
import { runSweep } from '../sweep/run';
import { type CellRange, cellsOfShard, parseShard } from '../sweep/shard';
import { cellCount, firstCell, nextRange, workOf } from '../sweep/tiling';
import { type ExportOutput, openSweepExport } from './export';
import { type ExportFormat, exportFormats } from './format';
import { type ShardFormat, joinShards, openShardExport, shardFormats } from './join';
import { createSidecar } from './sidecar';

const RUNS = { numRuns: 25 };

interface Cut {
  /** Cells of tiles, one after the other in turn. */
  readonly tiles: readonly number[];
  /** Bytes of the pieces that shards are read in. */
  readonly piece: number;
  readonly format: ShardFormat;
  /** What they are joined into. */
  readonly into: readonly ExportFormat[];
}

const anyCut: fc.Arbitrary<Cut> = fc.record({
  tiles: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
  piece: fc.integer({ min: 1, max: 300 }),
  format: fc.constantFrom(...shardFormats),
  into: fc.uniqueArray(fc.constantFrom(...exportFormats), { minLength: 1, maxLength: 2 }),
});

function memoryOutput(format: ExportFormat) {
  const pieces: Buffer[] = [];
  const output: ExportOutput = { format, sink: (chunk) => void pieces.push(Buffer.from(chunk)) };
  return { output, bytes: () => Buffer.concat(pieces) };
}

/** Computes a part of a sweep in tiles of the sizes given and exports it. */
async function exportPart(
  file: AnySweepFile,
  open: typeof openSweepExport,
  part: CellRange,
  { tiles, format }: { readonly tiles: Cut['tiles']; readonly format: ExportFormat },
) {
  const plan = planAny(file);
  const { output, bytes } = memoryOutput(format);
  const writer = await open(plan, [output]);
  const state = new CpuWorkerState();
  state.prepare(0, file);
  let tile = 0;
  for (let cell = part.from; cell < part.to;) {
    const range = nextRange(plan, cell, Math.min(tiles[tile++ % tiles.length]!, part.to - cell));
    await writer.addTile(state.compute(0, range, []));
    cell = firstCell(plan, range) + workOf(plan, range);
  }
  const summary = await writer.finish();
  return { ...summary, content: bytes() };
}

async function whole(file: AnySweepFile, format: ExportFormat) {
  return exportPart(file, openSweepExport, { from: 0, to: cellCount(planAny(file)) }, { tiles: [1e9], format });
}

/** The shards of a sweep, joined: what `merge` writes, and its summary. */
async function joined(file: AnySweepFile, of: number, cut: Cut) {
  const plan = planAny(file);
  const shards = [];
  for (let index = 1; index <= of; index++) {
    const { rows, content } = await exportPart(file, openShardExport, cellsOfShard(plan, { index, of }), cut);
    const pieces = Array.from(
      { length: Math.ceil(content.length / cut.piece) },
      (_, i) => new Uint8Array(content.subarray(i * cut.piece, (i + 1) * cut.piece)),
    );
    shards.push({ rows, read: () => Readable.from(pieces) as AsyncIterable<Uint8Array<ArrayBuffer>> });
  }
  const outputs = cut.into.map((format) => memoryOutput(format));
  const summary = await joinShards(
    planAny(file),
    shards,
    cut.format,
    outputs.map(({ output }) => output),
  );
  return { ...summary, contents: outputs.map(({ bytes }) => bytes()) };
}

async function expectSame(file: AnySweepFile, of: number, cut: Cut): Promise<void> {
  const { contents, files, ...summary } = await joined(file, of, cut);
  for (const [k, format] of cut.into.entries()) {
    const { content: expected, files: expectedFiles, ...expectedSummary } = await whole(file, format);
    if (shardFormats.some((text) => text === format)) expect(contents[k]!.toString()).toBe(expected.toString());
    expect(contents[k]!.equals(expected), format).toBe(true);
    expect([files[k]]).toEqual(expectedFiles);
    expect(summary).toEqual(expectedSummary);
  }
}

/** How many shards: also more than there are rows. */
const anyCount = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 8 }) },
  { weight: 1, arbitrary: fc.integer({ min: 9, max: 40 }) },
);

const somePick = (names: readonly string[], pick: number) => names.filter((_, i) => ((pick % (2 ** names.length - 1)) + 1) & (1 << i));

/** General sweeps with every reduction, some with a constraint that leaves cells out. */
const anyReducedGraph = fc
  .tuple(anyGraph, fc.nat(), fc.integer({ min: 0, max: 7 }), fc.boolean(), fc.double({ min: 5, max: 30, noNaN: true }))
  .map(([input, pick, kind, keepInfeasible, exponent]) => {
    const some = somePick(
      input.axes.map(({ quantity }) => quantity as string),
      pick,
    );
    const of = input.metrics[0]!;
    const goal = pick % 2 === 0 ? ('least' as const) : ('greatest' as const);
    const reductions: readonly GraphFileInput['reduce'][] = [
      { kind: 'grid' },
      { kind: 'frontier', of, goal, over: some },
      { kind: 'frontier', of, over: input.axes.map(({ quantity }) => quantity as string) },
      { kind: 'top-k', of, goal, k: 1 + (pick % 20) },
      { kind: 'pareto', of: ['loss', 'compute'] },
      { kind: 'pareto', of: ['loss', 'cost', 'days'] },
      { kind: 'quantiles', across: some },
      { kind: 'histogram', of, bins: 7 },
    ];
    const constraints = pick % 3 === 0 ? [{ quantity: 'C' as const, max: 10 ** exponent }] : [];
    return parseGraphFile({ ...input, constraints, keepInfeasible, reduce: reductions[kind] });
  });

const LAWS = ['besiroglu-2024', 'hoffmann-2022', 'kaplan-2020-nd'];
const SIZES = { mostAxes: 4, mostSteps: 5, laws: LAWS };
const histogram = { metric: 'areaSaving', from: -0.5, to: 0.8, bins: 6 } as const;

const anySchedules = fc.oneof(
  anyScheduleSweep(() => ({ kind: 'grid' }), { ...SIZES, mostAxes: 2 }),
  anyScheduleSweep((axes) => ({ kind: 'best', of: 'lossMatchedSaving', keep: axes.slice(0, 1) }), SIZES),
  anyScheduleSweep(() => ({ kind: 'best', of: 'loss', keep: [], histogram }), SIZES),
  anyScheduleSweep(() => ({ kind: 'histogram', ...histogram }), SIZES),
);

const anyFlagged = fc.tuple(fc.boolean(), fc.double({ min: 15, max: 30, noNaN: true }));

describe('shards join to the bytes of the whole sweep', () => {
  test.each(['grid', 'frontier'] as const)('a %s of a law', async (reduce) => {
    await fc.assert(
      fc.asyncProperty(anySweep({ mostSteps: 9, reduce }), anyFlagged, anyCount, anyCut, async (file, [keepInfeasible, log], of, cut) => {
        const constraints = [{ quantity: 'C' as const, max: 10 ** log }];
        await expectSame(parseSweepFile({ ...file, constraints, keepInfeasible } as never), of, cut);
      }),
      RUNS,
    );
  });

  test('quantiles over draws', async () => {
    const size = fc.integer({ min: 1, max: 7 });
    await fc.assert(
      fc.asyncProperty(size, size, anyCount, anyCut, (budgets, draws, of, cut) => expectSame(ensemble(draws + 1, budgets, 20), of, cut)),
      { numRuns: 6 },
    );
  });

  test('schedules', async () => {
    await fc.assert(
      fc.asyncProperty(anySchedules, fc.boolean(), anyCount, anyCut, (file, keepInfeasible, of, cut) =>
        expectSame({ ...file, keepInfeasible }, of, cut),
      ),
      RUNS,
    );
  });

  test('general sweeps with every reduction', async () => {
    await fc.assert(fc.asyncProperty(anyReducedGraph, anyCount, anyCut, expectSame), { numRuns: 50 });
  });
});

test('counts of more than 32 bits are joined as they are', async () => {
  const file = parseGraphFile({
    version: 1,
    law: 'besiroglu-2024',
    axes: [
      { quantity: 'N', values: [1e9] },
      { quantity: 'D', values: [1e10, 1e11] },
    ],
    metrics: ['loss'],
    reduce: { kind: 'histogram', of: 'loss', bins: 2, from: 1, to: 4 },
  });
  const counts = [5e9, 2 ** 33 + 1, 0, 3, 7];
  const shard = `kind,at,count\n${counts.map((count, bin) => `bin,${bin},${count}\n`).join('')}`;
  const { output, bytes } = memoryOutput('csv');
  const source = { rows: 5, read: () => Readable.from([new TextEncoder().encode(shard)]) as AsyncIterable<Uint8Array<ArrayBuffer>> };
  await joinShards(planAny(file), [source, source], 'csv', [output]);
  expect(bytes().toString()).toBe('loss from,loss to,cells\n-1e999,1,0\n1,2.5,10000000000\n2.5,4,17179869186\n4,1e999,6\n');
});

describe('a shard', () => {
  test('is one of parts that follow one another and are as long as the others, give or take one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.integer({ min: 1, max: 4096 }),
        fc.integer({ min: 1, max: 500 }),
        (rows, columns, of) => {
          for (const kind of ['grid', 'frontier']) {
            const plan = { rows, columns, file: { reduce: { kind } } };
            const unit = kind === 'grid' ? 1 : columns;
            let end = 0;
            for (let index = 1; index <= of; index++) {
              const { from, to } = cellsOfShard(plan, { index, of });
              expect(from).toBe(end);
              expect(to % unit).toBe(0);
              expect(Math.abs((to - from) / unit - (rows * columns) / unit / of)).toBeLessThan(1);
              end = to;
            }
            expect(end).toBe(rows * columns);
          }
        },
      ),
    );
  });

  test('is named by its number and how many there are', () => {
    expect(parseShard('3/8')).toEqual({ index: 3, of: 8 });
    for (const text of ['', '0/8', '9/8', '3', '3/', '1.5/8', '-1/8', '1/100001', '3/8/2']) {
      expect(() => parseShard(text), text).toThrow(/^--shard: .* expected i\/n/);
    }
  });

  test.each([
    [700, 900],
    [50, 60],
  ])('is run as a part of %i x %i: its cells alone, each once, and told as such', async (columns, rows) => {
    const plan = planAny(surface(columns, rows));
    const part = cellsOfShard(plan, { index: 2, of: 3 });
    const backend = createInlineBackend();
    let next = part.from;
    const progress: number[] = [];
    const summary = await runSweep(
      plan,
      { acquire: async () => backend, replace: async () => undefined },
      {
        part,
        onTile: ({ range }) => {
          expect(firstCell(plan, range)).toBe(next);
          next += workOf(plan, range);
        },
        onProgress: ({ cellsDone, cells }) => progress.push(cellsDone / cells),
      },
    );
    expect(next).toBe(part.to);
    expect(summary.cells).toBe(part.to - part.from);
    expect(progress.at(-1)).toBe(1);
    expect(progress[0]).toBeGreaterThan(0);
  });

  test('says in its sidecar which it is', () => {
    const shard = { index: 3, of: 8, file: 'a.json', holds: 'rows' } as const;
    const backend = { kind: 'cpu', adapter: 'x', isSoftware: false } as const;
    const text = createSidecar({ sweep: surface(2, 2), version: '1', backend, date: new Date(0), rows: 1, bytes: 2, sha256: '', shard });
    expect((JSON.parse(text) as { shard: unknown }).shard).toEqual(shard);
  });
});
