import { SHA256, type SavedState } from '@stablelib/sha256';

/** A SHA-256 that takes its input in pieces, one after the other. */
export interface Digest {
  /** Takes a piece, whose bytes must stay as they are until it returns, or until its promise resolves. */
  update(bytes: Uint8Array): void | Promise<void>;
  /** The digest in lower-case hexadecimal; call once, when the last piece is taken. */
  hex(): string;
}

/** How far a digest is. Plain data, so that it may pass from thread to thread between two pieces. */
export type DigestState = SavedState;

/** The state before the first byte. */
export function startDigest(): DigestState {
  return new SHA256().saveState();
}

/** How far the digest is with one more piece. */
export function addPiece(state: DigestState, bytes: Uint8Array): DigestState {
  return new SHA256().restoreState(state).update(bytes).saveState();
}

/** The digest in lower-case hexadecimal. */
export function finishDigest(state: DigestState): string {
  return toHex(new SHA256().restoreState(state).digest());
}

/** SHA-256 on this thread, in plain JavaScript: the browser's own only takes a whole file at once. */
export function createDigest(): Digest {
  const hash = new SHA256();
  return { update: (bytes) => void hash.update(bytes), hex: () => toHex(hash.digest()) };
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
