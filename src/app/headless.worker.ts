// The engine without a user: computes tiles for the command line and runs benchmarks, in the same kind of worker as the app's.
import { expose } from 'comlink';
import { findCase } from '../bench/cases';
import { measureExport } from '../bench/export-cases';
import { findFitCase, measureFitBatches } from '../bench/fit-cases';
import { measureCase } from '../bench/measure';
import { findPlanCase, measurePlanOn } from '../bench/plan-cases';
import { createWebGpuBackend } from '../gpu/backend';
import { type Gpu, openGpu } from '../gpu/device';
import { createFitEngine } from '../gpu/fits';
import { createLayoutEngine } from '../gpu/layouts';
import { BackendError, type BackendKind, type PreparedSweep, type SweepBackend, tileArrays } from '../sweep/backend';
import { createWebCpuBackend } from '../sweep/cpu/web-pool';
import { createDigestBeside } from '../worker/digest-client';
import type { HeadlessAnswer, HeadlessApi } from './headless-api';

const sweeps = new Map<number, PreparedSweep>();
let nextId = 0;
let device: Promise<Gpu> | undefined;
let webgpu: Promise<SweepBackend> | undefined;
let cpu: SweepBackend | undefined;

async function openDevice(): Promise<Gpu> {
  const state = await openGpu(navigator.gpu);
  if (state.kind === 'absent') throw new BackendError('no-adapter', state.reason);
  return state.gpu;
}

/** The one device, which all share. */
function findDevice(): Promise<Gpu> {
  return (device ??= openDevice());
}

async function openWebGpu(): Promise<SweepBackend> {
  return createWebGpuBackend(await findDevice());
}

function backend(kind: BackendKind): Promise<SweepBackend> {
  if (kind === 'webgpu') return (webgpu ??= openWebGpu());
  return Promise.resolve((cpu ??= createWebCpuBackend()));
}

function find(id: number): PreparedSweep {
  const sweep = sweeps.get(id);
  if (!sweep) throw new Error(`sweep ${id} is not prepared`);
  return sweep;
}

async function answer<T>(work: () => Promise<T>): Promise<HeadlessAnswer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message, ...(error instanceof BackendError && { failure: error.failure }) };
  }
}

async function post(path: string, arrays: readonly BlobPart[]): Promise<void> {
  const response = await fetch(path, { method: 'POST', body: new Blob([...arrays]) });
  if (!response.ok) throw new Error(`the command line did not take a tile: HTTP ${response.status}`);
}

const api: HeadlessApi = {
  open: () =>
    answer(async () => {
      const { info, lanes } = await backend('webgpu');
      return { info, lanes };
    }),
  prepare: (file) =>
    answer(async () => {
      const sweep = await (await backend('webgpu')).prepare(file);
      const id = nextId++;
      sweeps.set(id, sweep);
      return { id, maxTileCells: sweep.maxTileCells };
    }),
  compute: (id, range, path) =>
    answer(async () => {
      const sweep = find(id);
      const tile = await sweep.compute(range);
      await post(path, tileArrays(tile));
      sweep.recycle(tile);
      return undefined;
    }),
  computeInPlace: (id, range) =>
    answer(async () => {
      await find(id).computeInPlace(range);
      return undefined;
    }),
  release: (id) =>
    answer(async () => {
      sweeps.get(id)?.dispose();
      sweeps.delete(id);
      return undefined;
    }),
  descend: (batch) => answer(async () => createFitEngine(await findDevice())(batch)),
  measureFit: (caseId, runs) => answer(async () => measureFitBatches(createFitEngine(await findDevice()), findFitCase(caseId), runs)),
  measure: (caseId, kind, runs, isQuick) => answer(async () => measureCase(await backend(kind), findCase(caseId, isQuick), runs)),
  measureExport: (format, runs) => answer(() => measureExport(format, runs, createDigestBeside)),
  searchLayouts: (job, space) => answer(async () => createLayoutEngine(await findDevice())(job, space)),
  measurePlan: (caseId, runs) => answer(async () => measurePlanOn(createLayoutEngine(await findDevice()), findPlanCase(caseId), runs)),
};

expose(api);
