import type { AnySweepPlan } from '../sweep/any';
import { joinedPlan } from '../sweep/shard';
import { LINE_FEED } from './ascii';
import { type Digest, createDigest } from './digest';
import {
  type ExportOutput,
  type ExportSummary,
  type ExportedFile,
  type SweepExport,
  columnsOf,
  openSweepExport,
  openTableExport,
} from './export';
import { openPartialExport, partialTiles } from './partial';
import { type TextFormat, linesOf, readTextRows } from './text-read';

/** Formats of shards: those of text, of which rows can be put together as they are. */
export const shardFormats = ['csv', 'jsonl'] as const satisfies readonly TextFormat[];

/** A format of shards. */
export type ShardFormat = (typeof shardFormats)[number];

/** A shard to be joined. */
export interface ShardSource {
  /** Rows of its table. */
  readonly rows: number;
  /** Its bytes, in pieces of any length. */
  read(): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** Opens the export of a shard, whose tiles are those of its cells. Outputs must be of `shardFormats`. */
export async function openShardExport(plan: AnySweepPlan, outputs: readonly ExportOutput[]): Promise<SweepExport> {
  const joined = joinedPlan(plan);
  return joined ? openPartialExport(joined, outputs) : openSweepExport(plan, outputs);
}

/**
 * Joins the shards of a sweep, all of them and in their order, to the bytes that the whole sweep gives in each format that is wanted.
 * Rows of the shards' own format are copied, and read for others; partial results are joined as tiles are. What is kept in memory does
 * not grow with the shards.
 */
export async function joinShards(
  plan: AnySweepPlan,
  shards: readonly ShardSource[],
  format: ShardFormat,
  outputs: readonly ExportOutput[],
): Promise<ExportSummary> {
  const joined = joinedPlan(plan);
  if (joined) {
    const writer = await openSweepExport(plan, outputs);
    for (const shard of shards) {
      for await (const tile of partialTiles(joined, format, linesOf(shard.read()))) await writer.addTile(tile);
    }
    return writer.finish();
  }
  const same = outputs.filter((output) => output.format === format);
  const others = outputs.filter((output) => output.format !== format);
  const copied: ExportedFile[] = [];
  for (const output of same) copied.push(await copyRows(shards, format, output));
  const written = others.length > 0 ? [...(await readRows(plan, shards, format, others)).files] : [];
  const files = outputs.map((output) => (output.format === format ? copied : written).shift()!);
  return { rows: shards.reduce((sum, shard) => sum + shard.rows, 0), files };
}

async function readRows(
  plan: AnySweepPlan,
  shards: readonly ShardSource[],
  format: ShardFormat,
  outputs: readonly ExportOutput[],
): Promise<ExportSummary> {
  const columns = columnsOf(plan);
  const table = await openTableExport(columns, plan.file, outputs);
  for (const shard of shards) {
    for await (const batch of readTextRows(columns, format, linesOf(shard.read()))) await table.append(batch);
  }
  return table.finish();
}

async function copyRows(
  shards: readonly ShardSource[],
  format: ShardFormat,
  { sink, digest = createDigest() }: ExportOutput,
): Promise<ExportedFile> {
  const copied = new Copied(digest);
  for (const [i, shard] of shards.entries()) {
    // every CSV begins with the header row, of which one is enough
    let isHeader = format === 'csv' && i > 0;
    for await (const piece of shard.read()) {
      const end = isHeader ? piece.indexOf(LINE_FEED) : -1;
      if (isHeader && end < 0) continue;
      isHeader = false;
      const rest = piece.subarray(end + 1);
      await copied.add(rest);
      await sink(rest);
    }
  }
  return copied.file();
}

/** Size and hash of what was copied. */
class Copied {
  private bytes = 0;
  private readonly digest: Digest;

  constructor(digest: Digest) {
    this.digest = digest;
  }

  async add(piece: Uint8Array): Promise<void> {
    await this.digest.update(piece);
    this.bytes += piece.length;
  }

  file(): ExportedFile {
    return { bytes: this.bytes, sha256: this.digest.hex() };
  }
}
