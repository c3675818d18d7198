import heightCode from '../../shaders/scene/height.wgsl?raw';
import occlusionCode from '../../shaders/scene/occlusion.wgsl?raw';
import type { ShownHeights } from './kept-heights';
import { REACH, strideOf } from './occlusion';
import { HALF } from './space';

/** Grid points of a workgroup, as in the shader. */
const WORKGROUP = 64;

/** Bytes of what the shader is told, and where the grid's size stands among them. */
const SHOWN = { size: 48, columns: 32 };

/** A surface as it is shown: its losses, the heights from which it moves on (read below a share of 1), and its size. */
export interface ShownGrid extends ShownHeights {
  readonly losses: GPUBuffer;
  readonly kept: GPUBuffer;
  readonly columns: number;
  readonly rows: number;
}

/** Ambient occlusion of a surface on the device, computed when its heights change and not for every frame. */
export class AmbientOcclusion {
  private readonly device: GPUDevice;
  private readonly pipeline: GPUComputePipeline;
  private readonly shown: GPUBuffer;
  private occlusion: GPUBuffer | undefined;

  constructor(device: GPUDevice) {
    this.device = device;
    const module = device.createShaderModule({ label: 'scene.occlusion', code: `${heightCode}\n${occlusionCode}` });
    this.pipeline = device.createComputePipeline({ label: 'scene.occlusion', layout: 'auto', compute: { module } });
    this.shown = device.createBuffer({
      label: 'scene.occluded',
      size: SHOWN.size,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
  }

  /**
   * Occlusion, from 0 for none, at every `strideOf` grid points along columns and rows, and the last; the buffer is the same for as many
   * points, and a new one for others.
   */
  compute({ losses, kept, columns, rows, height, share }: ShownGrid): GPUBuffer {
    const { device } = this;
    const every = [columns, rows].map(strideOf) as [number, number];
    const points = (Math.ceil((columns - 1) / every[0]) + 1) * (Math.ceil((rows - 1) / every[1]) + 1);
    if (this.occlusion?.size !== 4 * points) {
      this.occlusion?.destroy();
      this.occlusion = device.createBuffer({
        label: 'scene.occlusion',
        size: 4 * points,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
      });
    }
    const told = new ArrayBuffer(SHOWN.size);
    new Float32Array(told).set([height.floor, height.steepness, height.scale, share, ...HALF, REACH]);
    new Uint32Array(told, SHOWN.columns).set([columns, rows, ...every]);
    device.queue.writeBuffer(this.shown, 0, told);
    const entries = [losses, kept, this.occlusion, this.shown].map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = device.createCommandEncoder({ label: 'scene.occlusion' });
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: this.pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(Math.ceil(points / WORKGROUP));
    pass.end();
    device.queue.submit([encoder.finish()]);
    return this.occlusion;
  }

  dispose(): void {
    this.occlusion?.destroy();
    this.shown.destroy();
  }
}
