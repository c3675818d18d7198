import { type AnySweepPlan, isGraphPlan, isSchedulePlan, planAny } from '../any';
import { type Tile, type TileRange, tileArrays } from '../backend';
import { createGraphKernel, gridArrays } from '../graph/kernel';
import { createScheduleKernel } from '../growth/kernel';
import { outputsOf } from '../growth/plan';
import { cellsOf, firstCell } from '../tiling';
import { createCpuKernel } from './kernel';
import type { CpuWorkerApi } from './worker-api';

/** Computes a tile; `memory` may hold buffers of earlier tiles to use again. */
type Compute = (range: TileRange, memory: readonly ArrayBuffer[]) => Tile;

interface Prepared {
  readonly plan: AnySweepPlan;
  readonly compute: Compute;
  /** Tiles that were left in place, by their first cell; their memory serves the same tile again. */
  readonly kept: Map<number, Tile>;
}

/** The sweeps of one CPU worker; shared by the browser's worker entry and Node's. */
export class CpuWorkerState implements CpuWorkerApi {
  private readonly sweeps = new Map<number, Prepared>();

  prepare(id: number, file: Parameters<CpuWorkerApi['prepare']>[1]): void {
    const plan = planAny(file);
    this.sweeps.set(id, { plan, compute: createCompute(plan), kept: new Map() });
  }

  compute(id: number, range: TileRange, memory: readonly ArrayBuffer[]): Tile {
    return this.find(id).compute(range, memory);
  }

  computeInPlace(id: number, range: TileRange): void {
    const { plan, compute, kept } = this.find(id);
    const cell = firstCell(plan, range);
    const before = kept.get(cell);
    kept.set(cell, compute(range, before ? tileBuffers(before) : []));
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

function createCompute(plan: AnySweepPlan): Compute {
  if (isSchedulePlan(plan)) {
    const kernel = createScheduleKernel(plan);
    if (plan.file.reduce.kind !== 'grid') return (range) => kernel.reduce(range);
    return (range, memory) => fillGrid(range, memory, outputsOf(plan.file).length, (values) => kernel.fillGrid(range, values));
  }
  if (isGraphPlan(plan)) {
    const kernel = createGraphKernel(plan);
    if (plan.file.reduce.kind !== 'grid') return (range) => kernel.reduce(range);
    return (range, memory) => fillGrid(range, memory, gridArrays(plan), (values) => kernel.fillGrid(range, values));
  }
  const kernel = createCpuKernel(plan);
  if (plan.file.reduce.kind === 'grid') {
    return (range, memory) => fillGrid(range, memory, plan.cellMetrics.length, (values) => kernel.fillGrid(range, values));
  }
  if (plan.file.reduce.kind === 'quantiles') return (range) => ({ kind: 'quantiles', range, values: kernel.quantiles(range) });
  return (range) => {
    const best = new Float64Array(range.rows);
    kernel.fillFrontier(range, best);
    return { kind: 'frontier', range, best };
  };
}

/** A grid tile of some metrics, in memory of an earlier tile where that is large enough. */
function fillGrid(
  range: TileRange,
  memory: readonly ArrayBuffer[],
  metrics: number,
  fill: (values: readonly Float32Array<ArrayBuffer>[]) => void,
): Tile {
  const bytes = cellsOf(range) * Float32Array.BYTES_PER_ELEMENT;
  const values = Array.from({ length: metrics }, (_, k) => {
    const reused = memory[k];
    return new Float32Array(reused && reused.byteLength >= bytes ? reused : new ArrayBuffer(bytes), 0, cellsOf(range));
  });
  fill(values);
  return { kind: 'grid', range, values };
}
