import type { Tile } from '../sweep/backend';
import { type Digest, createDigest } from './digest';

/** Takes a chunk of a file. The bytes are only valid until it returns, or until its promise resolves. */
export type ChunkSink = (chunk: Uint8Array<ArrayBuffer>) => void | Promise<void>;

/** Bytes of a chunk. */
const CHUNK_BYTES = 1 << 20;

/**
 * Memory for the next bytes of a file, which is filled, counted, and handed on to be hashed and written when it is nearly full. There
 * are two blocks of it, used in turn: one is filled while the other is hashed and on its way to the disk.
 */
export class Chunk {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(CHUNK_BYTES);
  /** The same bytes, for numbers of several bytes at any place. */
  view = new DataView(this.bytes.buffer);
  /** Next free place. */
  at = 0;
  private other: Uint8Array<ArrayBuffer> = new Uint8Array(CHUNK_BYTES);
  /** Settles when the other block is free. */
  private pending: Promise<unknown> | undefined;
  private written = 0;
  private readonly sink: ChunkSink;
  private readonly digest: Digest;

  constructor(sink: ChunkSink, digest: Digest = createDigest()) {
    this.sink = sink;
    this.digest = digest;
  }

  /** How many records of at most `size` bytes fit. */
  room(size: number): number {
    return Math.floor((CHUNK_BYTES - this.at) / size);
  }

  /** Hands the bytes on, if three quarters of the chunk are used or `always`. Rejects when they could not be hashed or written, now or before. */
  async flush(always = false): Promise<void> {
    if (this.at === 0 || (!always && this.at < CHUNK_BYTES * 0.75)) return;
    const filled = this.bytes.subarray(0, this.at);
    this.written += this.at;
    this.at = 0;
    await this.pending;
    this.pending = Promise.all([this.sink(filled), this.digest.update(filled)]);
    this.pending.catch(() => undefined); // heard by the next flush, or nobody waits for the file any more
    [this.bytes, this.other] = [this.other, this.bytes];
    this.view = new DataView(this.bytes.buffer);
  }

  /** Adds bytes of any number; they are copied. */
  async append(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + CHUNK_BYTES - this.at);
      this.bytes.set(part, this.at);
      this.at += part.length;
      from += part.length;
      if (this.at === CHUNK_BYTES) await this.flush();
    }
  }

  /** Hands the rest on and returns size and hash of everything. */
  async finish(): Promise<{ readonly bytes: number; readonly sha256: string }> {
    await this.flush(true);
    await this.pending;
    return { bytes: this.written, sha256: this.digest.hex() };
  }
}

/** Writes the rows of a tile into the chunk and returns how many. */
export type RowWriter = (tile: Tile, chunk: Chunk) => Promise<number>;
