import { addBytes, finishHash, startHash } from './sha256';

/** A SHA-256 that takes its input in pieces, one after the other. */
export interface Digest {
  /** Takes a piece, whose bytes must stay as they are until it returns, or until its promise resolves. */
  update(bytes: Uint8Array): void | Promise<void>;
  /** The digest in lower-case hexadecimal; call once, when the last piece is taken. */
  hex(): string;
}

/** SHA-256 on this thread, in plain JavaScript. */
export function createDigest(): Digest {
  const state = startHash();
  return { update: (bytes) => addBytes(state, bytes), hex: () => finishHash(state) };
}
