import { numbersVersion } from '../data/version';
import type { BackendInfo } from '../sweep/backend';
import type { AnySweepFile } from '../sweep/any';
import type { HistogramCounts } from '../sweep/growth/reduce';
import type { Shard } from '../sweep/shard';

/** What a sidecar says of a shard. */
export interface ShardProvenance extends Shard {
  /** Path of the sweep file as it was given, so that other shards can be made in the same way. */
  readonly file: string;
  /** Whether the file holds rows of the sweep, or what is to be joined with that of other shards. */
  readonly holds: 'rows' | 'partials';
}

/** Which rows of a sweep a file holds, and in which order. */
export interface SidecarPart {
  /** Rows whose value of each of these columns lies in the range, ends included; a category goes by its number. */
  readonly kept: readonly { readonly column: string; readonly min: number; readonly max: number }[];
  /** The sweep's own order where it is left out. */
  readonly sort?: { readonly column: string; readonly isDescending: boolean };
}

/** Everything needed to make an exported file again, and to check it. */
export interface Provenance {
  readonly sweep: AnySweepFile;
  /** Version of Isoflop. */
  readonly version: string;
  /** What computed the sweep's last tile. */
  readonly backend: BackendInfo;
  /** When the export was finished. */
  readonly date: Date;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** A histogram that was made with the sweep; its bins stand in the sweep. */
  readonly histogram?: HistogramCounts;
  /** Where the file does not hold every row in the sweep's order. */
  readonly part?: SidecarPart;
  /** Which part of a sweep that was cut for several machines the file is; absent for a whole one. */
  readonly shard?: ShardProvenance;
}

/** JSON text of a sidecar file, `x.csv.json` beside `x.csv`. */
export function createSidecar({ sweep, version, backend, date, rows, bytes, sha256, histogram, part, shard }: Provenance): string {
  const sidecar = {
    sweep,
    version,
    numbersVersion,
    backend: backend.kind,
    adapter: backend.adapter,
    isSoftware: backend.isSoftware,
    date: date.toISOString(),
    rows,
    bytes,
    sha256,
    ...(part && { part }),
    ...(histogram && { histogram: { ...histogram, counts: [...histogram.counts] } }),
    ...(shard && { shard }),
  };
  return `${JSON.stringify(sidecar, undefined, 2)}\n`;
}
