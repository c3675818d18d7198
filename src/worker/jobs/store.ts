import type { JournalFile, JournalSource } from '../../sweep/journal/file';
import type { Job } from './job';

/** Where jobs and their journals are kept. Methods reject with the storage's own error. */
export interface JobStore {
  /** Jobs that can be read, in the order in which they were added. */
  list(): Promise<readonly Job[]>;
  save(job: Job): Promise<void>;
  /** Forgets a job with its journal. */
  remove(id: string): Promise<void>;
  /** The journal of a job to write to, and to read from; made where there is none. Nobody else can write to it until it is closed. */
  openJournal(id: string): Promise<JournalFile>;
  /** The journal of a job as it is now, to read; undefined where there is none. */
  readJournal(id: string): Promise<JournalSource | undefined>;
  removeJournal(id: string): Promise<void>;
}

/** A store that keeps nothing, where the browser has no storage for this page: jobs live as long as the page. */
export function keepNothing(cause: unknown): JobStore {
  return {
    list: async () => [],
    save: async () => undefined,
    remove: async () => undefined,
    openJournal: () => Promise.reject(cause instanceof Error ? cause : new Error(String(cause))),
    readJournal: async () => undefined,
    removeJournal: async () => undefined,
  };
}
