import { type Remote, wrap } from 'comlink';
import type { SweepBackend } from '../backend';
import { type PoolWorker, createCpuPool } from './pool';
import type { CpuWorkerApi } from './worker-api';

/** The CPU backend in a browser: one module worker for each logical processor. */
export function createWebCpuBackend(size = navigator.hardwareConcurrency): SweepBackend {
  return createCpuPool({ size, adapter: `${size} CPU threads`, spawn });
}

function spawn(): PoolWorker {
  const worker = new Worker(new URL('./cpu.worker.ts', import.meta.url), { type: 'module', name: 'cpu' });
  const died = new Promise<string>((resolve) =>
    worker.addEventListener('error', (event) => resolve(event.message || 'it failed to start')),
  );
  return { api: wrap(worker) as Remote<CpuWorkerApi>, died, terminate: () => worker.terminate() };
}
