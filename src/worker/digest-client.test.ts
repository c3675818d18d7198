import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type DigestState, addPiece } from '../export/digest';
import { type DigestWorker, createDigests } from './digest-client';

const PIECES = ['N,D,loss\n', '1e9,2e10,2.5\n'.repeat(20), '', '3e9,6e10,2.3\n'].map((text) => new TextEncoder().encode(text));
const EXPECTED = createHash('sha256').update(Buffer.concat(PIECES)).digest('hex');

type Add = (state: DigestState, bytes: Uint8Array) => Promise<DigestState>;

/** What a worker does that works: it gets copies. */
const adds: Add = async (state, bytes) => addPiece(structuredClone(state), bytes);

/** A worker that fails at its second piece, in the way given; the pieces that it was asked for are counted. */
function failing(fail: (die: () => void) => Promise<DigestState>) {
  let die = (): void => undefined;
  const died = new Promise<never>((_, reject) => (die = reject));
  const worker = { asked: 0, isTerminated: false, died, terminate: () => void (worker.isTerminated = true), api: { add } };
  async function add(state: DigestState, bytes: Uint8Array): Promise<DigestState> {
    return ++worker.asked === 2 ? fail(die) : adds(state, bytes);
  }
  return worker;
}

const never = () => new Promise<never>(() => undefined);

/** Hashes the pieces by a new digest. */
async function hash(createDigest: ReturnType<typeof createDigests>): Promise<string> {
  const digest = createDigest();
  for (const piece of PIECES) await digest.update(piece);
  return digest.hex();
}

afterEach(() => void vi.useRealTimers());

describe('a digest beside this thread', () => {
  test('is that of all pieces, and one worker serves many', async () => {
    let started = 0;
    const terminate = vi.fn<() => void>();
    const createDigest = createDigests(() => {
      started++;
      return { api: { add: adds }, died: never(), terminate };
    });
    expect(started).toBe(0);
    expect(await Promise.all([hash(createDigest), hash(createDigest)])).toEqual([EXPECTED, EXPECTED]);
    expect(await hash(createDigest)).toBe(EXPECTED);
    expect(started).toBe(1);
    expect(terminate).not.toHaveBeenCalled();
  });

  test.each([
    [
      'dies',
      (die: () => void) => {
        die();
        return never();
      },
    ],
    ['throws', () => Promise.reject(new Error('it is out of memory'))],
  ])('goes on here when its worker %s, and the next one has a new worker', async (_, fail) => {
    const workers = [failing(fail), failing(fail)];
    let started = 0;
    const createDigest = createDigests(() => workers[started++]!);
    expect(await hash(createDigest)).toBe(EXPECTED);
    expect(workers[0]).toMatchObject({ asked: 2, isTerminated: true });
    expect(await hash(createDigest)).toBe(EXPECTED);
    expect(workers[1]).toMatchObject({ asked: 2, isTerminated: true });
  });

  test('goes on here when its worker falls silent', async () => {
    vi.useFakeTimers();
    const worker = failing(never);
    const hashing = hash(createDigests(() => worker));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await hashing).toBe(EXPECTED);
    expect(worker.isTerminated).toBe(true);
  });

  test('is made here where no worker starts', async () => {
    const createDigest = createDigests((): DigestWorker => {
      throw new TypeError('Worker is not a constructor');
    });
    expect(await hash(createDigest)).toBe(EXPECTED);
  });

  test('leaves a worker that died between two files', async () => {
    let die = (): void => undefined;
    const died = new Promise<never>((_, reject) => (die = reject));
    let started = 0;
    const createDigest = createDigests(() => ({ api: { add: adds }, died: started++ === 0 ? died : never(), terminate: () => undefined }));
    expect(await hash(createDigest)).toBe(EXPECTED);
    die();
    await expect(died).rejects.toBeUndefined();
    expect(await hash(createDigest)).toBe(EXPECTED);
    expect(started).toBe(2);
  });
});
