import { BackendError } from '../sweep/backend';
import type { Gpu } from './device';
import { type Kernel, type ShaderForm, WORKGROUP_SIZE, shaderOf } from './kernels';
import { compileShader } from './shader';

/** A compiled kernel, and the names of what is bound to it. */
export interface Pipeline<B extends string = string> {
  readonly name: string;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly bindings: readonly B[];
}

/** Values of a kernel's override constants. */
export type Constants = Readonly<Record<string, number>>;

/** What was compiled on a device, by form, kernel and constants. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<Pipeline>>>();

/**
 * A kernel compiled for a form, once for each device, form and constants.
 * Rejects with BackendError `shader-rejected`, or `gpu-lost` when the device goes meanwhile.
 */
export async function findPipeline<B extends string>(
  gpu: Gpu,
  kernel: Kernel<B>,
  form: ShaderForm,
  constants: Constants = {},
): Promise<Pipeline<B>> {
  const known = compiled.get(gpu.device) ?? new Map<string, Promise<Pipeline>>();
  compiled.set(gpu.device, known);
  const key = JSON.stringify([kernel.name, form, constants]);
  const found = known.get(key) ?? compile(gpu, kernel, form, constants);
  known.set(key, found);
  try {
    return (await found) as Pipeline<B>;
  } catch (error) {
    known.delete(key);
    throw error;
  }
}

async function compile<B extends string>(gpu: Gpu, kernel: Kernel<B>, form: ShaderForm, constants: Constants): Promise<Pipeline<B>> {
  const { device } = gpu;
  const shader = shaderOf(kernel, form);
  const label = `${kernel.name}.${form}`;
  const names = Object.keys(kernel.bindings) as B[];
  const layout = device.createBindGroupLayout({
    label: `${label}.layout`,
    entries: names.map((name, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type: kernel.bindings[name] } })),
  });
  const module = await compileShader(device, shader, `${label}.shader`);
  const pipeline = await device
    .createComputePipelineAsync({
      label: `${label}.pipeline`,
      layout: device.createPipelineLayout({ label: `${label}.layout`, bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main', constants: { WORKGROUP_SIZE, ...constants } },
    })
    .catch((error: unknown) => {
      throw new BackendError('shader-rejected', `${shader.source}: ${error instanceof Error ? error.message : String(error)}`);
    });
  return { name: kernel.name, pipeline, layout, bindings: names };
}

/** Binds buffers to a pipeline, by name. */
export function bind<B extends string>({ device }: Gpu, pipeline: Pipeline<B>, buffers: Readonly<Record<B, GPUBuffer>>): GPUBindGroup {
  return device.createBindGroup({
    label: `${pipeline.name}.bindings`,
    layout: pipeline.layout,
    entries: pipeline.bindings.map((name, binding) => ({ binding, resource: { buffer: buffers[name] } })),
  });
}

/** Encodes one pass of a pipeline. */
export function encodePass(encoder: GPUCommandEncoder, { name, pipeline }: Pipeline, bindings: GPUBindGroup, x: number, y = 1): void {
  const pass = encoder.beginComputePass({ label: name });
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindings);
  pass.dispatchWorkgroups(x, y);
  pass.end();
}
