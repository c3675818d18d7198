/** What a storage gives at once or after a while. */
type Awaitable<T> = T | Promise<T>;

/** A file that can be read at any place. */
export interface JournalSource {
  /** Bytes of the file. */
  size(): Awaitable<number>;
  /** Fills `into` from a place of the file; returns the bytes that there were. */
  read(at: number, into: Uint8Array<ArrayBuffer>): Awaitable<number>;
  close(): Awaitable<void>;
}

/** The file of a journal, wherever it is stored. Every method may throw the storage's own error. */
export interface JournalFile extends JournalSource {
  /** Writes all of the bytes; they may be reused afterwards. */
  write(at: number, bytes: Uint8Array<ArrayBuffer>): Awaitable<void>;
  /** Cuts off what lies behind a place. */
  truncate(size: number): Awaitable<void>;
  /** Makes what was written outlive the process and, where the system can, the machine's power. */
  flush(): Awaitable<void>;
}

/** Whether a storage failed because it is full, in a browser or in Node. */
export function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return error.name === 'QuotaExceededError' || code === 'ENOSPC' || code === 'EDQUOT';
}
