import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateMetric } from '../model/metrics';
import { optimum } from '../model/optimum';
import { findLaw } from '../model/laws';
import type { GridTile, Tile, TileRange } from '../sweep/backend';
import { type SweepFileInput, parseSweepFile } from '../sweep/file';
import { type SweepPlan, planSweep } from '../sweep/plan';
import { createRowReader } from '../sweep/rows';
import { cellCount, cellsOf, firstCell, nextRange } from '../sweep/tiling';
import { configurationOf } from '../testing/sweeps';
import { openSweepExport } from './export';
import { createSidecar } from './sidecar';

const grid: SweepFileInput = {
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'N', scale: 'log', from: 1e8, to: 1e12, steps: 5 },
    { quantity: 'D', scale: 'log', from: 1e9, to: 1e13, steps: 3 },
  ],
  metrics: ['loss', 'compute'],
};

/** A tile by the f64 formulas. */
function referenceTile(plan: SweepPlan, range: TileRange): GridTile {
  const values = plan.cellMetrics.map((metric) =>
    Float32Array.from({ length: cellsOf(range) }, (_, cell) => {
      const i = range.row + Math.floor(cell / range.columns);
      const j = range.column + (cell % range.columns);
      return evaluateMetric(metric, plan.law, configurationOf(plan, i, j));
    }),
  );
  return { kind: 'grid', range, values };
}

/** Tiles of a plan, of about `wanted` cells. */
function tilesOf(plan: SweepPlan, wanted: number): Tile[] {
  const tiles: Tile[] = [];
  for (let cell = 0; cell < cellCount(plan);) {
    const range = nextRange(plan, cell, wanted);
    tiles.push(
      plan.file.reduce.kind === 'grid'
        ? referenceTile(plan, range)
        : {
            kind: 'frontier',
            range,
            best: Float64Array.from({ length: range.rows }, (_, i) => optimum(plan.law, plan.rowAxis!.values[range.row + i]!).N),
          },
    );
    cell = firstCell(plan, range) + cellsOf(range);
  }
  return tiles;
}

async function csvOf(input: SweepFileInput, wanted: number, tiles?: Tile[]) {
  const plan = planSweep(parseSweepFile(input));
  const chunks: Buffer[] = [];
  const writer = await openSweepExport(plan, [{ format: 'csv', sink: (chunk) => void chunks.push(Buffer.from(chunk)) }]);
  for (const tile of tiles ?? tilesOf(plan, wanted)) await writer.addTile(tile);
  const summary = await writer.finish();
  return { plan, text: Buffer.concat(chunks).toString('utf8'), summary, chunks };
}

/** Reads unquoted CSV. */
function parseCsv(text: string): { readonly header: string[]; readonly rows: string[][] } {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  return { header: header.split(','), rows: lines.map((line) => line.split(',')) };
}

/** What the row reader says about the same tiles. */
function referenceRows(plan: SweepPlan, tiles: Tile[]): { readonly values: number[]; readonly isFeasible: boolean }[] {
  const rows: { values: number[]; isFeasible: boolean }[] = [];
  const reader = createRowReader(plan);
  for (const tile of tiles) reader.read(tile, (values, isFeasible) => rows.push({ values: [...values], isFeasible }));
  return rows;
}

describe('a CSV', () => {
  test('a grid reads as the format says', async () => {
    const { text } = await csvOf(grid, 4);
    expect(text).toMatchInlineSnapshot(`
      "N,D,loss [nat/token],compute [FLOP]
      100000000,1000000000,3.6768613,6e17
      100000000,100000000000,2.810151,6e19
      100000000,10000000000000,2.6493556,6e21
      1000000000,1000000000,3.2384868,6e18
      1000000000,100000000000,2.3717766,6e20
      1000000000,10000000000000,2.210981,6e22
      10000000000,1000000000,3.0416775,6e19
      10000000000,100000000000,2.1749673,6e21
      10000000000,10000000000000,2.0141718,6e23
      100000000000,1000000000,2.9533195,6e20
      100000000000,100000000000,2.0866094,6e22
      100000000000,10000000000000,1.9258138,6e24
      1000000000000,1000000000,2.9136512,6e21
      1000000000000,100000000000,2.0469408,6e23
      1000000000000,10000000000000,1.8861454,6e25
      "
    `);
  });

  test('a frontier is written in f64', async () => {
    const { text, plan } = await csvOf(
      {
        version: 1,
        law: 'besiroglu-2024',
        axes: [
          { quantity: 'C', scale: 'log', from: 1e18, to: 1e28, steps: 6 },
          { quantity: 'N', scale: 'log', from: 1e6, to: 1e15, steps: 8 },
        ],
        metrics: ['D', 'loss'],
        reduce: { kind: 'frontier', over: ['N'] },
      },
      16,
    );
    const { header, rows } = parseCsv(text);
    expect(header).toEqual(['C [FLOP]', 'N', 'D', 'loss [nat/token]']);
    expect(rows).toHaveLength(6);
    rows.forEach((row, i) => {
      const best = optimum(findLaw('besiroglu-2024')!, plan.rowAxis!.values[i]!);
      expect(Number(row[1])).toBe(best.N);
      expect(Number(row[3])).toBeCloseTo(best.loss, 12);
      expect(row.map((field) => String(Number(field)).replace('e+', 'e'))).toEqual(row);
    });
  });

  test('size, rows and hash are those of the bytes', async () => {
    const { text, summary } = await csvOf(grid, 7);
    expect(summary).toEqual({ rows: 15, files: [{ bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') }] });
  });

  test('rows that break a constraint are left out, or flagged', async () => {
    const constrained: SweepFileInput = { ...grid, constraints: [{ quantity: 'compute', max: 1e22 }] };
    const all = parseCsv((await csvOf(grid, 100)).text).rows;
    const kept = parseCsv((await csvOf(constrained, 100)).text).rows;
    expect(kept).toEqual(all.filter((row) => Number(row[3]) <= 1e22 * (1 + 1e-6)));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(all.length);
    const flagged = parseCsv((await csvOf({ ...constrained, keepInfeasible: true }, 100)).text);
    expect(flagged.header.at(-1)).toBe('feasible');
    expect(flagged.rows).toEqual(all.map((row) => [...row, String(kept.some((other) => other.join() === row.join()))]));
  });

  test('a frontier row without a feasible cell is flagged and holds no made-up number', async () => {
    const frontier: SweepFileInput = {
      version: 1,
      law: 'besiroglu-2024',
      axes: [
        { quantity: 'C', scale: 'log', from: 1e18, to: 1e20, steps: 2 },
        { quantity: 'N', scale: 'log', from: 1e8, to: 1e10, steps: 4 },
      ],
      metrics: ['loss'],
      reduce: { kind: 'frontier', over: ['N'] },
    };
    const tile: Tile = { kind: 'frontier', range: { row: 0, rows: 2, column: 0, columns: 4 }, best: Float64Array.of(Number.NaN, 2e8) };
    expect(parseCsv((await csvOf(frontier, 8, [tile])).text).rows).toHaveLength(1);
    const { rows } = parseCsv((await csvOf({ ...frontier, keepInfeasible: true }, 8, [tile])).text);
    expect(rows[0]).toEqual(['1000000000000000000', 'NaN', 'NaN', 'false']);
    expect(rows[1]?.at(-1)).toBe('true');
  });

  test('chunks never hold more than 1 MiB, and a large grid is whole', async () => {
    const large: SweepFileInput = { ...grid, axes: grid.axes.map((axis) => ({ ...axis, steps: 300 })) };
    const { text, summary, chunks } = await csvOf(large, 70_000);
    expect(chunks.length).toBeGreaterThan(2);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(1 << 20);
    expect(parseCsv(text).rows).toHaveLength(90_000);
    expect(summary.rows).toBe(90_000);
  });

  test('any grid reads back as the row reader has it, however it is cut into tiles', async () => {
    const pair = fc.constantFrom(['N', 'D'] as const, ['D', 'N'] as const, ['C', 'N'] as const, ['C', 'tokensPerParameter'] as const);
    const ids = ['loss', 'reducibleLoss', 'irreducibleLoss', 'compute', 'lifetimeCompute', 'tokensPerParameter', 'N', 'D'] as const;
    const metrics = fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        pair,
        metrics as fc.Arbitrary<SweepFileInput['metrics']>,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.option(fc.double({ min: 1.9, max: 4, noNaN: true }), { nil: undefined }),
        fc.boolean(),
        fc.boolean(),
        async (quantities, chosen, rows, columns, wanted, maxLoss, keepInfeasible, isServed) => {
          const ends = { N: [1e8, 1e12], D: [1e9, 1e13], C: [1e18, 1e25], tokensPerParameter: [0.1, 1e3] } as const;
          const { plan, text } = await csvOf(
            {
              version: 1,
              law: 'besiroglu-2024',
              scenario: isServed && quantities[1] !== 'tokensPerParameter' ? { flopCount: 'megatron', inferenceTokens: 1e11 } : {},
              axes: quantities.map((quantity, i) => ({
                quantity,
                scale: 'log' as const,
                from: ends[quantity][0],
                to: ends[quantity][1],
                steps: i === 0 ? rows : columns,
              })),
              metrics: chosen,
              constraints: maxLoss === undefined ? [] : [{ quantity: 'loss', max: maxLoss }],
              keepInfeasible,
            },
            wanted,
          );
          const expected = referenceRows(plan, tilesOf(plan, 1e6)).filter((row) => keepInfeasible || row.isFeasible);
          const read = parseCsv(text).rows;
          expect(read).toHaveLength(expected.length);
          expected.forEach(({ values, isFeasible }, i) => {
            const fields = keepInfeasible ? read[i]!.slice(0, -1) : read[i]!;
            const back = fields.map((field, k) => (k < quantities.length ? Number(field) : Math.fround(Number(field))));
            expect(back).toEqual(values);
            expect(keepInfeasible ? read[i]!.at(-1) : 'true').toBe(String(isFeasible));
          });
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });
});

test('a sidecar holds what is needed to make the file again', () => {
  const sweep = parseSweepFile(grid);
  const text = createSidecar({
    sweep,
    version: '0.1.0',
    backend: { kind: 'cpu', adapter: 'Some CPU', isSoftware: false },
    date: new Date(0),
    rows: 15,
    bytes: 400,
    sha256: 'ab',
  });
  const sidecar = JSON.parse(text) as Record<string, unknown>;
  expect(parseSweepFile(sidecar['sweep'])).toEqual(sweep);
  expect(sidecar).toMatchObject({
    version: '0.1.0',
    backend: 'cpu',
    adapter: 'Some CPU',
    date: '1970-01-01T00:00:00.000Z',
    rows: 15,
    sha256: 'ab',
  });
});
