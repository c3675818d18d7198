import { irreducibleLoss } from '../model/loss';
import type { TileRange } from '../sweep/backend';
import type { CellMetric, SweepPlan } from '../sweep/plan';
import { storageBuffer } from './buffers';
import type { Gpu } from './device';
import type { GpuFactors } from './factors';
import { ROWS_PER_INVOCATION, WORKGROUP_SIZE, kernels } from './kernels';
import { packStruct, structBytes } from './packing';
import { bind, encodePass, findPipeline } from './pipelines';
import { VECTOR, tokenExponents } from './points';

/** A tile as the grid kernel computes it: whole vectors of columns, so up to 3 cells too many at either end of a row. */
export interface GridLayout {
  readonly rows: number;
  readonly firstVector: number;
  readonly vectors: number;
  /** Cells before the range's first column, in each row. */
  readonly skip: number;
  readonly bytes: number;
}

/** Works out the layout of a range. */
export function layoutOf({ rows, column, columns }: TileRange): GridLayout {
  const firstVector = Math.floor(column / VECTOR);
  const vectors = Math.ceil((column + columns) / VECTOR) - firstVector;
  return { rows, firstVector, vectors, skip: column - firstVector * VECTOR, bytes: 4 * VECTOR * vectors * rows };
}

/** Takes a range's cells out of what the kernel wrote. */
export function copyCells({ columns }: TileRange, { rows, vectors, skip }: GridLayout, from: Float32Array, to: Float32Array): void {
  const stride = VECTOR * vectors;
  if (stride === columns) {
    to.set(from.subarray(0, to.length));
    return;
  }
  for (let i = 0; i < rows; i++) to.set(from.subarray(i * stride + skip, i * stride + skip + columns), i * columns);
}

/** The pass that computes one metric for the cells of a tile. */
export interface GridPass {
  /** Encodes the pass over a range into `cells`, which holds at least `layoutOf(range).bytes`. One submit for each encode. */
  encode(encoder: GPUCommandEncoder, range: TileRange, cells: GPUBuffer): void;
  dispose(): void;
}

/** Prepares the pass for a metric of a sweep. Rejects with a BackendError. */
export async function createGridPass(gpu: Gpu, plan: SweepPlan, factors: GpuFactors, metric: CellMetric): Promise<GridPass> {
  const { coefficients, rowFactors, columnFactors, rowPoints, columnPoints } = factors;
  const pipeline = await findPipeline(gpu, kernels.grid, plan.law.form, {
    ROWS_PER_INVOCATION,
    IS_REDUCIBLE: metric === 'reducibleLoss' ? 1 : 0,
    IS_LINKED: plan.form.link ? 1 : 0,
    HAS_RESERVE: plan.configuration.reserve ? 1 : 0,
  });
  const parameters = storageBuffer(gpu, 'grid.parameters', structBytes('GridParameters'), GPUBufferUsage.COPY_DST);
  const floor = irreducibleLoss(plan.law);
  const exponents = tokenExponents(plan);
  return {
    encode(encoder, range, cells) {
      const { firstVector, vectors, rows } = layoutOf(range);
      const values = packStruct('GridParameters', {
        firstRow: range.row,
        tileRows: rows,
        firstVector,
        tileVectors: vectors,
        floor,
        ...exponents,
      });
      // the queue keeps order: the write waits for the tile before, and this tile for the write
      gpu.device.queue.writeBuffer(parameters, 0, values);
      const bindings = bind(gpu, pipeline, { parameters, coefficients, rowFactors, columnFactors, cells, rowPoints, columnPoints });
      encodePass(encoder, pipeline, bindings, Math.ceil(vectors / WORKGROUP_SIZE), Math.ceil(rows / ROWS_PER_INVOCATION));
    },
    dispose: () => parameters.destroy(),
  };
}
