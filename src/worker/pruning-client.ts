import type { PruningPoint, PruningRequest } from './pruning-api';

/** Hears of an experiment's progress. */
export interface PruningListener {
  onPoint(point: PruningPoint): void;
  onError(message: string): void;
}

/** Runs the experiment in a worker of its own; returns what stops it. */
export function startPruning(request: PruningRequest, { onPoint, onError }: PruningListener): () => void {
  const worker = new Worker(new URL('./pruning.worker.ts', import.meta.url), { type: 'module', name: 'pruning' });
  worker.addEventListener('message', ({ data }: MessageEvent<PruningPoint>) => onPoint(data));
  worker.addEventListener('error', ({ message }) => onError(message || 'its code did not load'));
  worker.postMessage(request);
  return () => worker.terminate();
}
