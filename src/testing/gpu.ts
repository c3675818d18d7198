import { afterAll, beforeAll } from 'vitest';
import { evaluateMetric } from '../model/metrics';
import type { SweepBackend, Tile, TileRange } from '../sweep/backend';
import { type SweepFileInput, parseSweepFile } from '../sweep/file';
import { type CellMetric, type SweepPlan, planSweep } from '../sweep/plan';
import { configurationOf } from './sweeps';
import { createWebGpuBackend } from '../gpu/backend';
import { type Gpu, openGpu } from '../gpu/device';

/** The GPU that tests run on. A missing one is a failure: "all skipped" must never be green. */
export async function openTestGpu(): Promise<Gpu> {
  const state = await openGpu(navigator.gpu);
  if (state.kind === 'absent') throw new Error(`the gpu tests need an adapter: ${state.reason}`);
  return state.gpu;
}

/** The GPU backend for the tests of a file: opened before the first, closed after the last. */
export function useBackend(): { readonly gpu: Gpu; readonly backend: SweepBackend } {
  let gpu: Gpu;
  let backend: SweepBackend;
  beforeAll(async () => {
    gpu = await openTestGpu();
    backend = createWebGpuBackend(gpu);
  });
  afterAll(() => {
    backend.dispose();
    gpu.close();
  });
  return {
    get gpu() {
      return gpu;
    },
    get backend() {
      return backend;
    },
  };
}

/** A parsed sweep with its plan. */
export function planOf(file: Omit<SweepFileInput, 'version'>): SweepPlan {
  return planSweep(parseSweepFile({ version: 1, ...file }));
}

/** The f64 truth of a cell, by the model and not by the sweep's factors. */
export function expectedCell(plan: SweepPlan, metric: CellMetric, row: number, column: number): number {
  return evaluateMetric(metric, plan.law, configurationOf(plan, row, column));
}

/** |value / expected − 1|. */
export function relativeError(value: number, expected: number): number {
  return Math.abs(value / expected - 1);
}

/** The range of all cells. */
function wholeOf({ rows, columns }: SweepPlan): TileRange {
  return { row: 0, rows, column: 0, columns };
}

/** Computes a sweep as one tile. */
async function computeTile(backend: SweepBackend, plan: SweepPlan): Promise<Tile> {
  const sweep = await backend.prepare(plan.file);
  const tile = await sweep.compute(wholeOf(plan));
  sweep.dispose();
  return tile;
}

/** Computes a grid: one array for each cell metric, [rows, columns]. */
export async function computeGrid(backend: SweepBackend, plan: SweepPlan): Promise<readonly Float32Array[]> {
  const tile = await computeTile(backend, plan);
  if (tile.kind !== 'grid') throw new Error(`a grid gave a ${tile.kind}`);
  return tile.values;
}

/** Computes a frontier: the best value of the column input for each row. [rows] */
export async function computeFrontier(backend: SweepBackend, plan: SweepPlan): Promise<Float64Array> {
  const tile = await computeTile(backend, plan);
  if (tile.kind !== 'frontier') throw new Error(`a frontier gave a ${tile.kind}`);
  return tile.best;
}
