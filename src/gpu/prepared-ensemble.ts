import type { PreparedSweep, QuantileTile, TileRange } from '../sweep/backend';
import { findFeasibility } from '../sweep/feasible';
import type { SweepPlan } from '../sweep/plan';
import { drawCount } from '../sweep/tiling';
import { type Quantiles, createQuantiles, ensembleOfPlan } from '../sweep/quantiles';
import { BufferPool, storageBuffer, upload } from './buffers';
import type { Gpu } from './device';
import { packCoefficients, uploadShares } from './factors';
import { packSpans } from './frontier';
import { guard, untilDone } from './guard';
import { WORKGROUP_SIZE, kernels } from './kernels';
import { packStruct, structBytes } from './packing';
import { type Pipeline, bind, encodePass, findPipeline } from './pipelines';
import { VECTOR, columnVectors, packPoints } from './points';

/** Bytes of the best column of one draw in one row. */
const BEST_BYTES = 4;
/** Bytes of a row's span of feasible columns. */
const SPAN_BYTES = 8;
/** Bytes of factors, for columns and for rows, that are on the GPU at a time: the draws of a tile are done in blocks of so many. */
const FACTOR_BYTES = 1 << 26;
/** Bytes of best columns that one tile brings back. */
const MAX_BEST_BYTES = 1 << 25;
/** Workgroups of one dimension that every adapter takes. */
const MAX_WORKGROUPS = 65_535;

/** Makes an ensemble ready: compiles its passes and uploads its draws. Rejects with a BackendError. */
export function prepareEnsemble(gpu: Gpu, plan: SweepPlan): Promise<PreparedEnsemble> {
  return untilDone(gpu, async () => {
    const [fill, search] = await Promise.all([
      findPipeline(gpu, kernels.fillDraws, plan.law.form),
      findPipeline(gpu, kernels.ensemble, plan.law.form),
    ]);
    const { value, verdict } = guard(gpu, () => new PreparedEnsemble(gpu, plan, fill, search));
    await verdict.catch((error: unknown) => {
      value.dispose();
      throw error;
    });
    return value;
  });
}

type KernelPipeline<K extends keyof typeof kernels> = Pipeline<keyof (typeof kernels)[K]['bindings'] & string>;

/** Buffers that a tile needs on the GPU alone. */
interface Scratch {
  readonly spans: GPUBuffer;
  readonly best: GPUBuffer;
  readonly rowFactors: GPUBuffer;
}

/** An ensemble on the GPU. */
export class PreparedEnsemble implements PreparedSweep {
  readonly maxTileCells: number;
  private readonly gpu: Gpu;
  private readonly plan: SweepPlan;
  private readonly fill: KernelPipeline<'fillDraws'>;
  private readonly search: KernelPipeline<'ensemble'>;
  private readonly quantiles: Quantiles;
  private readonly feasibility: ReturnType<typeof findFeasibility>;
  /** Draws whose factors are on the GPU at a time. */
  private readonly blockDraws: number;
  private readonly termBytes: number;
  /** Whether the factors of all columns stand on the GPU already, because all draws are one block. */
  private hasColumns = false;
  /** What every tile uses, one after the other: the queue keeps the order. */
  private readonly held: Readonly<
    Record<'fillParameters' | 'searchParameters' | 'coefficients' | 'points' | 'columnFactors' | 'rowPoints' | 'columnPoints', GPUBuffer>
  >;
  private readonly pools: Readonly<Record<keyof Scratch | 'staging', BufferPool>>;

  constructor(gpu: Gpu, plan: SweepPlan, fill: KernelPipeline<'fillDraws'>, search: KernelPipeline<'ensemble'>) {
    this.gpu = gpu;
    this.plan = plan;
    this.fill = fill;
    this.search = search;
    this.quantiles = createQuantiles(plan);
    this.feasibility = findFeasibility(plan);
    const draws = drawCount(plan);
    const columns = columnVectors(plan) * VECTOR;
    this.termBytes = 4 * Object.keys(plan.form.terms).length;
    this.blockDraws = Math.max(1, Math.min(draws, MAX_WORKGROUPS, Math.floor(FACTOR_BYTES / (this.termBytes * columns))));
    const mostRows = Math.min(MAX_BEST_BYTES / (BEST_BYTES * draws), FACTOR_BYTES / (this.termBytes * this.blockDraws));
    this.maxTileCells = Math.max(1, Math.floor(mostRows)) * plan.columns * draws;
    this.held = {
      fillParameters: storageBuffer(gpu, 'fill_draws.parameters', structBytes('FillDrawsParameters'), GPUBufferUsage.COPY_DST),
      searchParameters: storageBuffer(gpu, 'ensemble.parameters', structBytes('EnsembleParameters'), GPUBufferUsage.COPY_DST),
      coefficients: upload(gpu, 'ensemble.coefficients', packDraws(plan)),
      points: upload(gpu, 'fill_draws.points', packPoints(plan)),
      columnFactors: storageBuffer(gpu, 'ensemble.column_factors', this.termBytes * columns * this.blockDraws),
      ...uploadShares(gpu, plan),
    };
    const { maxStorageBufferBindingSize: largest } = gpu.device.limits;
    this.pools = {
      spans: new BufferPool(gpu, 'ensemble.spans', GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST, largest),
      best: new BufferPool(gpu, 'ensemble.best', GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC, largest),
      rowFactors: new BufferPool(gpu, 'ensemble.row_factors', GPUBufferUsage.STORAGE, largest),
      staging: new BufferPool(gpu, 'ensemble.staging', GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST, largest),
    };
  }

  compute(range: TileRange): Promise<QuantileTile> {
    return untilDone(this.gpu, async () => {
      const columns = await this.bestColumns(range);
      const values = new Float64Array(range.rows * this.quantiles.width);
      this.quantiles.fill(range, (draw, row) => columns[draw * range.rows + row]!, values);
      return { kind: 'quantiles', range, values };
    });
  }

  computeInPlace(range: TileRange): Promise<void> {
    return untilDone(this.gpu, async () => {
      const { value, verdict } = guard(this.gpu, () => this.submit(range));
      await this.giveScratch(verdict, value);
      await this.gpu.device.queue.onSubmittedWorkDone();
    });
  }

  /** Quantiles are a few bytes for each row: nothing is worth keeping. */
  recycle(): void {}

  dispose(): void {
    for (const pool of Object.values(this.pools)) pool.dispose();
    for (const buffer of Object.values(this.held)) buffer.destroy();
  }

  /** Finds the best columns of a range in f32 and reads them back: brackets, before they are polished. [draws, rows] */
  async bestColumns(range: TileRange): Promise<Uint32Array> {
    const bytes = BEST_BYTES * drawCount(this.plan) * range.rows;
    const { value, verdict } = guard(this.gpu, () => {
      const staging = this.pools.staging.take(bytes);
      return { staging, scratch: this.submit(range, staging) };
    });
    const { staging, scratch } = value;
    return this.pools.staging.readBack(staging, bytes, this.giveScratch(verdict, scratch), (memory) => new Uint32Array(memory).slice());
  }

  /** Submits a tile, block of draws by block of draws, with a copy of the result where a target is given. */
  private submit(range: TileRange, target?: GPUBuffer): Scratch {
    const { device } = this.gpu;
    const draws = drawCount(this.plan);
    const scratch: Scratch = {
      spans: this.pools.spans.take(SPAN_BYTES * range.rows),
      best: this.pools.best.take(BEST_BYTES * draws * range.rows),
      rowFactors: this.pools.rowFactors.take(this.termBytes * this.blockDraws * range.rows),
    };
    device.queue.writeBuffer(scratch.spans, 0, packSpans(this.feasibility, range));
    for (let firstDraw = 0; firstDraw < draws; firstDraw += this.blockDraws) {
      this.submitBlock(range, { firstDraw, draws: Math.min(this.blockDraws, draws - firstDraw) }, scratch);
    }
    if (target) {
      const encoder = device.createCommandEncoder({ label: 'ensemble.copy' });
      encoder.copyBufferToBuffer(scratch.best, 0, target, 0, BEST_BYTES * draws * range.rows);
      device.queue.submit([encoder.finish()]);
    }
    return scratch;
  }

  private submitBlock(range: TileRange, block: { readonly firstDraw: number; readonly draws: number }, scratch: Scratch): void {
    const { device } = this.gpu;
    const { fillParameters, searchParameters, coefficients, points, columnFactors, rowPoints, columnPoints } = this.held;
    const { rowFactors, spans, best } = scratch;
    const vectors = columnVectors(this.plan);
    const tile = { firstRow: range.row, tileRows: range.rows };
    const fillValues = { ...block, ...tile, rows: this.plan.rows, columns: vectors * VECTOR };
    device.queue.writeBuffer(fillParameters, 0, packStruct('FillDrawsParameters', fillValues));
    device.queue.writeBuffer(searchParameters, 0, packStruct('EnsembleParameters', { ...block, ...tile, vectors }));
    const filled = range.rows + (this.hasColumns ? 0 : vectors * VECTOR);
    const encoder = device.createCommandEncoder({ label: 'ensemble.commands' });
    encodePass(
      encoder,
      this.fill,
      bind(this.gpu, this.fill, { parameters: fillParameters, coefficients, points, rowFactors, columnFactors }),
      Math.ceil(filled / WORKGROUP_SIZE),
      block.draws,
    );
    const workgroups = Math.ceil((block.draws * range.rows) / WORKGROUP_SIZE);
    const x = Math.min(workgroups, MAX_WORKGROUPS);
    encodePass(
      encoder,
      this.search,
      bind(this.gpu, this.search, {
        parameters: searchParameters,
        coefficients,
        rowFactors,
        columnFactors,
        spans,
        best,
        rowPoints,
        columnPoints,
      }),
      x,
      Math.ceil(workgroups / x),
    );
    device.queue.submit([encoder.finish()]);
  }

  private async giveScratch(verdict: Promise<void>, scratch: Scratch): Promise<void> {
    await Promise.all((['spans', 'best', 'rowFactors'] as const).map((name) => this.pools[name].giveAfter(verdict, scratch[name])));
    this.hasColumns = this.blockDraws >= drawCount(this.plan);
  }
}

/** Coefficients of every draw, as the form's `Coefficients` struct. [draws, coefficients] */
function packDraws(plan: SweepPlan): Float32Array<ArrayBuffer> {
  const { laws } = ensembleOfPlan(plan);
  const width = packCoefficients(plan).length;
  const packed = new Float32Array(laws.length * width);
  laws.forEach((law, draw) => packed.set(packCoefficients({ form: plan.form, law }), draw * width));
  return packed;
}
