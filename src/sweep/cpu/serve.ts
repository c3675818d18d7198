import { type Endpoint, expose, transfer } from 'comlink';
import type { CpuWorkerApi } from './worker-api';
import { CpuWorkerState, tileBuffers } from './worker-state';

/** Answers a pool from inside a CPU worker; on the worker's own scope, or on the endpoint given (Node). */
export function serveCpuWorker(endpoint?: Endpoint): void {
  const state = new CpuWorkerState();
  const api: CpuWorkerApi = {
    prepare: (id, file) => state.prepare(id, file),
    compute: (id, range, memory) => {
      const tile = state.compute(id, range, memory);
      return transfer(tile, tileBuffers(tile));
    },
    computeInPlace: (id, range) => state.computeInPlace(id, range),
    release: (id) => state.release(id),
  };
  expose(api, endpoint);
}
