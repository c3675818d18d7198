import { basename, dirname, join } from 'node:path';
import { type ShardFile, refuseShard } from './shard-file';

/** Shards of one sweep in their order, and those that are not there. */
export interface ShardSet {
  readonly shards: readonly ShardFile[];
  readonly missing: readonly number[];
}

/** Puts shards in order. Throws an InputError where they are not of one sweep, cut in one way, each there once. */
export function orderShards(files: readonly ShardFile[]): ShardSet {
  const first = files[0]!;
  const { of } = first.shard;
  const byIndex = new Map<number, ShardFile>();
  for (const file of files) {
    const { index } = file.shard;
    if (JSON.stringify(file.sweep) !== JSON.stringify(first.sweep)) refuseShard(file.path, `a shard of the same sweep as ${first.path}`);
    if (file.shard.of !== of) refuseShard(file.path, `one of ${of} shards, as ${first.path} is; it is one of ${file.shard.of}`);
    const other = byIndex.get(index);
    if (other) refuseShard(file.path, `each shard once; ${other.path} is shard ${index}/${of}, too`);
    if (index < 1 || index > of) refuseShard(file.path, `shards 1 to ${of}; its sidecar says ${index}`);
    byIndex.set(index, file);
  }
  const all = Array.from({ length: of }, (_, i) => i + 1);
  return {
    shards: all.flatMap((index) => byIndex.get(index) ?? []),
    missing: all.filter((index) => !byIndex.has(index)),
  };
}

/** The command line that makes a shard, called as another one is. */
export function commandFor(index: number, like: ShardFile): string {
  const { of, file } = like.shard;
  return `isoflop sweep ${quote(file)} --shard ${index}/${of} --backend ${like.backend} --out ${quote(nameFor(index, like))}`;
}

/** The path of a shard, from that of another: its number stands where the other's does, in as many digits. */
function nameFor(index: number, { path, shard }: ShardFile): string {
  const name = basename(path);
  const own = [...name.matchAll(/\d+/g)].findLast(([digits]) => Number(digits) === shard.index);
  if (!own)
    return join(
      dirname(path),
      name.replace(/\.\w+$/, (extension) => `-${index}${extension}`),
    );
  const number = String(index).padStart(own[0].length, '0');
  return join(dirname(path), name.slice(0, own.index) + number + name.slice(own.index + own[0].length));
}

/** An argument as a shell reads it back. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
