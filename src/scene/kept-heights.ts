import heightCode from '../../shaders/scene/height.wgsl?raw';
import keepCode from '../../shaders/scene/keep-heights.wgsl?raw';
import type { Space } from './space';

/** Grid points of a workgroup, as in the shader. */
const WORKGROUP = 64;

/** What a surface shows: the scale of its heights, and how far it has come from what was kept before. */
export interface ShownHeights {
  readonly height: Space['height'];
  /** From 0, as it was kept, to 1, as its losses say. */
  readonly share: number;
}

/** The heights from which a surface moves on, on the device: what it showed when it was last given other losses. */
export class KeptHeights {
  private readonly device: GPUDevice;
  private readonly pipeline: GPUComputePipeline;
  private readonly shown: GPUBuffer;
  private kept: GPUBuffer | undefined;

  constructor(device: GPUDevice) {
    this.device = device;
    const module = device.createShaderModule({ label: 'scene.keep-heights', code: `${heightCode}\n${keepCode}` });
    this.pipeline = device.createComputePipeline({ label: 'scene.keep-heights', layout: 'auto', compute: { module } });
    this.shown = device.createBuffer({ label: 'scene.shown', size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  }

  /** Keeps what a surface of these losses shows; the buffer is the same for grids of the same size, and a new one for others. */
  keep(losses: GPUBuffer, { height, share }: ShownHeights): GPUBuffer {
    const { device } = this;
    const isNew = this.kept?.size !== losses.size;
    if (isNew) this.kept?.destroy();
    const kept = isNew ? device.createBuffer({ label: 'scene.kept', size: losses.size, usage: GPUBufferUsage.STORAGE }) : this.kept!;
    this.kept = kept;
    // what was kept of another grid is none of this one's
    const from = isNew ? 1 : share;
    device.queue.writeBuffer(this.shown, 0, Float32Array.of(height.floor, height.steepness, height.scale, from));
    const entries = [losses, kept, this.shown].map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = device.createCommandEncoder({ label: 'scene.keep-heights' });
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: this.pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(Math.ceil(losses.size / 4 / WORKGROUP));
    pass.end();
    device.queue.submit([encoder.finish()]);
    return kept;
  }

  dispose(): void {
    this.kept?.destroy();
    this.shown.destroy();
  }
}
