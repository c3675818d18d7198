import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ChunkSink } from '../../export/chunk';
import type { ExportOutput, ExportSummary } from '../../export/export';
import { type ExportFormat, exportFormats, formatOfName } from '../../export/format';
import type { ParquetCompression } from '../../export/parquet';
import { type ShardProvenance, createSidecar } from '../../export/sidecar';
import { InputError } from '../../quantities/issue';
import type { BackendInfo } from '../../sweep/backend';
import type { AnySweepFile } from '../../sweep/any';
import { checkOutput } from '../output-path';
import { version } from '../../data/version';
import { createNativeDigest } from './native-digest';
import { type OutputFile, openOutputFile } from './output-file';

/** Values of `--compression`. */
export const compressions = ['snappy', 'gzip', 'none'] as const;

/** A value of `--compression`. */
export type Compression = (typeof compressions)[number];

/** A file that `--out` names. */
export interface NamedOutput {
  readonly path: string;
  readonly format: ExportFormat;
}

/** Checks a value of `--out`, or of another field: names with commas between them, their kinds by their extensions. Throws an InputError. */
export async function parseOutputs(out: string, compression: Compression | undefined, field = '--out'): Promise<readonly NamedOutput[]> {
  const refusal = (given: string, allowed: string) => new InputError([{ field, given: given === '' ? 'an empty name' : given, allowed }]);
  const extensions = exportFormats.map((format) => `.${format}`).join(', ');
  const outputs: NamedOutput[] = [];
  for (const path of out.split(',').map((name) => name.trim())) {
    const format = formatOfName(path);
    if (!format) throw refusal(path, `file names that end in ${extensions}, with commas between them`);
    if (outputs.some((other) => resolve(other.path) === resolve(path))) throw refusal(path, 'each file once');
    await checkOutput(path, `.${format}`, field);
    outputs.push({ path, format });
  }
  if (compression && !outputs.some(({ format }) => format === 'parquet')) {
    throw new InputError([{ field: '--compression', given: compression, allowed: `a file.parquet among those of ${field}` }]);
  }
  return outputs;
}

/** Files in the making: all of them appear when every one is whole, or none. */
export interface OpenOutputs {
  readonly outputs: readonly ExportOutput[];
  /** Gives each file its name, with a sidecar beside it; `shard` says which part of the sweep they are. */
  commit(sweep: AnySweepFile, backend: BackendInfo, summary: ExportSummary, shard?: ShardProvenance): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** Opens every file, each under a temporary name beside its own. */
export async function openOutputs(named: readonly NamedOutput[], compression: Compression | undefined): Promise<OpenOutputs> {
  const files: OutputFile[] = [];
  const discard = async (): Promise<void> => {
    for (const file of files) await file.discard();
  };
  try {
    for (const { path } of named) files.push(await openOutputFile(path));
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    outputs: named.map(({ format }, k) => outputTo(format, files[k]!.sink, compression)),
    commit: async (sweep, backend, { rows, files: written, histogram }, shard) => {
      const date = new Date();
      const more = { sweep, version, backend, date, rows, ...(histogram && { histogram }), ...(shard && { shard }) };
      for (const [k, file] of files.entries()) await file.seal(createSidecar({ ...more, ...written[k]! }));
      for (const file of files) await file.publish();
    },
    discard,
  };
}

/** An output that Node hashes, which is several times as fast as what the page uses. */
export function outputTo(format: ExportFormat, sink: ChunkSink, compression?: Compression): ExportOutput {
  return { format, sink, digest: createNativeDigest(), compression: parquetCompression(compression) };
}

function parquetCompression(compression: Compression | undefined): ParquetCompression | undefined {
  switch (compression) {
    case 'gzip':
      return { codec: 'GZIP', compress: (bytes) => gzipSync(bytes) };
    case 'none':
      return { codec: 'UNCOMPRESSED' };
    default:
      return undefined;
  }
}
