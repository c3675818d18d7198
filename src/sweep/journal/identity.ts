import { numbersVersion, version } from '../../data/version';
import type { AnySweepFile } from '../any';
import type { Shard } from '../shard';

/** What a journal belongs to: it is gone on from only where both are the same. */
export interface JournalIdentity {
  /** SHA-256 of the sweep file, and of the shard where it is cut, in hexadecimal. */
  readonly sweep: string;
  /** Version of Isoflop and of its numbers. */
  readonly version: string;
}

/** The identity of a journal of a parsed sweep file, or of one shard of it, written by this version. */
export async function journalIdentity(file: AnySweepFile, shard?: Shard): Promise<JournalIdentity> {
  const text = JSON.stringify(file) + (shard ? ` ${shard.index}/${shard.of}` : '');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const sweep = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { sweep, version: `${version}, numbers ${numbersVersion}` };
}
