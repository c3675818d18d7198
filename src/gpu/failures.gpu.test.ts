import { describe, expect, it } from 'vitest';
import type { PreparedSweep } from '../sweep/backend';
import { createWebGpuBackend } from './backend';
import type { Gpu } from './device';
import { guard } from './guard';
import { createSurface } from './surface';
import { openTestGpu, planOf } from '../testing/gpu';

const axes = [
  { quantity: 'N', scale: 'log', from: 1e7, to: 1e12, steps: 1024 },
  { quantity: 'D', scale: 'log', from: 1e9, to: 1e14, steps: 1024 },
] as const;
const grid = planOf({ law: 'kaplan-2020-nd', axes: [...axes], metrics: ['loss'] });
const frontier = planOf({ law: 'kaplan-2020-nd', axes: [...axes], metrics: ['loss'], reduce: { kind: 'frontier', over: ['N'] } });
const whole = { row: 0, rows: 1024, column: 0, columns: 1024 };

/** Both kinds of sweep on a device of their own. */
async function prepareBoth(): Promise<{ gpu: Gpu; sweeps: readonly PreparedSweep[] }> {
  const gpu = await openTestGpu();
  const backend = createWebGpuBackend(gpu);
  return { gpu, sweeps: [await backend.prepare(grid.file), await backend.prepare(frontier.file)] };
}

describe('a lost device', () => {
  it('rejects what is under way and what comes later as gpu-lost', async () => {
    const { gpu, sweeps } = await prepareBoth();
    const pending = sweeps.flatMap((sweep) => [sweep.compute(whole), sweep.compute(whole), sweep.computeInPlace(whole)]);
    gpu.close();
    for (const result of await Promise.allSettled(pending)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'BackendError', failure: 'gpu-lost' } });
    }
    for (const sweep of sweeps) {
      await expect(sweep.compute(whole)).rejects.toMatchObject({ failure: 'gpu-lost' });
      await expect(sweep.computeInPlace(whole)).rejects.toMatchObject({ failure: 'gpu-lost' });
      sweep.dispose();
    }
    await expect(createWebGpuBackend(gpu).prepare(grid.file)).rejects.toMatchObject({ failure: 'gpu-lost' });
    await expect(createSurface(gpu, { rows: 1024, columns: 1024 }).compute(grid.file)).rejects.toMatchObject({ failure: 'gpu-lost' });
    expect(await gpu.lost).toMatchObject({ failure: 'gpu-lost' });
  });
});

describe('guard', () => {
  it('tells memory that ran out from a wrong call', async () => {
    const gpu = await openTestGpu();
    const size = gpu.device.limits.maxBufferSize;
    const wrong = guard(gpu, () => gpu.device.createBuffer({ size: size + 4, usage: GPUBufferUsage.STORAGE }));
    await expect(wrong.verdict).rejects.toThrow('WebGPU refused a call');
    const memory = guard(gpu, () => gpu.device.createBuffer({ size: 4, usage: GPUBufferUsage.STORAGE }));
    await expect(memory.verdict).resolves.toBeUndefined();
    gpu.close();
  });
});

describe('a surface', () => {
  it('stays on the device, in one buffer, and holds the losses', async () => {
    const gpu = await openTestGpu();
    const surface = createSurface(gpu, { rows: 1024, columns: 1024 });
    const { buffer } = await surface.compute(planOf({ law: 'besiroglu-2024', axes: [...axes], metrics: ['loss'] }).file);
    const again = await surface.compute(grid.file);
    expect(again.buffer).toBe(buffer);
    const staging = gpu.device.createBuffer({ size: buffer.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    const encoder = gpu.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
    gpu.device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const tile = await (await createWebGpuBackend(gpu).prepare(grid.file)).compute(whole);
    if (tile.kind !== 'grid') throw new Error('no grid');
    // not toEqual: a million elements
    const cells = new Uint32Array(staging.getMappedRange());
    const expected = new Uint32Array(tile.values[0]!.buffer);
    expect(cells.findIndex((cell, i) => cell !== expected[i])).toBe(-1);
    surface.dispose();
    gpu.close();
  });

  it('refuses a sweep of another shape', async () => {
    const gpu = await openTestGpu();
    expect(() => createSurface(gpu, { rows: 4, columns: 6 })).toThrow('multiple of 4');
    await expect(createSurface(gpu, { rows: 4, columns: 8 }).compute(grid.file)).rejects.toThrow('1024 × 1024');
    gpu.close();
  });
});
