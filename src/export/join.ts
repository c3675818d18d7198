import type { AnySweepPlan } from '../sweep/any';
import { joinedPlan } from '../sweep/shard';
import { LINE_FEED } from './ascii';
import { type Digest, createDigest } from './digest';
import { type ExportOutput, type ExportSummary, type SweepExport, openSweepExport } from './export';
import type { ExportFormat } from './format';
import { openPartialExport, partialTiles } from './partial';

/** Formats of shards: those of text, of which rows can be put together as they are. */
export const shardFormats = ['csv', 'jsonl'] as const satisfies readonly ExportFormat[];

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
 * Joins the shards of a sweep, all of them and in their order, to the bytes that the whole sweep gives. Rows are copied; partial results
 * are joined as tiles are. What is kept in memory does not grow with the shards.
 */
export async function joinShards(
  plan: AnySweepPlan,
  shards: readonly ShardSource[],
  output: ExportOutput & { readonly format: ShardFormat },
): Promise<ExportSummary> {
  const joined = joinedPlan(plan);
  if (!joined) return copyRows(shards, output);
  const writer = await openSweepExport(plan, [output]);
  for (const shard of shards) {
    for await (const tile of partialTiles(joined, output.format, linesOf(shard.read()))) await writer.addTile(tile);
  }
  return writer.finish();
}

async function copyRows(
  shards: readonly ShardSource[],
  { format, sink, digest = createDigest() }: ExportOutput & { readonly format: ShardFormat },
): Promise<ExportSummary> {
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
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
  return { rows, files: [copied.file()] };
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

  file() {
    return { bytes: this.bytes, sha256: this.digest.hex() };
  }
}

/** Lines of UTF-8 text, without their line feeds. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}
