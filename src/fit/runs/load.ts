import { isParquet, parseParquet } from './parquet';
import { type Table, parseTable } from './table';
import { checkSize, decodeRuns } from './text';

/** The table of a file of runs: Parquet by its first bytes, else text. Throws an InputError that says what the file looks like instead. */
export async function loadTable(bytes: Uint8Array, name: string): Promise<Table> {
  checkSize(bytes, name);
  return isParquet(bytes) ? parseParquet(bytes, name) : parseTable(decodeRuns(bytes, name), name);
}
