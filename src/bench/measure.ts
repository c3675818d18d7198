import type { SweepBackend, TileRange } from '../sweep/backend';
import { planAny } from '../sweep/any';
import { type Tiled, cellCount, cellsOf, firstCell, nextRange } from '../sweep/tiling';
import type { BenchCase } from './cases';

/** Tiles for each lane: several where threads share the work, so that all stay busy to the end; one where each tile costs a round trip. */
const TILES_PER_LANE = { cpu: 4, webgpu: 1 } as const;

/** Runs that do not count: they compile, allocate, and let the compiler see what is hot. */
const WARM_UPS = 2;

/**
 * Seconds of each of `runs` runs of a case on a backend, after warming up. A run computes every tile of a prepared sweep, with as
 * many in flight as the backend has lanes; compiling and planning come before.
 */
export async function measureCase(backend: SweepBackend, { file, kind }: BenchCase, runs: number): Promise<number[]> {
  const plan = planAny(file);
  const sweep = await backend.prepare(file);
  const tiles = backend.lanes * TILES_PER_LANE[backend.info.kind];
  const ranges = cut(plan, Math.min(sweep.maxTileCells, Math.ceil(cellCount(plan) / tiles)));
  const computeOne = async (range: TileRange): Promise<void> => {
    if (kind === 'in-place') await sweep.computeInPlace(range);
    else sweep.recycle(await sweep.compute(range));
  };
  const seconds: number[] = [];
  try {
    for (let run = -WARM_UPS; run < runs; run++) {
      const started = performance.now();
      await runLanes(ranges, backend.lanes, computeOne);
      if (run >= 0) seconds.push((performance.now() - started) / 1000);
    }
  } finally {
    sweep.dispose();
  }
  return seconds;
}

function cut(plan: Tiled, tileCells: number): TileRange[] {
  const ranges: TileRange[] = [];
  for (let cell = 0; cell < cellCount(plan);) {
    const range = nextRange(plan, cell, tileCells);
    ranges.push(range);
    cell = firstCell(plan, range) + cellsOf(range);
  }
  return ranges;
}

async function runLanes(ranges: readonly TileRange[], lanes: number, computeOne: (range: TileRange) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < ranges.length) await computeOne(ranges[next++]!);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
