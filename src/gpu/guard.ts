import { BackendError } from '../sweep/backend';
import type { Gpu } from './device';

/** How long a device may take to say that it is lost, once its work has failed. */
const LOSS_NOTICE_MS = 500;

/** GPU calls that were made, and a promise of their verdict. */
export interface Guarded<T> {
  readonly value: T;
  /** Rejects with BackendError `out-of-memory`, or with a plain Error where the calls were wrong. */
  readonly verdict: Promise<void>;
}

/** Makes GPU calls inside error scopes. The calls must be synchronous, so that scopes of others do not get between. */
export function guard<T>({ device }: Gpu, calls: () => T): Guarded<T> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let value: T;
  let verdict: Promise<void>;
  try {
    value = calls();
  } finally {
    verdict = judge(device.popErrorScope(), device.popErrorScope());
    // heard by whoever awaits it; a caller that threw before must not leave an unheard rejection
    verdict.catch(() => undefined);
  }
  return { value, verdict };
}

async function judge(...scopes: readonly Promise<GPUError | null>[]): Promise<void> {
  const [memory, validation] = await Promise.all(scopes);
  if (memory) throw new BackendError('out-of-memory', `The GPU is out of memory: ${memory.message}`);
  if (validation) throw new Error(`WebGPU refused a call: ${validation.message}`);
}

/**
 * Awaits GPU work. Whatever it fails with, and even if it seems to succeed, a lost device makes it a BackendError `gpu-lost`.
 */
export async function untilDone<T>(gpu: Gpu, work: () => Promise<T>): Promise<T> {
  throwIfLost(gpu);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // a compiler that dies with its device looks like a rejected shader
    const isCertain = error instanceof BackendError && error.failure !== 'shader-rejected';
    if (!isCertain) await settle(gpu);
    throw gpu.loss() ?? error;
  }
  throwIfLost(gpu);
  return result;
}

function throwIfLost(gpu: Gpu): void {
  const loss = gpu.loss();
  if (loss) throw loss;
}

/** Waits for the news of a loss, which may come after the failures that it causes. */
async function settle(gpu: Gpu): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([gpu.lost, new Promise((resolve) => (timer = setTimeout(resolve, LOSS_NOTICE_MS)))]);
  clearTimeout(timer);
}
