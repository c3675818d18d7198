import { type PreparedSweep, type SweepBackend, type Tile } from '../sweep/backend';
import type { SweepFile } from '../sweep/file';
import { type SweepPlan, planSweep } from '../sweep/plan';
import type { Gpu } from './device';
import { prepareEnsemble } from './prepared-ensemble';
import { prepareFrontier } from './prepared-frontier';
import { prepareGrid } from './prepared-grid';

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
    async prepare(file: SweepFile) {
      const plan = planSweep(file);
      const prepared = await prepareSweep[file.reduce.kind](gpu, plan);
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
