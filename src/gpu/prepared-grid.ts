import type { GridTile, PreparedSweep, Tile, TileRange } from '../sweep/backend';
import type { SweepPlan } from '../sweep/plan';
import { BufferPool } from './buffers';
import type { Gpu } from './device';
import { createFactors } from './factors';
import { type GridPass, copyCells, createGridPass, layoutOf } from './grid';
import { guard, untilDone } from './guard';
import { ROWS_PER_INVOCATION } from './kernels';
import { VECTOR, columnVectors } from './points';

/** Most bytes of one metric of a tile, whatever the adapter offers: two lanes of two metrics then hold 1 GiB at the worst. */
const MAX_TILE_BYTES = 128 * 2 ** 20;

/** Workgroups of one dimension that every adapter takes. */
const MAX_WORKGROUPS = 65_535;

/** Makes a grid sweep ready: evaluates its terms and compiles one pass for each cell metric. Rejects with a BackendError. */
export function prepareGrid(gpu: Gpu, plan: SweepPlan): Promise<PreparedSweep> {
  return untilDone(gpu, async () => {
    const factors = await createFactors(gpu, plan);
    try {
      const passes = await Promise.all(plan.cellMetrics.map((metric) => createGridPass(gpu, plan, factors, metric)));
      return new PreparedGrid(gpu, plan, passes, () => factors.dispose());
    } catch (error) {
      factors.dispose();
      throw error;
    }
  });
}

class PreparedGrid implements PreparedSweep {
  readonly maxTileCells: number;
  private readonly gpu: Gpu;
  private readonly passes: readonly GridPass[];
  private readonly cells: BufferPool;
  private readonly staging: BufferPool;
  private readonly memory: ArrayBuffer[] = [];
  private readonly disposeFactors: () => void;

  constructor(gpu: Gpu, plan: SweepPlan, passes: readonly GridPass[], disposeFactors: () => void) {
    const { maxStorageBufferBindingSize, maxBufferSize } = gpu.device.limits;
    const bytes = Math.min(maxStorageBufferBindingSize, maxBufferSize, MAX_TILE_BYTES);
    this.gpu = gpu;
    this.passes = passes;
    this.disposeFactors = disposeFactors;
    this.maxTileCells = mostCells(plan, bytes);
    this.cells = new BufferPool(gpu, 'grid.cells', GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC, bytes);
    this.staging = new BufferPool(gpu, 'grid.staging', GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST, bytes);
  }

  compute(range: TileRange): Promise<GridTile> {
    return untilDone(this.gpu, async () => ({
      kind: 'grid',
      range,
      values: await Promise.all(this.passes.map((pass) => this.read(pass, range))),
    }));
  }

  computeInPlace(range: TileRange): Promise<void> {
    return untilDone(this.gpu, async () => {
      await Promise.all(this.passes.map((pass) => this.run(pass, range)));
      await this.gpu.device.queue.onSubmittedWorkDone();
    });
  }

  recycle(tile: Tile): void {
    if (tile.kind === 'grid') this.memory.push(...tile.values.map(({ buffer }) => buffer));
  }

  dispose(): void {
    this.memory.length = 0;
    this.cells.dispose();
    this.staging.dispose();
    for (const pass of this.passes) pass.dispose();
    this.disposeFactors();
  }

  /** Computes one metric and leaves the cells on the GPU. */
  private async run(pass: GridPass, range: TileRange): Promise<void> {
    const { bytes } = layoutOf(range);
    const { value: cells, verdict } = guard(this.gpu, () => {
      const target = this.cells.take(bytes);
      this.submit((encoder) => pass.encode(encoder, range, target));
      return target;
    });
    await this.cells.giveAfter(verdict, cells);
  }

  /** Computes one metric and reads it back. [rows, columns] */
  private async read(pass: GridPass, range: TileRange): Promise<Float32Array<ArrayBuffer>> {
    const layout = layoutOf(range);
    const { value, verdict } = guard(this.gpu, () => {
      const cells = this.cells.take(layout.bytes);
      const staging = this.staging.take(layout.bytes);
      this.submit((encoder) => {
        pass.encode(encoder, range, cells);
        encoder.copyBufferToBuffer(cells, 0, staging, 0, layout.bytes);
      });
      return { cells, staging };
    });
    const { cells, staging } = value;
    return this.staging.readBack(staging, layout.bytes, this.cells.giveAfter(verdict, cells), (memory) => {
      const values = this.allocate(range.rows * range.columns);
      copyCells(range, layout, new Float32Array(memory), values);
      return values;
    });
  }

  private submit(encode: (encoder: GPUCommandEncoder) => void): void {
    const encoder = this.gpu.device.createCommandEncoder({ label: 'grid.commands' });
    encode(encoder);
    this.gpu.device.queue.submit([encoder.finish()]);
  }

  /** An array for the cells of a tile, from recycled memory where it fits. */
  private allocate(length: number): Float32Array<ArrayBuffer> {
    const bytes = length * Float32Array.BYTES_PER_ELEMENT;
    const memory = this.memory.pop();
    return new Float32Array(memory && memory.byteLength >= bytes ? memory : new ArrayBuffer(bytes), 0, length);
  }
}

/** Most cells of a tile whose vectors of 4 columns fit into the bytes. */
function mostCells(plan: SweepPlan, bytes: number): number {
  const vectors = Math.floor(bytes / (4 * VECTOR));
  const rows = Math.min(Math.floor(vectors / columnVectors(plan)), MAX_WORKGROUPS * ROWS_PER_INVOCATION);
  // a part of one row may start and end inside a vector
  return rows >= 1 ? rows * plan.columns : (vectors - 2) * VECTOR;
}
