import type { FrontierTile, PreparedSweep, TileRange } from '../sweep/backend';
import type { SweepPlan } from '../sweep/plan';
import { createPolish } from '../sweep/polish';
import { BufferPool } from './buffers';
import type { Gpu } from './device';
import { createFactors } from './factors';
import { type FrontierPass, createFrontierPass } from './frontier';
import { guard, untilDone } from './guard';

/** Bytes of a row in the buffer of best columns. */
const BEST_BYTES = 4;
/** Bytes of a row's span of feasible columns. */
const SPAN_BYTES = 8;

/** Most cells of a tile. No cell is stored, so that time is the limit, and the runner measures that. */
const MAX_TILE_CELLS = 2 ** 32;

/** Makes a frontier sweep ready: evaluates its terms and compiles its pass. Rejects with a BackendError. */
export function prepareFrontier(gpu: Gpu, plan: SweepPlan): Promise<PreparedSweep> {
  return untilDone(gpu, async () => {
    const factors = await createFactors(gpu, plan);
    try {
      return new PreparedFrontier(gpu, plan, await createFrontierPass(gpu, plan, factors), () => factors.dispose());
    } catch (error) {
      factors.dispose();
      throw error;
    }
  });
}

/** Buffers that a tile needs on the GPU alone. */
interface Scratch {
  readonly spans: GPUBuffer;
  readonly best: GPUBuffer;
}

class PreparedFrontier implements PreparedSweep {
  readonly maxTileCells = MAX_TILE_CELLS;
  private readonly gpu: Gpu;
  private readonly pass: FrontierPass;
  private readonly polish: ReturnType<typeof createPolish>;
  private readonly spans: BufferPool;
  private readonly best: BufferPool;
  private readonly staging: BufferPool;
  private readonly disposeFactors: () => void;

  constructor(gpu: Gpu, plan: SweepPlan, pass: FrontierPass, disposeFactors: () => void) {
    const { maxStorageBufferBindingSize } = gpu.device.limits;
    this.gpu = gpu;
    this.pass = pass;
    this.polish = createPolish(plan);
    this.disposeFactors = disposeFactors;
    this.spans = new BufferPool(gpu, 'frontier.spans', GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST, maxStorageBufferBindingSize);
    this.best = new BufferPool(gpu, 'frontier.best', GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC, maxStorageBufferBindingSize);
    this.staging = new BufferPool(gpu, 'frontier.staging', GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST, maxStorageBufferBindingSize);
  }

  compute(range: TileRange): Promise<FrontierTile> {
    return untilDone(this.gpu, async () => {
      const columns = await this.read(range);
      const best = new Float64Array(range.rows);
      for (let i = 0; i < range.rows; i++) {
        const row = range.row + i;
        best[i] = this.polish(row, this.pass.settle(row, columns[i]!));
      }
      return { kind: 'frontier', range, best };
    });
  }

  computeInPlace(range: TileRange): Promise<void> {
    return untilDone(this.gpu, async () => {
      const { value, verdict } = guard(this.gpu, () => this.submit(range));
      await this.giveScratch(verdict, value);
      await this.gpu.device.queue.onSubmittedWorkDone();
    });
  }

  /** A frontier tile is a few bytes for each row: nothing is worth keeping. */
  recycle(): void {}

  dispose(): void {
    for (const pool of [this.spans, this.best, this.staging]) pool.dispose();
    this.pass.dispose();
    this.disposeFactors();
  }

  /** Computes the best columns of a range and reads them back. [rows] */
  private async read(range: TileRange): Promise<Uint32Array> {
    const bytes = BEST_BYTES * range.rows;
    const { value, verdict } = guard(this.gpu, () => {
      const staging = this.staging.take(bytes);
      return { staging, scratch: this.submit(range, staging) };
    });
    const { staging, scratch } = value;
    return this.staging.readBack(staging, bytes, this.giveScratch(verdict, scratch), (memory) => new Uint32Array(memory).slice());
  }

  /** Submits the pass, with a copy of its result where a target is given. */
  private submit(range: TileRange, target?: GPUBuffer): Scratch {
    const scratch = { spans: this.spans.take(SPAN_BYTES * range.rows), best: this.best.take(BEST_BYTES * range.rows) };
    const encoder = this.gpu.device.createCommandEncoder({ label: 'frontier.commands' });
    this.pass.encode(encoder, range, scratch);
    if (target) encoder.copyBufferToBuffer(scratch.best, 0, target, 0, BEST_BYTES * range.rows);
    this.gpu.device.queue.submit([encoder.finish()]);
    return scratch;
  }

  private async giveScratch(verdict: Promise<void>, { spans, best }: Scratch): Promise<void> {
    await Promise.all([this.spans.giveAfter(verdict, spans), this.best.giveAfter(verdict, best)]);
  }
}
