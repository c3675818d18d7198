import { msg } from '@lit/localize';
import type { Store } from '../state/store';
import type { UpdateMessage } from './update-message';

/** The part of a browser that keeps service workers. */
interface OfflineHost {
  readonly serviceWorker: Pick<ServiceWorkerContainer, 'register' | 'addEventListener' | 'controller'>;
  reload(): void;
}

/**
 * Installs the service worker, which keeps every file of the page, so that it opens without a network from the second visit on. A
 * newer version waits, and the user is told: pages that are open go on with the files that they started with.
 */
export async function keepOffline(store: Store, { serviceWorker, reload }: OfflineHost): Promise<void> {
  const registration = await serviceWorker.register('./service-worker.js', { updateViaCache: 'none' });
  const announce = (worker: ServiceWorker): void => {
    // the first one has nothing to replace
    if (!serviceWorker.controller) return;
    store.notify({
      message: msg('A newer Isoflop has arrived.'),
      hint: msg('What you chose is in the address and stays.'),
      action: { label: msg('Use it now'), run: () => worker.postMessage('skip-waiting' satisfies UpdateMessage) },
    });
    serviceWorker.addEventListener('controllerchange', () => reload(), { once: true });
  };
  if (registration.waiting) announce(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') announce(worker);
    });
  });
}
