import type { SweepFile } from '../sweep/file';
import { planSweep } from '../sweep/plan';
import { storageBuffer } from './buffers';
import type { Gpu } from './device';
import { createFactors } from './factors';
import { createGridPass, layoutOf } from './grid';
import { guard, untilDone } from './guard';
import { VECTOR } from './points';

/** Shape of a surface's grid. */
export interface SurfaceShape {
  readonly rows: number;
  /** A multiple of 4. */
  readonly columns: number;
}

/** Losses that stay on the GPU. */
export interface SurfaceCells extends SurfaceShape {
  /** f32, nat/token, [rows, columns] row-major; usable as storage and as the source of a copy. Its owner is the surface. */
  readonly buffer: GPUBuffer;
}

/** A loss surface for the picture. The scene draws from its buffer without a copy. */
export interface Surface {
  /**
   * Computes the losses of a grid sweep of the surface's shape, always into the same buffer. Rejects with a BackendError; the
   * buffer then keeps what it had.
   */
  compute(file: SweepFile): Promise<SurfaceCells>;
  /** Destroys the buffer; the scene must have let go of it. */
  dispose(): void;
}

/** Creates a surface of a fixed shape on a device. For another shape make another, and dispose of this one once nothing draws it. */
export function createSurface(gpu: Gpu, shape: SurfaceShape): Surface {
  const { rows, columns } = shape;
  if (columns % VECTOR !== 0) throw new Error(`a surface of ${columns} columns: must be a multiple of ${VECTOR}`);
  const range = { row: 0, rows, column: 0, columns };
  let buffer: GPUBuffer | undefined;
  return {
    async compute(file) {
      const plan = planSweep(file);
      if (plan.rows !== rows || plan.columns !== columns) {
        throw new Error(`a sweep of ${plan.rows} × ${plan.columns} for a surface of ${rows} × ${columns}`);
      }
      return untilDone(gpu, async () => {
        const factors = await createFactors(gpu, plan);
        const pass = await createGridPass(gpu, plan, factors, 'loss');
        const { value: cells, verdict } = guard(gpu, () => {
          buffer ??= storageBuffer(gpu, 'surface.cells', layoutOf(range).bytes, GPUBufferUsage.COPY_SRC);
          const encoder = gpu.device.createCommandEncoder({ label: 'surface.commands' });
          pass.encode(encoder, range, buffer);
          gpu.device.queue.submit([encoder.finish()]);
          // destroyed for real when the submitted work is done with them
          pass.dispose();
          factors.dispose();
          return buffer;
        });
        await verdict;
        return { buffer: cells, rows, columns };
      });
    },
    dispose() {
      buffer?.destroy();
      buffer = undefined;
    },
  };
}
