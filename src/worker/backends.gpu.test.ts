import { afterEach, expect, test } from 'vitest';
import { surface } from '../testing/sweeps';
import type { Tile } from '../sweep/backend';
import { CpuWorkerState } from '../sweep/cpu/worker-state';
import { planSweep } from '../sweep/plan';
import { runSweep } from '../sweep/run';
import { Backends } from './backends';

const FILE = surface(1024, 2048);

/** A whole sweep on this thread's CPU. */
function reference(): Float32Array {
  const state = new CpuWorkerState();
  state.prepare(0, FILE);
  const tile = state.compute(0, { row: 0, rows: 2048, column: 0, columns: 1024 }, []);
  if (tile.kind !== 'grid') throw new Error('not a grid');
  return tile.values[0]!;
}

/** Collects the tiles of a run, and checks that each cell comes once and in order. */
function createCollector() {
  const values = new Float32Array(1024 * 2048);
  let next = 0;
  return {
    values,
    cells: () => next,
    take: (tile: Tile) => {
      if (tile.kind !== 'grid') throw new Error('not a grid');
      expect(tile.range.row * 1024 + tile.range.column).toBe(next);
      values.set(tile.values[0]!, next);
      next += tile.values[0]!.length;
    },
  };
}

function largestError(values: Float32Array): number {
  const expected = reference();
  return values.reduce((largest, value, i) => Math.max(largest, Math.abs(value / expected[i]! - 1)), 0);
}

let backends: Backends | undefined;
afterEach(async () => {
  const state = await backends?.gpu();
  if (state?.kind === 'open') state.gpu.close();
});

test('a device destroyed in the middle of a sweep is replaced, and the sweep completes with the right result', async () => {
  let replaced = 0;
  backends = new Backends({ onDeviceReplaced: () => (replaced += 1) });
  expect((await backends.start('webgpu')).info.kind).toBe('webgpu');
  const collector = createCollector();
  const failovers: string[] = [];
  let losses = 0;
  const summary = await runSweep(planSweep(FILE), backends, {
    onTile: async (tile) => {
      collector.take(tile);
      if (losses < 1 && collector.cells() > 300_000) {
        losses += 1;
        const state = await backends!.gpu();
        if (state.kind === 'open') state.gpu.device.destroy();
      }
    },
    onFailover: (error, next) => failovers.push(`${error.failure} → ${next.kind}`),
  });
  expect(collector.cells()).toBe(1024 * 2048);
  expect(largestError(collector.values)).toBeLessThan(1e-5);
  expect(failovers).toEqual(['gpu-lost → webgpu']);
  expect(summary.backend.kind).toBe('webgpu');
  expect(replaced).toBe(1);
});

test('a device that is lost again and again is given up for the CPU, and the sweep still completes', async () => {
  backends = new Backends({ onDeviceReplaced: () => undefined });
  await backends.start('webgpu');
  const collector = createCollector();
  const failovers: string[] = [];
  const summary = await runSweep(planSweep(FILE), backends, {
    onTile: async (tile) => {
      collector.take(tile);
      const state = await backends!.gpu();
      if (state.kind === 'open') state.gpu.device.destroy();
    },
    onFailover: (error, next) => failovers.push(`${error.failure} → ${next.kind}`),
  });
  expect(largestError(collector.values)).toBeLessThan(1e-5);
  expect(failovers).toEqual(['gpu-lost → webgpu', 'gpu-lost → webgpu', 'gpu-lost → cpu']);
  expect(summary.backend.kind).toBe('cpu');
});
