import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCamera, type SceneCamera } from './camera';
import type { SceneBox } from './content';
import { LOSS_COLORS, OPTIMAL_COLOR, toRgb } from './palette';
import { SceneView } from './scene-view';
import { createSpace } from './space';

const size = { width: 320, height: 240, pixelRatio: 1 };
const box: SceneBox = { log10N: [7, 13], log10D: [8, 14], loss: [1.8, 6.1] };
const space = createSpace(box);
const lossAt = (log10N: number, log10D: number) => 1.8172 + 482.01 * 10 ** (-0.3478 * log10N) + 2085.43 * 10 ** (-0.3658 * log10D);

/** Losses of a law, shifted up by `shift`, on a square grid over the box. */
function losses(side: number, shift = 0): Float32Array<ArrayBuffer> {
  const at = (k: number) => (6 * k) / (side - 1);
  return Float32Array.from({ length: side * side }, (_, k) => lossAt(7 + at(k % side), 8 + at(Math.floor(k / side))) + shift);
}

function toBuffer(device: GPUDevice, values: Float32Array<ArrayBuffer>): GPUBuffer {
  const buffer = device.createBuffer({
    size: values.byteLength,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  });
  device.queue.writeBuffer(buffer, 0, values);
  return buffer;
}

function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const context = new OffscreenCanvas(size.width, size.height).getContext('2d');
  if (!context) throw new Error('no 2D context');
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, size.width, size.height).data;
}

function drawnShare(pixels: Uint8ClampedArray): number {
  let opaque = 0;
  for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 250) opaque++;
  return opaque / (pixels.length / 4);
}

describe('SceneView', () => {
  const problems: string[] = [];
  let device: GPUDevice;
  let canvas: HTMLCanvasElement;
  let camera: SceneCamera | undefined;
  let view: SceneView | undefined;

  beforeAll(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('no WebGPU adapter: these tests need one, a software one will do');
    device = await adapter.requestDevice();
    device.addEventListener('uncapturederror', (event) => problems.push((event as GPUUncapturedErrorEvent).error.message));
  });

  afterEach(async () => {
    camera?.dispose();
    await view?.dispose();
    canvas.remove();
    if (problems.length > 0) throw new Error(problems.splice(0).join('\n'));
  });

  /** Starts a picture on a fresh canvas, and gives what draws a frame and reads it. */
  async function open(gpu: GPUDevice | undefined) {
    canvas = document.createElement('canvas');
    canvas.style.cssText = `width: ${size.width}px; height: ${size.height}px`;
    document.body.append(canvas);
    camera = createCamera(canvas, () => undefined);
    const opened = await SceneView.create(canvas.transferControlToOffscreen(), size, 'dark', gpu);
    view = opened;
    const { pose } = camera;
    const frame = async () => {
      await opened.setPose(pose);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))); // until the page has the frame
      return pixelsOf(canvas);
    };
    return { view: opened, camera, frame };
  }

  it('draws a surface from a buffer, and the optimum where the camera projects it', async () => {
    const scene = await open(device);
    const optimum = { log10N: 10.86, log10D: 12.12, loss: lossAt(10.86, 12.12) };
    const buffer = toBuffer(device, losses(64));
    scene.view.setSurface({ columns: 64, rows: 64, box, buffer });
    scene.view.setBudget({
      profile: new Float32Array(),
      optimum: new Float32Array([optimum.log10N, optimum.log10D, optimum.loss]),
    });
    const pixels = await scene.frame();
    expect(scene.view.renderer).toBe('webgpu');
    expect(drawnShare(pixels)).toBeGreaterThan(0.2);
    expect(drawnShare(pixels)).toBeLessThan(0.5);
    const { x, y } = scene.camera.project(space.toScene(optimum));
    const at = (Math.floor(y) * size.width + Math.floor(x)) * 4;
    const accent = toRgb(OPTIMAL_COLOR).map((value) => Math.round(value * 255));
    for (const [channel, value] of accent.entries()) expect(Math.abs((pixels[at + channel] ?? 0) - value)).toBeLessThan(12);
  });

  it('follows a swap to a buffer of another size, and leaves the old one to its owner', async () => {
    const scene = await open(device);
    const small = toBuffer(device, losses(32));
    scene.view.setSurface({ columns: 32, rows: 32, box, buffer: small });
    const before = await scene.frame();
    const large = toBuffer(device, losses(64, 1));
    scene.view.setSurface({ columns: 64, rows: 64, box, buffer: large });
    small.destroy();
    const after = await scene.frame();
    let changed = 0;
    for (let at = 0; at < before.length; at++) if (Math.abs((before[at] ?? 0) - (after[at] ?? 0)) > 24) changed++;
    expect(changed / before.length).toBeGreaterThan(0.05);
    scene.view.setSurface({ columns: 32, rows: 32, box, values: losses(32) });
    expect(drawnShare(await scene.frame())).toBeGreaterThan(0.15);
    scene.view.setSurface(
      { columns: 64, rows: 64, box, buffer: large },
      { columns: 32, rows: 32, box, buffer: toBuffer(device, losses(32)) },
    );
    expect(drawnShare(await scene.frame())).toBeGreaterThan(0.15);
  });

  it('moves from one surface to the next, also when the next comes on the way, and arrives where it would have been', async () => {
    const scene = await open(device);
    const [low, high] = [toBuffer(device, losses(32)), toBuffer(device, losses(32, 1.5))];
    const show = (buffer: GPUBuffer, moves: boolean) => scene.view.setSurface({ columns: 32, rows: 32, box, buffer }, undefined, 0, moves);
    show(high, false);
    const expected = await scene.frame();
    show(low, false);
    const before = await scene.frame();
    show(high, true);
    await scene.frame();
    show(low, true);
    await scene.frame();
    show(high, true);
    const difference = (a: Uint8ClampedArray, b: Uint8ClampedArray) =>
      a.filter((value, at) => Math.abs(value - b[at]!) > 24).length / a.length;
    expect(difference(before, expected)).toBeGreaterThan(0.05);
    await vi.waitFor(async () => expect(difference(await scene.frame(), expected)).toBe(0), { timeout: 10_000 });
  });

  it('asks for no frame of the browser once what changed is drawn', async () => {
    const scene = await open(device);
    scene.view.setSurface({ columns: 32, rows: 32, box, buffer: toBuffer(device, losses(32)) });
    const before = await scene.frame();
    const next = globalThis.requestAnimationFrame.bind(globalThis);
    const asked = vi.spyOn(globalThis, 'requestAnimationFrame');
    try {
      for (let k = 0; k < 5; k++) await new Promise((resolve) => next(resolve));
      expect(asked).not.toHaveBeenCalled();
    } finally {
      asked.mockRestore();
    }
    // and it draws again when it is told to
    scene.view.setSurface({ columns: 32, rows: 32, box, buffer: toBuffer(device, losses(32, 1)) });
    const after = await scene.frame();
    expect(after.filter((value, at) => Math.abs(value - before[at]!) > 24).length / after.length).toBeGreaterThan(0.05);
  });

  it('shades a hollow, and neither level ground nor a slope', async () => {
    const scene = await open(device);
    const side = 131;
    const level: SceneBox = { ...box, loss: [0, 1], heights: 'linear' };
    const ground = createSpace(level);
    /** Colours at places on a surface, x and z from −1 to 1, whose heights from 0 to 1 are given. */
    const draw = async (height: (x: number, z: number) => number, places: readonly (readonly [number, number])[]) => {
      const at = (k: number) => (2 * k) / (side - 1) - 1;
      const values = Float32Array.from({ length: side * side }, (_, k) => height(at(k % side), at(Math.floor(k / side))));
      scene.view.setSurface({ columns: side, rows: side, box: level, buffer: toBuffer(device, values) });
      const pixels = await scene.frame();
      return places.map(([x, z]) => {
        const point = scene.camera.project(ground.toScene({ log10N: 10 + 3 * x, log10D: 11 + 3 * z, loss: height(x, z) }));
        const from = (Math.floor(point.y) * size.width + Math.floor(point.x)) * 4;
        return Array.from(pixels.slice(from, from + 3));
      });
    };
    // between two contour lines, and 0.6 of the way from the third colour to the fourth
    const middle = 0.325;
    const [third, fourth] = [2, 3].map((k) => toRgb(LOSS_COLORS[k]!));
    const color = third!.map((value, k) => 255 * (value + (fourth![k]! - value) * 0.6));
    const everywhere = [-0.8, 0, 0.8].flatMap((x) => [-0.8, 0, 0.8].map((z) => [x, z] as const));
    for (const found of await draw(() => middle, everywhere)) {
      for (const [k, value] of found.entries()) expect(Math.abs(value - color[k]!)).toBeLessThan(10);
    }
    const centre = [[0, 0]] as const;
    const green = ([found]: readonly (readonly number[])[]) => found![1]!;
    const flat = green(await draw(() => middle, centre));
    // across the light, which it takes as level ground does
    const slope = green(await draw((x, z) => middle + 0.25 * (0.9 * x + 0.25 * z), centre));
    const valley = green(await draw((x) => middle + 0.6 * x * x, centre));
    expect(slope / flat).toBeGreaterThan(0.95);
    expect(valley / flat).toBeLessThan(0.9);
    expect(valley / flat).toBeGreaterThan(0.75);
  });

  it('leaks no device memory when the surface, its lines and its limits are replaced a hundred times', async () => {
    const live = new Set<GPUBuffer>();
    const create = device.createBuffer.bind(device);
    const spy = vi.spyOn(device, 'createBuffer').mockImplementation((descriptor) => {
      const buffer = create(descriptor);
      const destroy = buffer.destroy.bind(buffer);
      live.add(buffer);
      buffer.destroy = () => {
        live.delete(buffer);
        destroy();
      };
      return buffer;
    });
    try {
      const scene = await open(device);
      const buffers = [toBuffer(device, losses(16)), toBuffer(device, losses(16, 1))];
      const replace = async (k: number) => {
        scene.view.setSurface({ columns: 16, rows: 16, box, buffer: buffers[k % 2]! }, undefined, 0, true);
        const points = Float32Array.of(8, 9, 4, 9, 10, 3, 10, 11, 2.5, 11, 12, 2.2);
        scene.view.setContent({
          box,
          lines: [
            { role: 'frontier', points },
            { role: 'limit', points },
          ],
          pins: points,
          band: { points, across: 2 },
          cut: { log10D: Float32Array.of(13 - (k % 3), 10), log10N: 11 },
        });
        await scene.frame();
      };
      for (let k = 0; k < 4; k++) await replace(k);
      const count = live.size;
      const bytes = () => [...live].reduce((sum, { size: each }) => sum + each, 0);
      const held = bytes();
      expect(count).toBeGreaterThan(10);
      for (let k = 0; k < 100; k++) await replace(k);
      expect(live.size).toBe(count);
      expect(bytes()).toBe(held);
    } finally {
      spy.mockRestore();
    }
  });

  it('leaves adopted buffers alive when it is disposed', async () => {
    const scene = await open(device);
    const buffer = toBuffer(device, losses(16));
    scene.view.setSurface({ columns: 16, rows: 16, box, buffer });
    await scene.frame();
    await scene.view.dispose();
    view = undefined;
    const copy = device.createBuffer({ size: buffer.size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    expect(new Float32Array(copy.getMappedRange())[0]).toBeCloseTo(lossAt(7, 8), 4);
  });

  it('draws the same picture with WebGL from values', async () => {
    const values = losses(48);
    const withGpu = await open(device);
    withGpu.view.setSurface({ columns: 48, rows: 48, box, buffer: toBuffer(device, values) });
    const expected = await withGpu.frame();
    withGpu.camera.dispose();
    await withGpu.view.dispose();
    canvas.remove();
    const withoutGpu = await open(undefined);
    withoutGpu.view.setSurface({ columns: 48, rows: 48, box, values });
    const pixels = await withoutGpu.frame();
    expect(withoutGpu.view.renderer).toBe('webgl');
    let different = 0;
    for (let at = 0; at < pixels.length; at++) if (Math.abs((pixels[at] ?? 0) - (expected[at] ?? 0)) > 24) different++;
    expect(different / pixels.length).toBeLessThan(0.02);
  });
});
