import { msg } from '@lit/localize';
import { browserStorage } from '../state/browser-storage';
import { closeStage, connectEngine } from '../state/engine';
import { createExporter } from '../state/export';
import { createJobs } from '../state/jobs';
import { bindOwnLaws, mergeLaws, readOwnLaws } from '../state/own-laws';
import { createSavedScenarios } from '../state/saved-scenarios';
import { createStore } from '../state/store';
import { createTour } from '../state/tour';
import { bindUndoKeys, createUndo } from '../state/undo';
import { bindUrl, parseHash, reportIssues } from '../state/url';
import '../ui/shell/app';
import { keepOffline } from './offline';
import { browserPace } from './pace';
import { bindTheme, initialTheme } from './theme';

const storage = browserStorage('localStorage');
const saved = readOwnLaws(storage);
const { choices, issues } = parseHash(location.hash, saved.laws);
const store = createStore({ ...choices, own: mergeLaws(saved.laws, choices.own) }, initialTheme(), browserPace);
const exporter = createExporter(store);
const jobs = createJobs();
bindTheme(store);
bindOwnLaws(store, storage, saved, window);
bindUrl(store, window);
reportIssues(store, issues);
const undo = createUndo(store, { host: { storage: browserStorage('sessionStorage'), page: window } });
bindUndoKeys(undo, window);

const app = document.createElement('iso-app');
app.store = store;
app.exporter = exporter;
app.undo = undo;
app.tour = createTour(store, storage, window);
app.scenarios = createSavedScenarios(store, storage, window);
app.jobs = jobs;
document.querySelector('#app')?.replaceWith(app);

/** Starts what the first paint does not need: the engine worker, and the picture. */
async function startEngine(): Promise<void> {
  const [{ createEngineClient }, { createOpenStage }, { createOpenRelief }] = await Promise.all([
    import('../worker/client'),
    import('./stage'),
    import('./relief'),
  ]);
  const engine = createEngineClient();
  store.stage.value = { kind: 'ready', open: createOpenStage(store, engine) };
  store.openRelief.value = createOpenRelief(store, engine);
  store.fitDevice.value = engine.fits;
  exporter.connect(engine);
  jobs.connect(engine);
  connectEngine(store, engine);
}

/** Keeps the page's files for a time without a network, once it needs none of this machine's attention. */
function startOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // where a browser or a policy forbids it, the page needs its network, and nothing else is lost
  keepOffline(store, { serviceWorker: navigator.serviceWorker, reload: () => location.reload() }).catch(() => undefined);
}

// after a frame with the answer has been painted
requestAnimationFrame(() =>
  setTimeout(() => {
    startEngine()
      .catch((error: unknown) => {
        console.error(error);
        const notice = {
          message: msg('The engine did not start.'),
          hint: msg('Numbers and charts on this page need no engine. Reload to try again.'),
        };
        store.stopped.value = notice;
        closeStage(store, notice);
      })
      .finally(startOffline);
  }),
);
