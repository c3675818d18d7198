// Entry of headless.html, the page that the command line drives: a global that hands calls to one worker.
import { type Remote, wrap } from 'comlink';
import type { HeadlessApi, HeadlessGlobal } from './headless-api';

const worker = new Worker(new URL('./headless.worker.ts', import.meta.url), { type: 'module', name: 'headless' });
const api: Remote<HeadlessApi> = wrap<HeadlessApi>(worker);
const failed = new Promise<never>((_, reject) => {
  worker.addEventListener('error', ({ message }) => reject(new Error(message || 'the worker did not start')));
});
failed.catch(() => undefined); // heard by whoever calls

const isoflop: HeadlessGlobal = {
  call: (method, args) => {
    const invoke = api[method] as (...args: readonly unknown[]) => Promise<unknown>;
    return Promise.race([invoke(...args), failed]);
  },
};
Object.assign(globalThis, { isoflop });
