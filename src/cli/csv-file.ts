import { type FileHandle, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ChunkSink } from '../export/chunk';

/** A CSV file that appears under its name only when it is whole. */
export interface CsvFile {
  readonly sink: ChunkSink;
  /** Gives the file its name, with its sidecar beside it. */
  commit(sidecar: string): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** Opens a CSV file under a temporary name beside its own. */
export async function openCsvFile(path: string): Promise<CsvFile> {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  const partialSidecar = `${partial}.json`;
  const file: FileHandle = await open(partial, 'w');
  return {
    sink: async (chunk) => {
      for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
    },
    commit: async (sidecar) => {
      await file.close();
      await writeFile(partialSidecar, sidecar);
      await rename(partial, path);
      await rename(partialSidecar, `${path}.json`);
    },
    discard: async () => {
      await file.close().catch(() => undefined); // closed already where the end of commit failed
      await rm(partial, { force: true });
      await rm(partialSidecar, { force: true });
    },
  };
}
