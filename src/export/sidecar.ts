import type { BackendInfo } from '../sweep/backend';
import type { AnySweepFile } from '../sweep/any';
import type { HistogramCounts } from '../sweep/growth/reduce';

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
}

/** JSON text of a sidecar file, `x.csv.json` beside `x.csv`. */
export function createSidecar({ sweep, version, backend, date, rows, bytes, sha256, histogram }: Provenance): string {
  const sidecar = {
    sweep,
    version,
    backend: backend.kind,
    adapter: backend.adapter,
    isSoftware: backend.isSoftware,
    date: date.toISOString(),
    rows,
    bytes,
    sha256,
    ...(histogram && { histogram: { ...histogram, counts: [...histogram.counts] } }),
  };
  return `${JSON.stringify(sidecar, undefined, 2)}\n`;
}
