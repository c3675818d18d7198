import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { ExportSummary } from '../../export/export';
import { type ShardFormat, joinShards } from '../../export/join';
import { formatSize, formatTally } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { parseAny, planAny } from '../../sweep/any';
import type { CliContext } from '../context';
import { type ShardSet, commandFor, orderShards } from '../merge/complete';
import { type ShardFile, readPieces, readShardFile, refuseShard, verifyShard } from '../merge/shard-file';
import { type Compression, type NamedOutput, compressions, openOutputs, parseOutputs } from '../sweep/outputs';
import { shardFormatOf } from '../sweep/shard-option';

interface MergeOptions {
  readonly compression?: Compression;
  readonly json?: boolean;
}

/** Adds `merge`: joins the shards of a sweep to the files that the whole sweep gives. */
export function addMerge(program: Command, context: CliContext): void {
  program
    .command('merge')
    .description('join the shards of a sweep, in any order, to the bytes that the whole sweep gives')
    .argument('<OUT>', 'files to write, with commas between them: .csv, .parquet, .arrow, .jsonl; a sidecar .json beside each')
    .argument('<SHARD...>', 'files of `isoflop sweep --shard`, .csv or .jsonl, each with its sidecar')
    .addOption(new Option('--compression <kind>', 'how a Parquet file is compressed (default: "snappy")').choices(compressions))
    .option('--json', 'print a summary as JSON')
    .action((out: string, paths: readonly string[], options: MergeOptions) => merge(out, paths, options, context));
}

async function merge(out: string, paths: readonly string[], { json, compression }: MergeOptions, context: CliContext): Promise<void> {
  const named = await parseOutputs(out, compression, 'OUT');
  const format = checkNames(named, paths);
  const files: ShardFile[] = [];
  for (const path of paths) files.push(await readShardFile(path));
  const { shards, missing } = orderShards(files);
  if (missing.length > 0) await refuseIncomplete({ shards, missing }, json ?? false, context);
  for (const shard of shards) await verifyShard(shard, commandFor(shard.shard.index, shard), context.signal);
  if (new Set(shards.map(({ backend }) => backend)).size > 1)
    context.stderr('Some shards were computed on the CPU and some with WebGPU, whose f32 numbers may differ in their last bits.\n');
  const plan = planAny(parseAny(shards[0]!.sweep));
  const outputs = await openOutputs(named, compression);
  try {
    const sources = shards.map((shard) => ({ rows: shard.rows, read: () => readPieces(shard, context.signal) }));
    const summary = await joinShards(plan, sources, format, outputs.outputs);
    // the sidecar of a sweep names what computed its end
    const { backend: kind, adapter, isSoftware } = shards.at(-1)!;
    await outputs.commit(plan.file, { kind, adapter, isSoftware }, summary);
    await report(named, summary, shards.length, json ?? false, context);
  } catch (error) {
    await outputs.discard();
    throw error;
  }
}

async function report(
  named: readonly NamedOutput[],
  { rows, files }: ExportSummary,
  shards: number,
  json: boolean,
  context: CliContext,
): Promise<void> {
  if (json) {
    const all = named.map(({ path, format }, k) => ({ out: path, format, ...files[k]! }));
    const summary = { out: named[0]!.path, rows, ...files[0]!, shards, ...(named.length > 1 && { files: all }) };
    await context.stdout(`${JSON.stringify(summary, undefined, 2)}\n`);
    return;
  }
  const names = named.map(({ path }, k) => `${path} (${formatSize(files[k]!.bytes)})`).join(', ');
  context.stderr(`${shards} shards, ${formatTally(rows)} rows, written to ${names}\n`);
}

/** The format of the shards, one for all of them, none of which is written over. Throws an InputError. */
function checkNames(named: readonly NamedOutput[], paths: readonly string[]): ShardFormat {
  const first = shardFormatOf(paths[0]!);
  if (!first) return refuseShard(paths[0]!, 'a shard, which ends in .csv or .jsonl');
  for (const path of paths) {
    if (shardFormatOf(path) !== first) refuseShard(path, `a shard that ends in .${first}, as ${paths[0]!} does`);
    const over = named.find((output) => resolve(output.path) === resolve(path));
    if (over) throw new InputError([{ field: 'OUT', given: over.path, allowed: 'a file that is none of the shards' }]);
  }
  return first;
}

/** Says which shards are missing and how to make them: on stdout as JSON where that is asked for, and in one line. Always throws. */
async function refuseIncomplete({ shards, missing }: ShardSet, json: boolean, { stdout }: CliContext): Promise<never> {
  const { of } = shards[0]!.shard;
  const commands = missing.map((index) => commandFor(index, shards[0]!));
  if (json) await stdout(`${JSON.stringify({ missing, commands }, undefined, 2)}\n`);
  const allowed = `all of them; missing: ${missing.join(', ')}; made by: ${commands.join('; ')}`;
  throw new InputError([{ field: 'SHARD', given: `${shards.length} of ${of} shards`, allowed }]);
}
