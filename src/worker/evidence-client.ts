import { proxy, wrap } from 'comlink';
import type { Recomputed } from '../model/recompute';

/** What the evidence worker does. */
export interface EvidenceApi {
  /** Recomputes every claim, the quick ones first, and hands each on when it is done. */
  recompute(onClaim: (id: string, ours: readonly Recomputed[]) => void): Promise<void>;
}

/**
 * Recomputes every claim in a worker of its own, so that neither the page nor a sweep waits for the simulations among them. Rejects
 * when the worker's code does not load or a computation throws.
 */
export async function recomputeClaims(onClaim: (id: string, ours: readonly Recomputed[]) => void): Promise<void> {
  const worker = new Worker(new URL('./evidence.worker.ts', import.meta.url), { type: 'module', name: 'evidence' });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.addEventListener('error', (event) => reject(new Error(event.message || 'its code did not load')));
      wrap<EvidenceApi>(worker).recompute(proxy(onClaim)).then(resolve, reject);
    });
  } finally {
    worker.terminate();
  }
}
