import { type Remote, wrap } from 'comlink';
import type { PlanReport } from '../model/plan/answer';
import type { PlanRequest } from '../model/plan/request';

/** What the plan worker does. */
export interface PlanApi {
  answer(request: PlanRequest): PlanReport;
}

/** Hears the answer to a request. */
export interface PlanListener {
  onReport(report: PlanReport): void;
  onError(message: string): void;
}

/** Answers requests in a worker. One at a time: a new request ends the one before. */
export interface PlanClient {
  ask(request: PlanRequest, listener: PlanListener): void;
}

/** Creates a client. A worker that is idle when a request comes serves it; one that still searches is terminated, as nothing else ends a search. */
export function createPlanClient(): PlanClient {
  // the proxy lives as long as its worker: one that is collected as garbage tells the worker to listen no more
  let running: { readonly worker: Worker; readonly api: Remote<PlanApi> } | undefined;
  let current: PlanListener | undefined;
  const stop = (): void => {
    if (!current) return;
    running?.worker.terminate();
    running = undefined;
    current = undefined;
  };
  const fail = (listener: PlanListener | undefined, message: string): void => {
    if (!listener || listener !== current) return;
    stop();
    listener.onError(message);
  };
  const start = (): NonNullable<typeof running> => {
    const worker = new Worker(new URL('./plan.worker.ts', import.meta.url), { type: 'module', name: 'plan' });
    worker.addEventListener('error', ({ message }) => {
      if (running?.worker === worker) fail(current, message || 'its code did not load');
    });
    return { worker, api: wrap<PlanApi>(worker) };
  };
  return {
    ask(request, listener) {
      stop();
      running ??= start();
      current = listener;
      running.api.answer(request).then(
        (report) => {
          if (current !== listener) return;
          current = undefined;
          listener.onReport(report);
        },
        (error: unknown) => fail(listener, error instanceof Error ? error.message : String(error)),
      );
    },
  };
}
