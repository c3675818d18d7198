import { type Remote, proxy, wrap } from 'comlink';
import type { FitApi, FitDeviceApi, FitPart, FitRequest, LossPrediction, Rung } from './fit-api';

/** Hears of a fit's progress. */
export interface FitListener {
  onPart(part: FitPart): void;
  onDone(): void;
  onError(message: string): void;
}

/** Fits runs in a worker. One fit at a time: a new request ends the one before. */
export interface FitClient {
  fit(request: FitRequest, listener: FitListener): void;
  /** Losses that the last fit predicts, once its worker has a moment; never where that fit is ended first. */
  predict(ladder: readonly Rung[]): Promise<readonly LossPrediction[]>;
  /** Ends what is running. */
  stop(): void;
}

/**
 * Creates a client. A worker that is idle when a request comes serves it; one that is busy is terminated, because
 * nothing else ends a descent. `device` tells the device that there is when a fit begins.
 */
export function createFitClient(device: () => FitDeviceApi | undefined): FitClient {
  // the proxy lives as long as its worker: one that is collected as garbage tells the worker to listen no more
  let running: { readonly worker: Worker; readonly api: Remote<FitApi> } | undefined;
  let current: FitListener | undefined;
  const stop = (): void => {
    if (!current) return;
    running?.worker.terminate();
    running = undefined;
    current = undefined;
  };
  const fail = (listener: FitListener | undefined, message: string): void => {
    if (!listener || listener !== current) return;
    stop();
    listener.onError(message);
  };
  const start = (): NonNullable<typeof running> => {
    const worker = new Worker(new URL('./fit.worker.ts', import.meta.url), { type: 'module', name: 'fit' });
    worker.addEventListener('error', ({ message }) => {
      if (running?.worker === worker) fail(current, message || 'its code did not load');
    });
    return { worker, api: wrap<FitApi>(worker) };
  };
  return {
    stop,
    predict: async (ladder) => (running ? running.api.predict([...ladder]) : []),
    fit(request, listener) {
      stop();
      running ??= start();
      current = listener;
      const hand = (part: FitPart): void => {
        if (current === listener) listener.onPart(part);
      };
      const own = device();
      running.api.fit(request, proxy(hand), own && proxy(own)).then(
        () => {
          if (current !== listener) return;
          current = undefined;
          listener.onDone();
        },
        (error: unknown) => fail(listener, error instanceof Error ? error.message : String(error)),
      );
    },
  };
}
