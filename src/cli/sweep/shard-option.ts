import { formatOfName } from '../../export/format';
import { type ShardFormat, shardFormats } from '../../export/join';
import type { ShardProvenance } from '../../export/sidecar';
import { InputError } from '../../quantities/issue';
import type { AnySweepPlan } from '../../sweep/any';
import { type Shard, joinedPlan, parseShard } from '../../sweep/shard';

/** The shard that `--shard` names; undefined where the whole sweep is asked for. Throws an InputError, also where `--out` cannot hold one. */
export function readShard({ shard, out }: { readonly shard?: string; readonly out?: string }): Shard | undefined {
  if (shard === undefined) return undefined;
  const read = parseShard(shard);
  const allowed = 'a file.csv or file.jsonl for a shard: `isoflop merge` makes any format of them';
  if (out === undefined) throw new InputError([{ field: '--out', given: 'nothing', allowed }]);
  for (const name of out.split(',')) {
    if (!isShardName(name.trim())) throw new InputError([{ field: '--out', given: name.trim() || 'an empty name', allowed }]);
  }
  return read;
}

/** Whether a file name is one of a format that shards come in. */
function isShardName(name: string): boolean {
  return shardFormatOf(name) !== undefined;
}

/** The format of a shard of such a name; undefined where it is none of those that shards come in. */
export function shardFormatOf(name: string): ShardFormat | undefined {
  const format = formatOfName(name);
  return shardFormats.find((known) => known === format);
}

/** What the sidecar of a shard says of it; `file` is the path of the sweep file. */
export function shardProvenance(plan: AnySweepPlan, shard: Shard, file: string): ShardProvenance {
  return { ...shard, file, holds: joinedPlan(plan) ? 'partials' : 'rows' };
}
