import { type FileHandle, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ChunkSink } from '../../export/chunk';

/** A file that appears under its name only when it is whole. */
export interface OutputFile {
  readonly sink: ChunkSink;
  /** Closes the file and writes its sidecar, both still under names of their own. */
  seal(sidecar: string): Promise<void>;
  /** Gives a sealed file its name, with its sidecar beside it. */
  publish(): Promise<void>;
  /** Removes what was written and not published. */
  discard(): Promise<void>;
}

/** Opens a file under a temporary name beside its own. */
export async function openOutputFile(path: string): Promise<OutputFile> {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  const partialSidecar = `${partial}.json`;
  const file: FileHandle = await open(partial, 'w');
  return {
    sink: async (chunk) => {
      for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
    },
    seal: async (sidecar) => {
      await file.close();
      await writeFile(partialSidecar, sidecar);
    },
    publish: async () => {
      await rename(partial, path);
      await rename(partialSidecar, `${path}.json`);
    },
    discard: async () => {
      await file.close().catch(() => undefined); // closed already where sealing or publishing failed
      await rm(partial, { force: true });
      await rm(partialSidecar, { force: true });
    },
  };
}
