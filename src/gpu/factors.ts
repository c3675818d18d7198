import type { SweepPlan } from '../sweep/plan';
import { storageBuffer, upload } from './buffers';
import type { Gpu } from './device';
import { guard, untilDone } from './guard';
import { WORKGROUP_SIZE, kernels } from './kernels';
import { packStruct } from './packing';
import { bind, encodePass, findPipeline } from './pipelines';
import { VECTOR, columnVectors, packPoints, packShares } from './points';

/** What all passes over a sweep read. */
export interface GpuFactors {
  /** The law's coefficients, in the order of its form. */
  readonly coefficients: GPUBuffer;
  /** [rows, terms], f32 */
  readonly rowFactors: GPUBuffer;
  /** [columnVectors, terms], vec4f */
  readonly columnFactors: GPUBuffer;
  /** What rows give to log2 N and log2 D, for a penalty. [rows, 2], f32 */
  readonly rowPoints: GPUBuffer;
  /** What columns give. [columnVectors, 2], vec4f */
  readonly columnPoints: GPUBuffer;
  dispose(): void;
}

/** Evaluates a law's terms once for each row and each column, on the GPU. Rejects with a BackendError. */
export function createFactors(gpu: Gpu, plan: SweepPlan): Promise<GpuFactors> {
  return untilDone(gpu, async () => {
    const pipeline = await findPipeline(gpu, kernels.fillTerms, plan.law.form);
    const { value, verdict } = guard(gpu, () => {
      const columns = columnVectors(plan) * VECTOR;
      const terms = Object.keys(plan.form.terms).length;
      const buffers = {
        parameters: upload(gpu, 'fill_terms.parameters', packStruct('FillTermsParameters', { rows: plan.rows, columns })),
        coefficients: upload(gpu, 'sweep.coefficients', packCoefficients(plan)),
        points: upload(gpu, 'fill_terms.points', packPoints(plan)),
        rowFactors: storageBuffer(gpu, 'sweep.row_factors', 4 * terms * plan.rows),
        columnFactors: storageBuffer(gpu, 'sweep.column_factors', 4 * terms * columns),
        ...uploadShares(gpu, plan),
      };
      const encoder = gpu.device.createCommandEncoder({ label: 'fill_terms.commands' });
      encodePass(encoder, pipeline, bind(gpu, pipeline, buffers), Math.ceil((plan.rows + columns) / WORKGROUP_SIZE));
      gpu.device.queue.submit([encoder.finish()]);
      buffers.parameters.destroy();
      buffers.points.destroy();
      return buffers;
    });
    const { coefficients, rowFactors, columnFactors, rowPoints, columnPoints } = value;
    const held = { coefficients, rowFactors, columnFactors, rowPoints, columnPoints };
    const dispose = (): void => Object.values(held).forEach((buffer) => buffer.destroy());
    await verdict.catch((error: unknown) => {
      dispose();
      throw error;
    });
    return { ...held, dispose };
  });
}

/** What rows and columns give to log2 N and log2 D; placeholders where the law has no penalty and nothing reads them. */
function uploadShares(gpu: Gpu, plan: SweepPlan): { readonly rowPoints: GPUBuffer; readonly columnPoints: GPUBuffer } {
  const shares = plan.form.penalty ? packShares(plan) : { row: new Float32Array(2), column: new Float32Array(2 * VECTOR) };
  return { rowPoints: upload(gpu, 'sweep.row_points', shares.row), columnPoints: upload(gpu, 'sweep.column_points', shares.column) };
}

/** Coefficients as the form's `Coefficients` struct: one f32 each, in the order of its table, then the scenario's. */
export function packCoefficients({ form, law }: Pick<SweepPlan, 'form' | 'law'>): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    [...Object.keys(form.coefficients), ...Object.keys(form.scenario)],
    (name) => law.coefficients[name] ?? Number.NaN,
  );
}
