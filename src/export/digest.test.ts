import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addPiece, createDigest, finishDigest, startDigest } from './digest';

/** The digest of bytes that come in pieces, on one thread. */
function digestOf(pieces: readonly Uint8Array[]): string {
  const digest = createDigest();
  for (const piece of pieces) void digest.update(piece);
  return digest.hex();
}

/** The same, by states that are copied between two pieces, as between threads. */
function digestByStates(pieces: readonly Uint8Array[]): string {
  return finishDigest(pieces.reduce((state, piece) => addPiece(structuredClone(state), piece), startDigest()));
}

describe('a digest', () => {
  // FIPS 180-2, appendix B, and the empty message
  test.each([
    [0, '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [3, 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [56, 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    [1_000_000, 'a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('of a published example of %s bytes', (_, message, expected) => {
    const pieces = [new TextEncoder().encode(message)];
    expect([digestOf(pieces), digestByStates(pieces)]).toEqual([expected, expected]);
  });

  test('of any bytes in any pieces is that of Node, on one thread or from state to state', () => {
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
        const expected = native.digest('hex');
        // pieces need not begin where their memory does
        const shifted = pieces.map((bytes) => Uint8Array.of(...new Uint8Array(offset), ...bytes).subarray(offset));
        expect([digestOf(shifted), digestByStates(shifted)]).toEqual([expected, expected]);
      }),
      { numRuns: 300 },
    );
  });
});
