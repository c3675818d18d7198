import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** A SHA-256 that takes its input in pieces. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** The digest in lower-case hexadecimal; call once. */
  hex(): string;
}

/** SHA-256 in plain JavaScript: the browser's own only takes a whole file at once. */
export function createDigest(): Digest {
  const hash = sha256.create();
  return { update: (bytes) => void hash.update(bytes), hex: () => bytesToHex(hash.digest()) };
}
