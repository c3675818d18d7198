import type { BackendInfo } from '../sweep/backend';
import type { SweepFile } from '../sweep/file';

/** Everything needed to make an exported file again, and to check it. */
export interface Provenance {
  readonly sweep: SweepFile;
  /** Version of Isoflop. */
  readonly version: string;
  /** What computed the sweep's last tile. */
  readonly backend: BackendInfo;
  /** When the export was finished. */
  readonly date: Date;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** JSON text of a sidecar file, `x.csv.json` beside `x.csv`. */
export function createSidecar({ sweep, version, backend, date, rows, bytes, sha256 }: Provenance): string {
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
  };
  return `${JSON.stringify(sidecar, undefined, 2)}\n`;
}
