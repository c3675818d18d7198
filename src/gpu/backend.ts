import type { PreparedSweep, SweepBackend, Tile } from '../sweep/backend';
import { type AnySweepFile, type AnySweepPlan, isGraphPlan, isSchedulePlan, planAny } from '../sweep/any';
import type { SweepFile } from '../sweep/file';
import type { SweepPlan } from '../sweep/plan';
import type { Gpu } from './device';
import { prepareEnsemble } from './prepared-ensemble';
import { prepareFrontier } from './prepared-frontier';
import { prepareGraph } from './prepared-graph';
import { prepareGrid } from './prepared-grid';
import { prepareSchedules } from './prepared-schedules';

/** Tiles in flight: one computes while the one before is read back. */
const LANES = 2;

const prepareSweep: Readonly<Record<SweepFile['reduce']['kind'], (gpu: Gpu, plan: SweepPlan) => Promise<PreparedSweep>>> = {
  grid: prepareGrid,
  frontier: prepareFrontier,
  quantiles: prepareEnsemble,
};

/** The WebGPU backend on an open device. The device stays its owner's: `dispose` frees what sweeps hold, and no more. */
export function createWebGpuBackend(gpu: Gpu): SweepBackend {
  const open = new Set<PreparedSweep>();
  return {
    info: gpu.info,
    lanes: LANES,
    async prepare(file: AnySweepFile) {
      const prepared = await prepare(gpu, planAny(file));
      const sweep: PreparedSweep = {
        maxTileCells: prepared.maxTileCells,
        compute: (range) => prepared.compute(range),
        computeInPlace: (range) => prepared.computeInPlace(range),
        recycle: (tile: Tile) => prepared.recycle(tile),
        dispose() {
          if (open.delete(sweep)) prepared.dispose();
        },
      };
      open.add(sweep);
      return sweep;
    },
    dispose: () => open.forEach((sweep) => sweep.dispose()),
  };
}

async function prepare(gpu: Gpu, plan: AnySweepPlan): Promise<PreparedSweep> {
  if (isGraphPlan(plan)) return prepareGraph(gpu, plan);
  if (isSchedulePlan(plan)) return prepareSchedules(gpu, plan);
  return prepareSweep[plan.file.reduce.kind](gpu, plan);
}
