import { msg, str } from '@lit/localize';
import { effect } from '@preact/signals-core';
import { said } from '../locales/said';
import type { EngineClient } from '../worker/client';
import type { SweepBand } from './spread';
import type { PageNotice, Store } from './store';
import { bandOf, bandSweep } from './sweeps';

/** Takes the picture away and says why: what it would draw with is gone. */
export function closeStage(store: Store, notice: PageNotice): void {
  const stage = store.stage.value;
  if (stage.kind === 'open') stage.stage.dispose();
  store.stage.value = { kind: 'unavailable', notice };
}

/** Takes the picture away and asks for another, because the device that drew it was lost. */
function reopenStage(store: Store, notice: PageNotice): void {
  const stage = store.stage.value;
  if (stage.kind !== 'open') return;
  stage.stage.dispose();
  store.stage.value = { kind: 'ready', open: stage.reopen };
  store.notify(notice);
}

/** Lets a relief be opened anew: the one that was open is gone with its device. */
function reopenRelief(store: Store): void {
  const open = store.openRelief.value;
  store.openRelief.value = open && ((host) => open(host));
}

/** Connects the store with the engine: backend, notices, and sweeps of the frontier and of its band whenever the law changes. */
export function connectEngine(store: Store, engine: EngineClient): void {
  engine.onEvent((event) => {
    if (event.kind === 'backend') store.choice.value = event.choice;
    if (event.kind === 'notice') store.notify(event.notice);
    if (event.kind === 'stopped') store.stopped.value = event.notice;
    if (event.kind === 'stopped') store.sweepBand.value = undefined;
    if (event.kind === 'stopped') closeStage(store, event.notice);
    if (event.kind === 'stopped') store.growthSurface.value = undefined;
    if (event.kind === 'stopped') store.tables.value = undefined;
    if (event.kind === 'picture-lost') reopenStage(store, event.notice);
    if ((event.kind === 'picture-lost' || event.kind === 'notice') && event.notice.failure === 'gpu-lost') reopenRelief(store);
  });
  const sweepBand: SweepBand = async (law, signal) => {
    const answer = await engine.quantiles(bandSweep(law), signal);
    return answer.ok ? bandOf(answer.value) : undefined;
  };
  store.growthSurface.value = engine.growthSurface;
  store.tables.value = engine.tables;
  let running: AbortController | undefined;
  effect(() => {
    const preference = store.backend.value;
    const file = store.frontierSweep.value;
    running?.abort();
    store.swept.value = undefined; // it belongs to the law before
    const { signal } = (running = new AbortController());
    sweepFrontier().catch((error: unknown) => {
      const reason = said(error instanceof Error ? error.message : String(error));
      const notice = {
        message: msg(str`The sweep failed: ${reason}`),
        hint: msg('Numbers and charts on this page are computed without it. Reload to try again.'),
      };
      store.notify(notice);
      if (!store.choice.value) store.stopped.value = notice;
    });

    async function sweepFrontier(): Promise<void> {
      const choice = await engine.start(preference);
      if (signal.aborted) return;
      store.choice.value = choice;
      const answer = await engine.frontier(file, signal);
      if (signal.aborted) return;
      if (answer.ok) {
        store.swept.value = answer.value;
        store.summary.value = answer.value.summary;
        // after the frontier, and not before a backend is chosen
        store.sweepBand.value = sweepBand;
      } else if (answer.error.kind === 'failed') {
        store.notify(answer.error.notice);
      }
    }
  });
}
