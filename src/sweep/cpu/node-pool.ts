import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Endpoint, type Remote, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { SweepBackend } from '../backend';
import { type PoolWorker, createCpuPool } from './pool';
import type { CpuWorkerApi } from './worker-api';

/** The CPU backend in Node: one worker thread for each logical processor, started from the built worker entry. */
export function createNodeCpuBackend(entry: URL, size = cpus().length): SweepBackend {
  return createCpuPool({ size, adapter: cpus()[0]?.model ?? 'CPU', spawn: () => spawnNodeWorker(entry) });
}

/** Starts one worker thread. */
export function spawnNodeWorker(entry: URL): PoolWorker & { readonly thread: Worker } {
  const thread = new Worker(entry);
  // an idle pool must not keep the process alive
  thread.unref();
  const died = new Promise<string>((resolve) => {
    thread.once('error', (error: Error) => resolve(error.message));
    thread.once('exit', (code) => resolve(`it exited with code ${code}`));
  });
  return { thread, api: wrap(nodeEndpoint(thread) as Endpoint) as Remote<CpuWorkerApi>, died, terminate: () => void thread.terminate() };
}
