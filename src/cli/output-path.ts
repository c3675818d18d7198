import { stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { InputError } from '../quantities/issue';

/** Checks that a file can be written under a path, that of `--out` or of another field. Throws an InputError for a wrong extension or folder. */
export async function checkOutput(path: string, extension: `.${string}`, field = '--out'): Promise<void> {
  const refuse = (allowed: string): never => {
    throw new InputError([{ field, given: path, allowed }]);
  };
  if (extname(path).toLowerCase() !== extension) refuse(`a file name that ends in ${extension}`);
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (!folder?.isDirectory()) refuse(`a file in a folder that exists; ${dirname(path)} does not`);
  const existing = await stat(path).catch(() => undefined);
  if (existing && !existing.isFile()) refuse('a file name; this is not a file');
}
