import { parseAny } from '../../sweep/any';
import type { JournalFile, JournalSource } from '../../sweep/journal/file';
import type { Job } from './job';
import type { JobStore } from './store';

const FOLDER = 'jobs';
const VERSION = 1;

/** The part of a synchronous access handle that a journal needs; workers alone have it. */
interface AccessHandle {
  getSize(): number;
  read(into: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
  write(bytes: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

type AccessibleFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<AccessHandle> };

/**
 * Jobs in the browser's private file system: `jobs/<id>.json` for each, and `jobs/<id>.journal` for its tiles. Rejects where there
 * is none, as in some private windows.
 */
export async function openJobFiles(): Promise<JobStore> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  const remove = async (name: string): Promise<void> => {
    await folder.removeEntry(name).catch(unlessMissing);
  };
  return {
    list: async () => {
      const jobs: Job[] = [];
      for await (const [name, handle] of folder.entries()) {
        const job = handle.kind === 'file' && name.endsWith('.json') ? await readJob(handle as FileSystemFileHandle) : undefined;
        if (job) jobs.push(job);
      }
      return jobs.toSorted((a, b) => a.created - b.created);
    },
    save: async (job) => {
      // takes the file's place only when it is whole
      const file = await (await folder.getFileHandle(`${job.id}.json`, { create: true })).createWritable();
      await file.write(JSON.stringify({ version: VERSION, ...job }));
      await file.close();
    },
    remove: async (id) => {
      await remove(`${id}.json`);
      await remove(`${id}.journal`);
    },
    openJournal: async (id) => {
      const handle = (await folder.getFileHandle(`${id}.journal`, { create: true })) as AccessibleFile;
      return journalOf(await openAlone(handle));
    },
    readJournal: async (id) => {
      const handle = await folder.getFileHandle(`${id}.journal`).catch(unlessMissing);
      return handle && sourceOf(await handle.getFile());
    },
    removeJournal: (id) => remove(`${id}.journal`),
  };
}

/** Times that a journal is asked for, and the time between two of them. */
const ATTEMPTS = 50;
const ATTEMPT_MS = 100;

/** Opens a file that the worker of a page before may hold for a moment longer, although it is gone. */
async function openAlone(handle: AccessibleFile): Promise<AccessHandle> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await handle.createSyncAccessHandle();
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isHeld || attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, ATTEMPT_MS));
    }
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
  throw error;
}

/** A job's file; undefined where it cannot be read, as one of another version. */
async function readJob(handle: FileSystemFileHandle): Promise<Job | undefined> {
  try {
    const { version, ...job } = JSON.parse(await (await handle.getFile()).text()) as Job & { readonly version: unknown };
    return version === VERSION ? { ...job, file: parseAny(job.file) } : undefined;
  } catch {
    return undefined;
  }
}

function journalOf(handle: AccessHandle): JournalFile {
  return {
    size: () => handle.getSize(),
    read: (at, into) => handle.read(into, { at }),
    write: (at, bytes) => {
      // a full storage may take a part and say nothing
      if (handle.write(bytes, { at }) < bytes.length) throw new DOMException('The storage took a part only.', 'QuotaExceededError');
    },
    truncate: (size) => handle.truncate(size),
    flush: () => handle.flush(),
    close: () => handle.close(),
  };
}

function sourceOf(blob: Blob): JournalSource {
  return {
    size: () => blob.size,
    read: async (at, into) => {
      const bytes = new Uint8Array(await blob.slice(at, at + into.length).arrayBuffer());
      into.set(bytes);
      return bytes.length;
    },
    close: () => undefined,
  };
}
