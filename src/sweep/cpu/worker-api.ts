import type { Tile, TileRange } from '../backend';
import type { AnySweepFile } from '../any';

/** One CPU worker: prepares sweeps and computes tiles of them. */
export interface CpuWorkerApi {
  /** Makes a sweep ready under an id. */
  prepare(id: number, file: AnySweepFile): void;
  /** Computes a tile; `memory` may hold buffers of earlier tiles to use again. The tile's buffers are transferred. */
  compute(id: number, range: TileRange, memory: readonly ArrayBuffer[]): Tile;
  /** Computes a tile into memory that the worker keeps. */
  computeInPlace(id: number, range: TileRange): void;
  /** Forgets a sweep. */
  release(id: number): void;
}
