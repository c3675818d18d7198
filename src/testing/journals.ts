import type { JournalFile } from '../sweep/journal/file';

/** A journal's file in memory, which a test can read, damage and fill. */
export class MemoryJournal implements JournalFile {
  bytes = new Uint8Array(0);
  isOpen = true;
  /** Bytes that the storage takes; more is refused as a browser does. */
  quota = Infinity;
  /** What was flushed last: what a crash leaves at least. */
  flushed = new Uint8Array(0);
  /** Largest piece that was written at once, in bytes. */
  largestWrite = 0;

  size(): number {
    return this.bytes.length;
  }

  read(at: number, into: Uint8Array): number {
    const part = this.bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }

  write(at: number, part: Uint8Array): void {
    if (!this.isOpen) throw new Error('the journal is closed');
    if (at + part.length > this.quota) throw new DOMException('no room', 'QuotaExceededError');
    const grown = new Uint8Array(Math.max(this.bytes.length, at + part.length));
    grown.set(this.bytes);
    grown.set(part, at);
    this.bytes = grown;
    this.largestWrite = Math.max(this.largestWrite, part.length);
  }

  truncate(size: number): void {
    this.bytes = this.bytes.slice(0, size);
  }

  flush(): void {
    this.flushed = this.bytes.slice();
  }

  close(): void {
    this.isOpen = false;
  }
}
