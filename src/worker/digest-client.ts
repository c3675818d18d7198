import { transfer, wrap } from 'comlink';
import { type Digest, type DigestState, addPiece, finishDigest, startDigest } from '../export/digest';

/** What the hashing worker does. It keeps nothing: how far a hash is goes with each piece. */
export interface DigestApi {
  /** Adds a piece, and returns how far the hash is then. */
  add(state: DigestState, bytes: Uint8Array): DigestState;
}

/** A running hashing worker. */
export interface DigestWorker {
  readonly api: { add(state: DigestState, bytes: Uint8Array): Promise<DigestState> };
  /** Rejects when the worker dies on its own. */
  readonly died: Promise<never>;
  terminate(): void;
}

/** A worker that has not answered for this long is taken for dead; a piece takes milliseconds. */
const SILENCE_MS = 20_000;

/**
 * Makes digests that one worker computes beside this thread, a piece at a time; it is started when it is needed. Where it does not
 * start, dies or falls silent, a digest goes on here from the last piece that was answered, and the next digest starts another worker.
 */
export function createDigests(start: () => DigestWorker = startWorker): () => Digest {
  let running: DigestWorker | undefined;
  const end = (worker: DigestWorker): void => {
    worker.terminate();
    if (running === worker) running = undefined;
  };
  const findWorker = (): DigestWorker => {
    if (running) return running;
    const worker = start();
    worker.died.catch(() => end(worker));
    return (running = worker);
  };
  /** How far the hash is with the piece; undefined where the worker failed. */
  const addBeside = async (state: DigestState, bytes: Uint8Array): Promise<DigestState | undefined> => {
    let worker: DigestWorker | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      worker = findWorker();
      const piece = bytes.slice();
      const silence = new Promise<never>((_, reject) => (timer = setTimeout(reject, SILENCE_MS)));
      return await Promise.race([worker.api.add(state, transfer(piece, [piece.buffer])), worker.died, silence]);
    } catch {
      if (worker) end(worker);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  };
  return () => {
    let state = startDigest();
    let isAlone = false;
    return {
      update: async (bytes) => {
        const added = isAlone ? undefined : await addBeside(state, bytes);
        isAlone = !added;
        state = added ?? addPiece(state, bytes);
      },
      hex: () => finishDigest(state),
    };
  };
}

/** Makes a digest that is computed beside this thread. */
export const createDigestBeside = createDigests();

function startWorker(): DigestWorker {
  const worker = new Worker(new URL('./digest.worker.ts', import.meta.url), { type: 'module', name: 'digest' });
  const died = new Promise<never>((_, reject) => worker.addEventListener('error', reject));
  return { api: wrap<DigestApi>(worker), died, terminate: () => worker.terminate() };
}
