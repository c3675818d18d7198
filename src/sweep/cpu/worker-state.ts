import { type Tile, type TileRange, tileArrays } from '../backend';
import { planSweep, type SweepPlan } from '../plan';
import { cellsOf, firstCell } from '../tiling';
import { type CpuKernel, createCpuKernel } from './kernel';
import type { CpuWorkerApi } from './worker-api';

interface Prepared {
  readonly plan: SweepPlan;
  readonly kernel: CpuKernel;
  /** Tiles that were left in place, by their first cell; their memory serves the same tile again. */
  readonly kept: Map<number, Tile>;
}

/** The sweeps of one CPU worker; shared by the browser's worker entry and Node's. */
export class CpuWorkerState implements CpuWorkerApi {
  private readonly sweeps = new Map<number, Prepared>();

  prepare(id: number, file: Parameters<CpuWorkerApi['prepare']>[1]): void {
    const plan = planSweep(file);
    this.sweeps.set(id, { plan, kernel: createCpuKernel(plan), kept: new Map() });
  }

  compute(id: number, range: TileRange, memory: readonly ArrayBuffer[]): Tile {
    return computeTile(this.find(id), range, memory);
  }

  computeInPlace(id: number, range: TileRange): void {
    const sweep = this.find(id);
    const cell = firstCell(sweep.plan, range);
    const before = sweep.kept.get(cell);
    sweep.kept.set(cell, computeTile(sweep, range, before ? tileBuffers(before) : []));
  }

  release(id: number): void {
    this.sweeps.delete(id);
  }

  private find(id: number): Prepared {
    const sweep = this.sweeps.get(id);
    if (!sweep) throw new Error(`sweep ${id} is not prepared`);
    return sweep;
  }
}

/** The buffers behind a tile, for transfer and for reuse. */
export function tileBuffers(tile: Tile): ArrayBuffer[] {
  return tileArrays(tile).map(({ buffer }) => buffer);
}

function computeTile({ plan, kernel }: Prepared, range: TileRange, memory: readonly ArrayBuffer[]): Tile {
  if (plan.file.reduce.kind === 'frontier') {
    const best = new Float64Array(range.rows);
    kernel.fillFrontier(range, best);
    return { kind: 'frontier', range, best };
  }
  if (plan.file.reduce.kind === 'quantiles') return { kind: 'quantiles', range, values: kernel.quantiles(range) };
  const bytes = cellsOf(range) * Float32Array.BYTES_PER_ELEMENT;
  const values = plan.cellMetrics.map((_, k) => {
    const reused = memory[k];
    return new Float32Array(reused && reused.byteLength >= bytes ? reused : new ArrayBuffer(bytes), 0, cellsOf(range));
  });
  kernel.fillGrid(range, values);
  return { kind: 'grid', range, values };
}
