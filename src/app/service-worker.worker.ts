import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import type { UpdateMessage } from './update-message';

declare const self: ServiceWorkerGlobalScope;

/** Every file of the page as `name revision`, by commas; the build writes it (tools/precache-vite.ts). */
const LIST = '__PRECACHE_LIST__';

const entries = LIST.split(',').map((entry) => {
  const [url = '', revision = ''] = entry.split(' ');
  return { url, revision: revision === '' ? null : revision };
});

// the page keeps all its state in the hash, so any query belongs to whoever shared the link
precacheAndRoute(entries, { directoryIndex: 'index.html', ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();

self.addEventListener('message', ({ data }: { readonly data: UpdateMessage }) => {
  if (data === 'skip-waiting') void self.skipWaiting();
});

// a first visit whose network goes away before the page was loaded again has all views, too
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
