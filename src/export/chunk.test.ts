import { describe, expect, test } from 'vitest';
import { Chunk } from './chunk';
import { createDigest } from './digest';

/** A piece that fills more than three quarters of a chunk, so that a flush hands it on. */
const PIECE = new Uint8Array(800_000).fill(7);

/** Lets everything happen that waits for nothing else. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

const takes = (): void => undefined;
const refuses = (): Promise<void> => Promise.reject(new Error('no'));

describe('a chunk', () => {
  test('waits for a digest that is slower, so that no more than two blocks are on their way', async () => {
    const local = createDigest();
    const answers: (() => void)[] = [];
    const update = (bytes: Uint8Array) => new Promise<void>((resolve) => answers.push(resolve)).then(() => local.update(bytes));
    let sunk = 0;
    const chunk = new Chunk(() => void sunk++, { ...local, update });
    let filled = 0;
    const write = async (): Promise<void> => {
      for (; filled < 5; filled++) {
        await chunk.append(PIECE);
        await chunk.flush();
      }
    };
    const writing = write();
    await settle();
    expect([filled, sunk, answers.length]).toEqual([1, 1, 1]);
    answers[0]!();
    await settle();
    expect([filled, sunk, answers.length]).toEqual([2, 2, 2]);
    while (filled < 5) {
      answers.at(-1)!();
      await settle();
    }
    await writing;
    answers.at(-1)!();
    const expected = createDigest();
    for (let i = 0; i < 5; i++) void expected.update(PIECE);
    expect(await chunk.finish()).toEqual({ bytes: 5 * PIECE.length, sha256: expected.hex() });
  });

  test.each([
    ['hashed', takes, refuses],
    ['written', refuses, takes],
  ])('that cannot be %s fails the next one, or the end', async (_, sink, update) => {
    const digest = { ...createDigest(), update };
    const next = new Chunk(sink, digest);
    await next.append(PIECE);
    await next.flush();
    await next.append(PIECE);
    await expect(next.flush()).rejects.toThrow('no');
    const last = new Chunk(sink, digest);
    await last.append(PIECE);
    await expect(last.finish()).rejects.toThrow('no');
  });
});
