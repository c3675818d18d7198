import type { TileRange } from '../sweep/backend';
import { type CellSum, createCellSum } from '../sweep/cell-sum';
import { type Feasibility, findFeasibility } from '../sweep/feasible';
import type { SweepPlan } from '../sweep/plan';
import { storageBuffer } from './buffers';
import type { Gpu } from './device';
import type { GpuFactors } from './factors';
import { kernels } from './kernels';
import { packStruct, structBytes } from './packing';
import { bind, encodePass, findPipeline } from './pipelines';
import { tokenExponents } from './points';

/** What the kernel gives for a row without a feasible cell. */
const NO_COLUMN = 0xffffffff;

/** Workgroups of one dimension that every adapter takes. */
const MAX_WORKGROUPS = 65_535;

/** Relative error of an f32 sum of terms, with reserve: the bound of the form files. Constraints on it are widened by as much. */
const SUM_ERROR = 1e-5;

/** Finite, because WGSL leaves infinities to the implementation. */
const GREATEST_F32 = 3.4e38;

/** The pass that finds the best column of each row of a tile. */
export interface FrontierPass {
  /** Encodes the pass over whole rows into `best`, [rows] u32; `spans` is scratch, [rows] of two u32. One submit for each encode. */
  encode(encoder: GPUCommandEncoder, range: TileRange, buffers: { readonly spans: GPUBuffer; readonly best: GPUBuffer }): void;
  /** The best feasible column of a row in f64, from the f32 argmin; -1 where there is none. */
  settle(row: number, argmin: number): number;
  dispose(): void;
}

/** Prepares the pass for a sweep. Rejects with a BackendError. */
export async function createFrontierPass(gpu: Gpu, plan: SweepPlan, factors: GpuFactors): Promise<FrontierPass> {
  const { coefficients, rowFactors, columnFactors, rowPoints, columnPoints } = factors;
  const pipeline = await findPipeline(gpu, kernels.frontier, plan.law.form, { HAS_RESERVE: plan.configuration.reserve ? 1 : 0 });
  const parameters = storageBuffer(gpu, 'frontier.parameters', structBytes('FrontierParameters'), GPUBufferUsage.COPY_DST);
  const feasibility = findFeasibility(plan);
  const sums = widen(plan, feasibility);
  const exponents = tokenExponents(plan);
  const cellSum = createCellSum(plan);
  return {
    encode(encoder, range, { spans, best }) {
      const values = packStruct('FrontierParameters', {
        firstRow: range.row,
        tileRows: range.rows,
        ...sums,
        ...exponents,
      });
      gpu.device.queue.writeBuffer(parameters, 0, values);
      gpu.device.queue.writeBuffer(spans, 0, packSpans(feasibility, range));
      const x = Math.min(range.rows, MAX_WORKGROUPS);
      encodePass(
        encoder,
        pipeline,
        bind(gpu, pipeline, { parameters, rowFactors, columnFactors, spans, best, coefficients, rowPoints, columnPoints }),
        x,
        Math.ceil(range.rows / x),
      );
    },
    settle: (row, argmin) => (argmin === NO_COLUMN ? -1 : settle(plan, feasibility, cellSum, row, argmin)),
    dispose: () => parameters.destroy(),
  };
}

/** Bounds of the sum of terms, without the offset, so wide that f32 rounding excludes no feasible cell. */
function widen({ form, law }: SweepPlan, { sums: [low, high] }: Feasibility): { leastSum: number; greatestSum: number } {
  const offset = form.offset(law.coefficients);
  const clamp = (sum: number): number => Math.min(Math.max(sum, 0), GREATEST_F32);
  return { leastSum: clamp((low - offset) * (1 - SUM_ERROR)), greatestSum: clamp((high - offset) * (1 + SUM_ERROR)) };
}

/** The feasible columns of each row of a range as [first, count], exact in f64. [rows, 2] */
export function packSpans(feasibility: Feasibility, range: TileRange): Uint32Array<ArrayBuffer> {
  const spans = new Uint32Array(2 * range.rows);
  for (let i = 0; i < range.rows; i++) {
    const [from, to] = feasibility.columnRange(range.row + i);
    const first = Math.max(from, range.column);
    spans[2 * i] = first;
    spans[2 * i + 1] = Math.max(Math.min(to, range.column + range.columns) - first, 0);
  }
  return spans;
}

/**
 * Tests the f32 argmin against the bounds of the loss in f64. Above the greatest sum no cell of the row is feasible; below the least
 * sum, by no more than rounding, the nearest feasible column stands in for it.
 */
function settle(plan: SweepPlan, feasibility: Feasibility, cellSum: CellSum, row: number, argmin: number): number {
  const [low, high] = feasibility.sums;
  if (low === -Infinity && high === Infinity) return argmin;
  const offset = plan.form.offset(plan.law.coefficients);
  const sumAt = (column: number): number => offset + cellSum(row, column);
  const [first, end] = feasibility.columnRange(row);
  for (let step = 0; argmin - step >= first || argmin + step < end; step++) {
    for (const column of [argmin - step, argmin + step]) {
      if (column < first || column >= end) continue;
      const sum = sumAt(column);
      if (sum >= low) return sum <= high ? column : -1;
    }
  }
  return -1;
}
