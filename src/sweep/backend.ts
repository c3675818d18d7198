import type { AnySweepFile } from './any';

/** What runs a tile. */
export type BackendKind = 'webgpu' | 'cpu';

/** What a backend runs on, for badges and sidecar files. */
export interface BackendInfo {
  readonly kind: BackendKind;
  /** Adapter or processor, as the system names it. */
  readonly adapter: string;
  /** Whether a GPU adapter is emulated on the CPU. */
  readonly isSoftware: boolean;
}

/**
 * A rectangle of cells: rows [row, row + rows) and columns [column, column + columns).
 * Either it spans all columns, or it has one row; so its cells are contiguous in row-major order.
 */
export interface TileRange {
  readonly row: number;
  readonly rows: number;
  readonly column: number;
  readonly columns: number;
}

/** A computed tile of a grid: one array for each of the plan's cell metrics, [rows, columns] row-major. */
export interface GridTile {
  readonly kind: 'grid';
  readonly range: TileRange;
  readonly values: readonly Float32Array<ArrayBuffer>[];
}

/** A computed tile of a frontier: the polished best value of the column axis for each row, NaN where no cell is feasible. [rows] */
export interface FrontierTile {
  readonly kind: 'frontier';
  readonly range: TileRange;
  readonly best: Float64Array<ArrayBuffer>;
}

/**
 * A computed tile of quantiles: those of each metric (of the plan's ensemble, over draws; of a general sweep, across the axes that it
 * names) for each row, NaN where no cell is feasible.
 */
export interface QuantileTile {
  readonly kind: 'quantiles';
  readonly range: TileRange;
  /** [rows, metrics, levels] */
  readonly values: Float64Array<ArrayBuffer>;
}

/**
 * A computed tile of schedules, or of cells of a general sweep, that are reduced as they are evaluated: the best of each pixel (one
 * pixel where no axis is kept), a histogram, or both; of a general sweep also the best few, or those that none beats. Tiles cut through
 * pixels; `createReducer` and `createGraphReader` join them.
 */
export interface ReducedTile {
  readonly kind: 'reduced';
  readonly range: TileRange;
  /**
   * Best value of each pixel that the tile touches, NaN where nothing is feasible; empty where no best is looked for. Of a general
   * sweep the values of each objective, [points, objectives], such that less is better.
   */
  readonly values: Float64Array<ArrayBuffer>;
  /** Number of the schedule or cell that has it, -1 for none. [pixels or points] */
  readonly schedules: Float64Array<ArrayBuffer>;
  /** Schedules or cells in each bin, then below, above and infeasible; empty where there is no histogram. */
  readonly counts: Uint32Array<ArrayBuffer>;
}

/** What a backend computes for a range of cells. */
export type Tile = GridTile | FrontierTile | QuantileTile | ReducedTile;

/** One of the arrays that a tile is made of. */
export type TileArray = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** The arrays of a tile, which are all of it but its kind and its range. */
export function tileArrays(tile: Tile): readonly TileArray[] {
  switch (tile.kind) {
    case 'grid':
      return tile.values;
    case 'frontier':
      return [tile.best];
    case 'quantiles':
      return [tile.values];
    case 'reduced':
      return [tile.values, tile.schedules, tile.counts];
  }
}

/** The tile of a kind that has these arrays, in the order of `tileArrays`: its inverse. The arrays must be of the kind's types. */
export function tileOf(kind: Tile['kind'], range: TileRange, arrays: readonly TileArray[]): Tile {
  const [first, second, third] = arrays as readonly never[];
  switch (kind) {
    case 'grid':
      return { kind, range, values: arrays as GridTile['values'] };
    case 'frontier':
      return { kind, range, best: first! };
    case 'quantiles':
      return { kind, range, values: first! };
    case 'reduced':
      return { kind, range, values: first!, schedules: second!, counts: third! };
  }
}

/** A sweep that a backend is ready to compute, tile by tile. */
export interface PreparedSweep {
  /** Most cells of one tile, from the backend's own limits. */
  readonly maxTileCells: number;
  /** Computes a tile. Rejects with a BackendError; the tile may then be tried again, here or elsewhere. */
  compute(range: TileRange): Promise<Tile>;
  /** Computes the tile and leaves it where it is; resolves when the work is done. For pictures and for benchmarks. */
  computeInPlace(range: TileRange): Promise<void>;
  /** Gives a tile's memory back for reuse; the tile must not be used afterwards. Optional: garbage collection does, too. */
  recycle(tile: Tile): void;
  /** Frees what the sweep holds on the backend. */
  dispose(): void;
}

/** One of the two implementations of a sweep: WebGPU, or workers on the CPU. */
export interface SweepBackend {
  readonly info: BackendInfo;
  /** Tiles that are worth having in flight at once. */
  readonly lanes: number;
  prepare(file: AnySweepFile): Promise<PreparedSweep>;
  dispose(): void;
}

/** Why a backend could not compute. */
export type BackendFailure = 'not-supported' | 'gpu-lost' | 'out-of-memory' | 'shader-rejected' | 'worker-crashed' | 'no-adapter';

/** A failure of the machinery, not of the input: the tile is not computed, all others stand. */
export class BackendError extends Error {
  readonly failure: BackendFailure;

  constructor(failure: BackendFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackendError';
    this.failure = failure;
  }
}
