import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type ShardFormat, joinShards } from '../../export/join';
import { createSidecar } from '../../export/sidecar';
import { formatCount } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { parseAny, planAny } from '../../sweep/any';
import { version } from '../../data/version';
import type { CliContext } from '../context';
import { type ShardSet, commandFor, orderShards } from '../merge/complete';
import { type ShardFile, readPieces, readShardFile, refuseShard, verifyShard } from '../merge/shard-file';
import { checkOutput } from '../output-path';
import { formatOfName } from '../../export/format';
import { openOutputFile } from '../sweep/output-file';
import { outputTo } from '../sweep/outputs';
import { isShardName } from '../sweep/shard-option';

interface MergeOptions {
  readonly json?: boolean;
}

/** Adds `merge`: joins the shards of a sweep to the file that the whole sweep gives. */
export function addMerge(program: Command, context: CliContext): void {
  program
    .command('merge')
    .description('join the shards of a sweep, in any order, to the bytes that the whole sweep gives')
    .argument('<OUT>', 'file to write, .csv or .jsonl as the shards are; with a sidecar .json beside it')
    .argument('<SHARD...>', 'files of `isoflop sweep --shard`, each with its sidecar')
    .option('--json', 'print a summary as JSON')
    .action((out: string, paths: readonly string[], options: MergeOptions) => merge(out, paths, options, context));
}

async function merge(out: string, paths: readonly string[], { json }: MergeOptions, context: CliContext): Promise<void> {
  const format = await checkOut(out, paths);
  const files: ShardFile[] = [];
  for (const path of paths) files.push(await readShardFile(path));
  const { shards, missing } = orderShards(files);
  if (missing.length > 0) await refuseIncomplete({ shards, missing }, json ?? false, context);
  for (const shard of shards) await verifyShard(shard, commandFor(shard.shard.index, shard), context.signal);
  if (new Set(shards.map(({ backend }) => backend)).size > 1)
    context.stderr('Some shards were computed on the CPU and some with WebGPU, whose f32 numbers may differ in their last bits.\n');
  const plan = planAny(parseAny(shards[0]!.sweep));
  const file = await openOutputFile(out);
  try {
    const sources = shards.map((shard) => ({ rows: shard.rows, read: () => readPieces(shard, context.signal) }));
    const { rows, files: written, histogram } = await joinShards(plan, sources, { ...outputTo(format, file.sink), format });
    const { bytes, sha256 } = written[0]!;
    // the sidecar of a sweep names what computed its end
    const { backend: kind, adapter, isSoftware } = shards.at(-1)!;
    const backend = { kind, adapter, isSoftware };
    const provenance = { sweep: plan.file, version, backend, date: new Date(), rows, bytes, sha256 };
    await file.seal(createSidecar({ ...provenance, ...(histogram && { histogram }) }));
    await file.publish();
    if (json) await context.stdout(`${JSON.stringify({ out, rows, bytes, sha256, shards: shards.length }, undefined, 2)}\n`);
    else context.stderr(`${shards.length} shards, ${formatCount(rows)} rows, written to ${out} (${formatCount(bytes)}B)\n`);
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** The format of OUT, which must be that of the shards. Throws an InputError. */
async function checkOut(out: string, paths: readonly string[]): Promise<ShardFormat> {
  if (!isShardName(out)) {
    const allowed = 'a file name that ends in .csv or .jsonl: shards of CSV and JSON lines merge, those of Parquet and Arrow do not';
    throw new InputError([{ field: 'OUT', given: out, allowed }]);
  }
  const format = formatOfName(out) as ShardFormat;
  await checkOutput(out, `.${format}`, 'OUT');
  for (const path of paths) {
    if (formatOfName(path) !== format) refuseShard(path, `a shard that ends in .${format}, as OUT does`);
    if (resolve(path) === resolve(out)) throw new InputError([{ field: 'OUT', given: out, allowed: 'a file that is none of the shards' }]);
  }
  return format;
}

/** Says which shards are missing and how to make them: on stdout as JSON where that is asked for, and in one line. Always throws. */
async function refuseIncomplete({ shards, missing }: ShardSet, json: boolean, { stdout }: CliContext): Promise<never> {
  const { of } = shards[0]!.shard;
  const commands = missing.map((index) => commandFor(index, shards[0]!));
  if (json) await stdout(`${JSON.stringify({ missing, commands }, undefined, 2)}\n`);
  const allowed = `all of them; missing: ${missing.join(', ')}; made by: ${commands.join('; ')}`;
  throw new InputError([{ field: 'SHARD', given: `${shards.length} of ${of} shards`, allowed }]);
}
