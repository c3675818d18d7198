import { BATCH, type BatchEngine, type DescentBatch, type DescentEnds } from '../fit/batch';
import { readOnce, stagingBuffer, storageBuffer, upload } from './buffers';
import type { Gpu } from './device';
import { guard, untilDone } from './guard';
import { WORKGROUP_SIZE, kernels } from './kernels';
import { bind, encodePass, findPipeline } from './pipelines';

/** Evaluations after which a descent ends, and the promised gain below which it has converged: near what f32 can tell. */
const STOP = { evaluations: 80, tolerance: 1e-6 };
/** Numbers of an end: the point, the objective, evaluations, whether it converged. */
const END = BATCH.coordinates + 3;

/** Descents of batches on an open device, one for each invocation. Rejects with a BackendError. */
export function createFitEngine(gpu: Gpu): BatchEngine {
  return (batch) => untilDone(gpu, () => descend(gpu, batch));
}

async function descend(gpu: Gpu, batch: DescentBatch): Promise<DescentEnds> {
  const pipeline = await findPipeline(gpu, kernels.fit, 'chinchilla');
  const tasks = batch.starts.length / BATCH.coordinates;
  const bytes = 4 * END * tasks;
  const { value, verdict } = guard(gpu, () => {
    const buffers = {
      parameters: upload(gpu, 'fit.parameters', packParameters(batch, tasks)),
      runs: upload(gpu, 'fit.runs', batch.runs),
      weights: upload(gpu, 'fit.weights', batch.weights),
      starts: upload(gpu, 'fit.starts', batch.starts),
      ends: storageBuffer(gpu, 'fit.ends', bytes, GPUBufferUsage.COPY_SRC),
    };
    const staging = stagingBuffer(gpu, 'fit.staging', bytes);
    const encoder = gpu.device.createCommandEncoder({ label: 'fit.commands' });
    encodePass(encoder, pipeline, bind(gpu, pipeline, buffers), Math.ceil(tasks / WORKGROUP_SIZE));
    encoder.copyBufferToBuffer(buffers.ends, 0, staging, 0, bytes);
    gpu.device.queue.submit([encoder.finish()]);
    return { staging, buffers };
  });
  const [memory] = await readOnce(verdict, [value.staging], Object.values(value.buffers));
  const ends = new Float32Array(memory!);
  const points = new Float32Array(BATCH.coordinates * tasks);
  const isConverged = new Float32Array(tasks);
  for (let i = 0; i < tasks; i++) {
    points.set(ends.subarray(i * END, i * END + BATCH.coordinates), i * BATCH.coordinates);
    isConverged[i] = ends[i * END + END - 1]!;
  }
  return { points, isConverged };
}

/** Twin of FitParameters in shaders/kernels/fit.wgsl. */
function packParameters({ runs, weights, objective, firstDelta }: DescentBatch, tasks: number): ArrayBuffer {
  const count = runs.length / BATCH.run;
  const { delta, scale, above } = objective;
  const floats = [Math.min(delta, 1e30), scale, above, firstDelta, STOP.tolerance];
  const packed = new ArrayBuffer(4 * (4 + floats.length));
  new Uint32Array(packed, 0, 4).set([count, tasks, weights.length > count ? 1 : 0, STOP.evaluations]);
  new Float32Array(packed, 16).set(floats);
  return packed;
}
