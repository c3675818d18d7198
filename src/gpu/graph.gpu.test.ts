import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackendError } from '../sweep/backend';
import { parseGraphFile } from '../sweep/graph/file';
import { createCellEvaluator, planGraph } from '../sweep/graph/plan';
import { createGraphReader } from '../sweep/graph/reader';
import type { GraphFile, GraphFileInput } from '../sweep/graph/schema';
import type { TableBatch } from '../sweep/table';
import { cellsOf, nextRange } from '../sweep/tiling';
import { useBackend } from '../testing/gpu';
import { anyGraph, graphTable } from '../testing/graphs';

const TIMEOUT_MS = 120_000;
const RUNS = 30;

const opened = useBackend();

/** Rows of a file's table as the GPU makes it, in tiles of so many cells; undefined where the GPU refuses. */
async function gpuTable(file: GraphFile, tileCells = 1e9) {
  const plan = planGraph(file);
  const sweep = await opened.backend.prepare(file).catch((error: unknown) => {
    if (error instanceof BackendError && error.failure === 'not-supported') return undefined;
    throw error;
  });
  if (!sweep) return undefined;
  const reader = createGraphReader(plan);
  const batches: TableBatch[] = [];
  for (let cell = 0; cell < plan.rows * plan.columns;) {
    const range = nextRange(plan, cell, Math.min(tileCells, sweep.maxTileCells));
    batches.push(...reader.add(await sweep.compute(range)));
    cell += cellsOf(range);
  }
  batches.push(...reader.finish());
  sweep.dispose();
  return batches.flatMap(({ rows, columns }) => Array.from({ length: rows }, (_, i) => columns.map((values) => values[i]!)));
}

/** Random sweeps, half of them with a constraint that sits on the value of a cell, where f32 cannot decide. */
const anySweep = fc.tuple(anyGraph, fc.option(fc.nat())).map(([input, pick]): GraphFileInput => {
  const plan = planGraph(parseGraphFile(input));
  const id = input.metrics[0]!;
  if (pick === null || !plan.graph.has(id)) return input;
  const bound = createCellEvaluator(plan, [id])(pick % (plan.rows * plan.columns))[0]!;
  return Number.isFinite(bound) ? { ...input, constraints: [{ quantity: id, max: bound }] } : input;
});

/** Holds random sweeps under a reduction to the CPU's rows; how many of RUNS the GPU took. */
async function compare(reduce: (input: GraphFileInput, pick: number) => Partial<GraphFileInput>): Promise<number> {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(anySweep, fc.nat(), fc.integer({ min: 1, max: 2000 }), async (input, pick, tileCells) => {
      const file = parseGraphFile({ ...input, ...reduce(input, pick) });
      const rows = await gpuTable(file, tileCells);
      if (!rows) return;
      taken++;
      expect(rows).toEqual(graphTable(file).rows);
    }),
    { numRuns: RUNS },
  );
  return taken;
}

const goalOf = (pick: number) => (pick % 2 === 0 ? 'least' : 'greatest');

/** Some of a file's axes. */
const someAxes = ({ axes }: GraphFileInput, pick: number): string[] =>
  axes.flatMap(({ quantity }, i) => (((pick % (2 ** axes.length - 1)) + 1) & (1 << i) ? [quantity as string] : []));

describe('a general sweep on the GPU', () => {
  it(
    'has values within 1e-5 of f64 in every cell of a grid, and the same feasible ones',
    async () => {
      let taken = 0;
      await fc.assert(
        fc.asyncProperty(anySweep, fc.integer({ min: 1, max: 2000 }), async (input, tileCells) => {
          const file = parseGraphFile({ ...input, keepInfeasible: true });
          const rows = await gpuTable(file, tileCells);
          if (!rows) return;
          taken++;
          const expected = graphTable(file).rows;
          expect(rows.length).toBe(expected.length);
          rows.forEach((row, i) =>
            row.forEach((value, k) => {
              const truth = expected[i]![k]!;
              if (typeof value === 'string' || typeof truth === 'string' || Number.isNaN(truth)) expect(value).toEqual(truth);
              else expect(Math.abs(value - truth)).toBeLessThanOrEqual(1e-5 * Math.abs(truth));
            }),
          );
        }),
        { numRuns: RUNS },
      );
      expect(taken).toBeGreaterThan(RUNS / 4);
    },
    TIMEOUT_MS,
  );

  it(
    'has the frontier of the CPU, to the last cell',
    async () => {
      const taken = await compare((input, pick) => ({
        reduce: { kind: 'frontier', of: input.metrics[0]!, over: someAxes(input, pick), goal: goalOf(pick) },
      }));
      expect(taken).toBeGreaterThan(RUNS / 4);
    },
    TIMEOUT_MS,
  );

  it(
    'has the top list of the CPU, to the last cell',
    async () => {
      const taken = await compare((input, pick) => ({
        reduce: { kind: 'top-k', of: input.metrics[0]!, k: 1 + (pick % 40), goal: goalOf(pick) },
      }));
      expect(taken).toBeGreaterThan(RUNS / 4);
    },
    TIMEOUT_MS,
  );

  it(
    'has the Pareto front of the CPU, to the last cell',
    async () => {
      const taken = await compare((_, pick) => ({
        reduce: { kind: 'pareto', of: (['loss', 'cost', 'D'] as const).slice(0, 2 + (pick % 2)) },
      }));
      expect(taken).toBeGreaterThan(RUNS / 4);
    },
    TIMEOUT_MS,
  );

  it(
    'has the histogram of the CPU, to the last count, whatever lies on an edge',
    async () => {
      const taken = await compare((input, pick) => ({
        reduce: { kind: 'histogram', of: input.metrics[0]!, bins: 1 + (pick % 900), scale: pick % 2 === 0 ? 'log' : 'linear' },
      }));
      expect(taken).toBeGreaterThan(RUNS / 4);
    },
    TIMEOUT_MS,
  );

  it(
    'gives the first of equals on a plateau, however wide, and on lines that are longer than what a pass collects',
    async () => {
      const file = (reduce: GraphFileInput['reduce']) =>
        parseGraphFile({
          version: 1,
          law: 'besiroglu-2024',
          scenario: { hardware: 'h100-sxm' },
          axes: [
            { quantity: 'accelerators', values: [1024, 256] },
            { quantity: 'price', scale: 'linear', from: 1, to: 2, steps: 70_000 },
            { quantity: 'N', values: [1e9, 2e9] },
            { quantity: 'D', values: [1e11] },
          ],
          metrics: ['loss', 'compute'],
          reduce,
        });
      for (const reduce of [
        { kind: 'frontier', over: ['price', 'N'] },
        { kind: 'frontier', of: 'cost', over: ['price', 'N', 'accelerators', 'D'] },
        { kind: 'top-k', of: 'compute', k: 7 },
        { kind: 'pareto', of: ['loss', 'compute'] },
      ] as const) {
        const sweep = file(reduce as GraphFileInput['reduce']);
        expect(await gpuTable(sweep)).toEqual(graphTable(sweep).rows);
      }
    },
    TIMEOUT_MS,
  );

  it('refuses quantiles, and what is no product or sum of tables, with a plain message', async () => {
    const base = {
      version: 1,
      law: 'muennighoff-2023',
      scenario: { U: 1e11 },
      axes: [
        { quantity: 'C', values: [1e21, 1e22] },
        { quantity: 'N', values: [1e9, 1e10] },
        { quantity: 'rhoN', values: [1, 2] },
      ],
      metrics: ['loss'],
    } as const;
    const across = parseGraphFile({ ...base, reduce: { kind: 'quantiles', across: ['rhoN'] } } as unknown as GraphFileInput);
    await expect(opened.backend.prepare(across)).rejects.toMatchObject({ failure: 'not-supported', message: /Quantiles/ });
    const penalised = parseGraphFile({ ...base, reduce: { kind: 'frontier', over: ['N'] } } as unknown as GraphFileInput);
    await expect(opened.backend.prepare(penalised)).rejects.toMatchObject({ failure: 'not-supported' });
  });
});
