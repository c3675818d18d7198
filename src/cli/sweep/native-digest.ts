import { createHash } from 'node:crypto';
import type { Digest } from '../../export/digest';

/** Node's own SHA-256, several times as fast as the one that the page uses. */
export function createNativeDigest(): Digest {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}
