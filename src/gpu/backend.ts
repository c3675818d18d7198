import { type PreparedSweep, type SweepBackend, type Tile } from '../sweep/backend';
import { type AnySweepFile, type AnySweepPlan, isSchedulePlan, planAny } from '../sweep/any';
import type { Gpu } from './device';
import { prepareFrontier } from './prepared-frontier';
import { prepareGrid } from './prepared-grid';
import { prepareSchedules } from './prepared-schedules';

/** Tiles in flight: one computes while the one before is read back. */
const LANES = 2;

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

function prepare(gpu: Gpu, plan: AnySweepPlan): Promise<PreparedSweep> {
  if (isSchedulePlan(plan)) return prepareSchedules(gpu, plan);
  return plan.file.reduce.kind === 'grid' ? prepareGrid(gpu, plan) : prepareFrontier(gpu, plan);
}
