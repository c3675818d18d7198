import type { PreparedHandle } from '../../app/headless-api';
import type { PreparedSweep, SweepBackend, Tile, TileRange } from '../../sweep/backend';
import { type AnySweepFile, type AnySweepPlan, isGraphPlan, isSchedulePlan, planAny } from '../../sweep/any';
import { gridArrays } from '../../sweep/graph/kernel';
import type { GraphPlan } from '../../sweep/graph/plan';
import { EXTRA_COUNTERS } from '../../sweep/growth/kernel';
import { type SchedulePlan, outputsOf } from '../../sweep/growth/plan';
import { pixelsOf } from '../../sweep/loops';
import { cellsOf } from '../../sweep/tiling';
import type { CliContext } from '../context';
import type { FitHost } from '../fit-host';
import type { LayoutHost } from '../layout-host';
import { type HeadlessPage, openHeadlessPage, openWebGpu } from './headless-page';

/** Most cells of a tile: what crosses to Node is copied a few times on its way. */
const MAX_TILE_CELLS = 1 << 22;

/** Descents of fits in a headless Chromium. Rejects with a BackendError `no-adapter` where it has no device. */
export async function createChromiumFits(context: CliContext): Promise<FitHost> {
  const page = await openHeadlessPage(context);
  try {
    const { info } = await openWebGpu(page, context);
    return { info, engine: (batch) => page.call('descend', batch), dispose: () => void page.close() };
  } catch (error) {
    await page.close();
    throw error;
  }
}

/** Searches of layouts in a headless Chromium. Rejects with a BackendError `no-adapter` where it has no device. */
export async function createChromiumLayouts(context: CliContext): Promise<LayoutHost> {
  const page = await openHeadlessPage(context);
  try {
    const { info } = await openWebGpu(page, context);
    return { info, engine: (job, space) => page.call('searchLayouts', job, space), dispose: () => void page.close() };
  } catch (error) {
    await page.close();
    throw error;
  }
}

/** The WebGPU backend of a headless Chromium. Rejects with a BackendError `no-adapter` where it has none. */
export async function createChromiumBackend(context: CliContext): Promise<SweepBackend> {
  const page = await openHeadlessPage(context);
  try {
    const { info, lanes } = await openWebGpu(page, context);
    return {
      info,
      lanes,
      prepare: async (file) => createRemoteSweep(page, file, await page.call('prepare', file)),
      dispose: () => void page.close(),
    };
  } catch (error) {
    await page.close();
    throw error;
  }
}

function createRemoteSweep(page: HeadlessPage, file: AnySweepFile, { id, maxTileCells }: PreparedHandle): PreparedSweep {
  const plan = planAny(file);
  return {
    maxTileCells: Math.min(maxTileCells, plan.file.reduce.kind === 'grid' ? MAX_TILE_CELLS : maxTileCells),
    compute: async (range) => {
      const upload = page.server.expectUpload();
      try {
        await page.call('compute', id, range, upload.path);
        return toTile(plan, range, await upload.bytes);
      } finally {
        upload.giveUp();
      }
    },
    computeInPlace: async (range) => {
      await page.call('computeInPlace', id, range);
    },
    recycle: () => undefined,
    // a page that has closed has nothing left to free
    dispose: () => void page.call('release', id).catch(() => undefined),
  };
}

/** A tile from its arrays, which stand one after the other. */
function toTile(plan: AnySweepPlan, range: TileRange, bytes: ArrayBuffer): Tile {
  if (isGraphPlan(plan)) return toGraphTile(plan, range, bytes);
  const { kind } = plan.file.reduce;
  if (isSchedulePlan(plan)) {
    if (kind !== 'grid') return toReducedTile(plan, range, bytes);
  } else if (kind === 'frontier') return { kind, range, best: new Float64Array(bytes) };
  else if (kind === 'quantiles') return { kind, range, values: new Float64Array(bytes) };
  return toGridTile(range, bytes, (isSchedulePlan(plan) ? outputsOf(plan.file) : plan.cellMetrics).length);
}

function toGridTile(range: TileRange, bytes: ArrayBuffer, arrays: number): Tile {
  const cells = cellsOf(range);
  const values = Array.from({ length: arrays }, (_, k) => new Float32Array(bytes, k * cells * Float32Array.BYTES_PER_ELEMENT, cells));
  return { kind: 'grid', range, values };
}

/** A tile of a general sweep: of counts alone, or of points, each with a number of its cell and one for each objective. */
function toGraphTile(plan: GraphPlan, range: TileRange, bytes: ArrayBuffer): Tile {
  const { kind } = plan.file.reduce;
  if (kind === 'grid') return toGridTile(range, bytes, gridArrays(plan));
  if (kind === 'quantiles') return { kind, range, values: new Float64Array(bytes) };
  const width = plan.objectives.length;
  const points = kind === 'histogram' ? 0 : bytes.byteLength / (8 * (width + 1));
  return {
    kind: 'reduced',
    range,
    values: new Float64Array(bytes, 0, width * points),
    schedules: new Float64Array(bytes, 8 * width * points, points),
    counts: new Uint32Array(bytes, 8 * (width + 1) * points),
  };
}

function toReducedTile(plan: SchedulePlan, range: TileRange, bytes: ArrayBuffer): Tile {
  const pixels = plan.best ? pixelsOf(plan, range).count : 0;
  const counters = plan.histogram ? plan.histogram.bins + EXTRA_COUNTERS : 0;
  return {
    kind: 'reduced',
    range,
    values: new Float64Array(bytes, 0, pixels),
    schedules: new Float64Array(bytes, 8 * pixels, pixels),
    counts: new Uint32Array(bytes, 16 * pixels, counters),
  };
}
