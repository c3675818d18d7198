import { createWebGpuBackend } from '../../gpu/backend';
import { type Gpu, openGpu } from '../../gpu/device';
import { createFitEngine } from '../../gpu/fits';
import { createLayoutEngine } from '../../gpu/layouts';
import { BackendError, type SweepBackend } from '../../sweep/backend';
import { CliFailure } from '../context';
import type { FitHost } from '../fit-host';
import type { LayoutHost } from '../layout-host';

/** The part of the optional package `webgpu` (Dawn for Node) that is used. */
interface Dawn {
  readonly create: (flags: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** Dawn's entry object. Once it is collected, pending promises never settle: so it is kept. */
let entry: GPU | undefined;

/** The WebGPU backend in Node itself, for machines without a browser. Rejects with `no-adapter` where Dawn finds no driver. */
export async function createDawnBackend(): Promise<SweepBackend> {
  const gpu = await openDawn();
  const backend = createWebGpuBackend(gpu);
  return {
    ...backend,
    dispose: () => {
      backend.dispose();
      gpu.close(); // else the process stays alive
    },
  };
}

/** Descents of fits in Node itself. Rejects with `no-adapter` where Dawn finds no driver. */
export async function createDawnFits(): Promise<FitHost> {
  const gpu = await openDawn();
  return { info: gpu.info, engine: createFitEngine(gpu), dispose: () => gpu.close() };
}

/** Searches of layouts in Node itself. Rejects with `no-adapter` where Dawn finds no driver. */
export async function createDawnLayouts(): Promise<LayoutHost> {
  const gpu = await openDawn();
  return { info: gpu.info, engine: createLayoutEngine(gpu), dispose: () => gpu.close() };
}

async function openDawn(): Promise<Gpu> {
  const { create, globals } = await importDawn();
  Object.assign(globalThis, globals);
  entry ??= create([]);
  const state = await openGpu(entry);
  if (state.kind === 'absent') throw new BackendError('no-adapter', `${state.reason} Dawn needs a Vulkan, Metal or Direct3D 12 driver.`);
  return state.gpu;
}

async function importDawn(): Promise<Dawn> {
  const name = 'webgpu'; // optional, hence unknown to the type checker and to the bundler
  try {
    return (await import(/* @vite-ignore */ name)) as Dawn;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new CliFailure('--host dawn needs the optional package webgpu; run `npm install webgpu`, or use --host chromium');
  }
}
