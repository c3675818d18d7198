import type { BackendInfo, PreparedSweep, SweepBackend, Tile, TileRange } from '../sweep/backend';
import { CpuWorkerState } from '../sweep/cpu/worker-state';

/** What a test does to a tile before it is computed: nothing, wait, or throw. */
export type Mischief = (range: TileRange) => void | Promise<void>;

/** A real backend on the calling thread, with faults injected by the test. */
export function createInlineBackend(
  mischief: Mischief = () => undefined,
  info: Partial<BackendInfo> = {},
): SweepBackend & { disposed: number } {
  const backend = {
    info: { kind: 'cpu', adapter: 'inline', isSoftware: false, ...info } as const,
    lanes: 2,
    disposed: 0,
    prepare: async (file: Parameters<SweepBackend['prepare']>[0]): Promise<PreparedSweep> => {
      const state = new CpuWorkerState();
      state.prepare(0, file);
      const compute = async (range: TileRange): Promise<Tile> => {
        await Promise.resolve();
        await mischief(range);
        return state.compute(0, range, []);
      };
      return {
        maxTileCells: 1 << 20,
        compute,
        computeInPlace: async (range) => void (await compute(range)),
        recycle: () => undefined,
        dispose: () => void (backend.disposed += 1),
      };
    },
    dispose: () => undefined,
  };
  return backend;
}
