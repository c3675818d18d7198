import { describe, expect, it } from 'vitest';
import { createStore, defaultChoices } from '../state/store';
import { keepOffline } from './offline';

/** A service worker that changes its state when it is told to. */
class FakeWorker extends EventTarget {
  state = 'installing';
  readonly messages: unknown[] = [];
  postMessage(message: unknown): void {
    this.messages.push(message);
  }
  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

/** A browser whose page is, or is not yet, served by an earlier service worker. */
async function open({ isServed }: { readonly isServed: boolean }) {
  const store = createStore(defaultChoices, 'dark');
  const registration = Object.assign(new EventTarget(), { waiting: null as FakeWorker | null, installing: null as FakeWorker | null });
  const container = Object.assign(new EventTarget(), {
    controller: isServed ? new FakeWorker() : null,
    register: () => Promise.resolve(registration),
  });
  let reloads = 0;
  await keepOffline(store, { serviceWorker: container as unknown as ServiceWorkerContainer, reload: () => void reloads++ });
  const install = () => {
    const worker = new FakeWorker();
    registration.installing = worker;
    registration.dispatchEvent(new Event('updatefound'));
    worker.become('installed');
    return worker;
  };
  return { store, container, install, reloads: () => reloads };
}

describe('a page that works offline', () => {
  it('says nothing when it is kept for the first time', async () => {
    const { store, install } = await open({ isServed: false });
    install();
    expect(store.notices.value).toEqual([]);
  });

  it('announces a newer version, and takes it when the user says so', async () => {
    const { store, container, install, reloads } = await open({ isServed: true });
    const worker = install();
    const [notice] = store.notices.value;
    expect(notice?.message).toBe('A newer Isoflop has arrived.');
    expect(worker.messages).toEqual([]);
    notice?.action?.run();
    expect(worker.messages).toEqual(['skip-waiting']);
    expect(reloads()).toBe(0);
    container.dispatchEvent(new Event('controllerchange'));
    expect(reloads()).toBe(1);
  });
});
