import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addBytes, finishHash, startHash } from './sha256';

/** The hash of bytes that come in pieces. */
function hashOf(...pieces: readonly Uint8Array[]): string {
  const state = startHash();
  for (const piece of pieces) addBytes(state, piece);
  return finishHash(state);
}

const ascii = (text: string) => new TextEncoder().encode(text);

describe('SHA-256', () => {
  // FIPS 180-2, appendix B, and the empty message
  test.each([
    [0, '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [3, 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [56, 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    [1_000_000, 'a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('of a published example of %s bytes', (_, message, expected) => {
    expect(hashOf(ascii(message))).toBe(expected);
  });

  test('of any bytes in any pieces is that of Node', () => {
    // lengths about those where a block or its padding ends are the likeliest
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 10 }),
      fc.uint8Array({ minLength: 53, maxLength: 67 }),
      fc.uint8Array({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(3), (pieces, offset) => {
        const native = createHash('sha256');
        for (const bytes of pieces) native.update(bytes);
        // pieces need not begin where their memory does
        const shifted = pieces.map((bytes) => Uint8Array.of(...new Uint8Array(offset), ...bytes).subarray(offset));
        expect(hashOf(...shifted)).toBe(native.digest('hex'));
      }),
      { numRuns: 500 },
    );
  });

  test('ends with the number of bits, however many', () => {
    const block = 64;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Math.floor(Number.MAX_SAFE_INTEGER / block) }), (blocks) => {
        const ending = new Uint8Array(block);
        ending[0] = 0x80;
        new DataView(ending.buffer).setBigUint64(block - 8, BigInt(blocks) * BigInt(block * 8));
        const byHand = startHash();
        addBytes(byHand, ending);
        const words = Array.from(byHand.words, (word) => (word >>> 0).toString(16).padStart(8, '0'));
        expect(finishHash({ ...startHash(), bytes: blocks * block })).toBe(words.join(''));
      }),
    );
  });

  test('goes on from a copy of its state', () => {
    const state = startHash();
    addBytes(state, ascii('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnop'));
    const copy = structuredClone(state);
    addBytes(copy, ascii('nopq'));
    expect(finishHash(copy)).toBe('248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1');
  });
});
