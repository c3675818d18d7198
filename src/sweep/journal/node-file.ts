import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { JournalFile } from './file';

/** The journal under a path, for Node; made where there is none. */
export async function openNodeJournal(path: string): Promise<JournalFile> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT);
  return {
    size: async () => (await file.stat()).size,
    read: async (at, into) => (await file.read(into, 0, into.length, at)).bytesRead,
    write: async (at, bytes) => {
      for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
    },
    truncate: (size) => file.truncate(size),
    flush: () => file.datasync(),
    close: () => file.close(),
  };
}
