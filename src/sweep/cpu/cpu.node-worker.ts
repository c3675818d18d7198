import { parentPort } from 'node:worker_threads';
import type { Endpoint } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { serveCpuWorker } from './serve';

if (parentPort) serveCpuWorker(nodeEndpoint(parentPort) as Endpoint);
