import { describe, expect, it } from 'vitest';
import { AmbientOcclusion } from './ambient-occlusion';
import { occlusionOf, strideOf } from './occlusion';
import { createSpace } from './space';

/** More columns than steps, and not a whole number of them. */
const [columns, rows] = [132, 27];
const space = createSpace({ log10N: [7, 13], log10D: [8, 14], loss: [1.8, 6.1] });

/** Losses of a bowl whose walls rise out of the box. */
const bowl = Float32Array.from({ length: columns * rows }, (_, k) => {
  const [x, z] = [(k % columns) / (columns - 1) - 0.3, Math.floor(k / columns) / (rows - 1) - 0.6];
  return 1.79 + 8 * x * x + 5 * z ** 4;
});

async function read(device: GPUDevice, buffer: GPUBuffer): Promise<Float32Array> {
  const copy = device.createBuffer({ size: buffer.size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  return new Float32Array(copy.getMappedRange().slice(0));
}

describe('AmbientOcclusion', () => {
  it('agrees with the CPU on a surface that stands, and on one that is on its way', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('no WebGPU adapter: these tests need one, a software one will do');
    const device = await adapter.requestDevice();
    const upload = (values: Float32Array<ArrayBuffer>) => {
      const buffer = device.createBuffer({ size: values.byteLength, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
      device.queue.writeBuffer(buffer, 0, values);
      return buffer;
    };
    const occlusion = new AmbientOcclusion(device);
    const heights = bowl.map((loss) => space.heightOf(loss));
    const from = heights.map((_, k) => 0.2 + (0.3 * (k % columns)) / columns);
    const [losses, kept] = [upload(bowl), upload(from)];
    for (const share of [1, 0.4]) {
      const { height } = space;
      const found = await read(device, occlusion.compute({ losses, kept, columns, rows, height, share }));
      const shown = heights.map((value, k) => from[k]! + (value - from[k]!) * share);
      const everywhere = occlusionOf(shown, columns, rows);
      const every = strideOf(columns);
      const points = Math.ceil((columns - 1) / every) + 1;
      expect(found.length).toBe(points * rows);
      const expected = found.map((_, k) => everywhere[Math.floor(k / points) * columns + Math.min((k % points) * every, columns - 1)]!);
      expect(Math.max(...expected)).toBeGreaterThan(0.1);
      expect(Math.max(...expected.map((value, k) => Math.abs(value - found[k]!)))).toBeLessThan(1e-4);
    }
    occlusion.dispose();
    device.destroy();
  });
});
