import type { Digest } from '../export/digest';
import { openSweepExport } from '../export/export';
import type { ExportFormat } from '../export/format';
import type { GridTile } from '../sweep/backend';
import { createCpuKernel } from '../sweep/cpu/kernel';
import { type SweepFileInput, parseSweepFile } from '../sweep/file';
import { planSweep } from '../sweep/plan';
import { cellCount } from '../sweep/tiling';

/** A benchmark of writing files. Ids and work are fixed, so that figures compare over time. */
export interface ExportCase {
  /** The format, too. */
  readonly id: ExportFormat;
  /** One line for people. */
  readonly about: string;
}

const FILE: SweepFileInput = {
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: 2048 },
    { quantity: 'D', scale: 'log', from: 1e9, to: 1e15, steps: 2048 },
  ],
  metrics: ['loss', 'compute'],
};

/** Every case of writing, in the order in which they run; on one thread of the CPU. */
export const exportCases: readonly ExportCase[] = [
  { id: 'csv', about: '2048² cells in four columns, computed before: formatted and hashed, in memory' },
  { id: 'parquet', about: 'the same cells: encoded, compressed with Snappy and hashed, in memory' },
];

/** Rows of a written case. */
export const EXPORTED_CELLS = cellCount(planSweep(parseSweepFile(FILE)));

/** What a case took. */
export interface ExportMeasure {
  /** Of each run after the warm-up. */
  readonly seconds: readonly number[];
  /** Bytes of the file. */
  readonly bytes: number;
}

/** Writes a case `runs` times, after once to warm up; `createDigest` makes what hashes a file, where there is something faster than JavaScript. */
export async function measureExport(format: ExportFormat, runs: number, createDigest?: () => Digest): Promise<ExportMeasure> {
  const plan = planSweep(parseSweepFile(FILE));
  const range = { row: 0, rows: plan.rows, column: 0, columns: plan.columns };
  const tile: GridTile = { kind: 'grid', range, values: plan.cellMetrics.map(() => new Float32Array(cellCount(plan))) };
  createCpuKernel(plan).fillGrid(range, tile.values);
  const seconds: number[] = [];
  let bytes = 0;
  for (let run = -1; run < runs; run++) {
    const started = performance.now();
    const digest = createDigest?.();
    const writing = await openSweepExport(plan, [{ format, sink: () => undefined, ...(digest && { digest }) }]);
    await writing.addTile(tile);
    bytes = (await writing.finish()).files[0]!.bytes;
    if (run >= 0) seconds.push((performance.now() - started) / 1000);
  }
  return { seconds, bytes };
}
