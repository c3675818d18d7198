import { exp2 } from '../model/math/elementary';
import { BackendError, type GridTile, type PreparedSweep, type ReducedTile, type Tile, type TileRange } from '../sweep/backend';
import { type Selection, selectPareto, selectTop } from '../sweep/graph/best';
import { type Bins, EXTRA_COUNTERS, binsOf, createCounter, edgeOf } from '../sweep/graph/bins';
import { type GraphPlan, isWithin } from '../sweep/graph/plan';
import { pixelsOf, stepsInLoops } from '../sweep/loops';
import type { GraphReduction } from '../sweep/graph/schema';
import { cellsOf } from '../sweep/tiling';
import { readOnce, stagingBuffer, storageBuffer, upload } from './buffers';
import type { Gpu } from './device';
import { type GpuOutput, type GpuProgram, LOOPS, UNLIMITED, compileForGpu, outerLoops } from './graph-program';
import { type Screen, screenPareto, screenTop } from './graph-screen';
import { guard, untilDone } from './guard';
import { NO_FORM, WORKGROUP_SIZE, kernels } from './kernels';
import { packStruct } from './packing';
import { type Pipeline, bind, encodePass, findPipeline } from './pipelines';

/** Most cells of a tile that is reduced: dispatches stay short, and cells are numbered in 32 bits. */
const MAX_REDUCED_CELLS = 2 ** 26;
/** Most cells of a tile that are stored, one metric after the other. */
const MAX_GRID_CELLS = 2 ** 22;
/** Cells of a line that one invocation takes, about; twin of CHUNK in the kernel. */
const CHUNK = 16;
/** Workgroups that share a pixel, and pixels at a time, at most. */
const MOST_WORKGROUPS = 4096;
const MOST_PIXEL_WORKGROUPS = 65_535;
/** Cells that a pass collects for the host, at least, and more for each pixel. */
const CAPACITY = 1 << 16;
const CAPACITY_OF_PIXEL = 8;
/** So few cells are looked at by the host alone where more are in doubt than are collected. */
const FEW_CELLS = 1 << 12;
/** Cells, at equal distances, that the first screen of a top list or a front comes from; more for long lists. */
const SAMPLE = 1 << 13;
const SAMPLE_OF_TOP = 4;
/** What the host adds to error bounds, relative: roundings of thresholds to f32 and terms of second order. */
const SLACK = 2 ** -22;
/** What bins of the f64 counter may be off from their edges, relative to the ends. */
const EDGE_ERROR = 1e-12;

/** What the kernel does; its numbers. */
const MODES = { values: 0, states: 1, least: 2, collectLeast: 3, collectFront: 4, bins: 5 } as const;
type Mode = keyof typeof MODES;

/** States of a cell. */
const YES = 1;
const DOUBTED = 2;

/** Bounds that every bit pattern of a key is less than. */
const NO_KEY = 0xffffffff;

type Buffers = Readonly<Record<keyof (typeof kernels.graph)['bindings'], GPUBuffer>>;

/** Passes that each reduction needs. */
const PASSES: Readonly<Record<Exclude<GraphReduction['kind'], 'quantiles'>, readonly Mode[]>> = {
  grid: ['values', 'states'],
  frontier: ['least', 'collectLeast'],
  'top-k': ['collectFront'],
  pareto: ['collectFront'],
  histogram: ['bins'],
};

/**
 * Makes a general sweep ready. The GPU evaluates cells in f32 and leaves to the host every cell that f32 cannot decide on: whether it is
 * within the limits, better than another, or in which bin. The host evaluates those in f64 with the operations of the CPU backend, so
 * that every reduction, histograms included, has the same cells and bits on both. Values of grids are within 1e-5 relative of f64.
 * Rejects with BackendError `not-supported` for quantiles, and for what `compileForGpu` refuses.
 */
export function prepareGraph(gpu: Gpu, plan: GraphPlan): Promise<PreparedSweep> {
  const { kind } = plan.file.reduce;
  if (kind === 'quantiles') throw new BackendError('not-supported', 'Quantiles of a general sweep run on the CPU.');
  return untilDone(gpu, async () => {
    const limits = plan.limits.map(({ id }) => id);
    const objectives = kind === 'histogram' ? [plan.file.reduce.of] : plan.objectives.map(({ id }) => id);
    const sets = kind === 'grid' ? [...plan.metrics.map((id) => [id]), limits] : [[...objectives, ...limits]];
    const programs = sets.map((ids) => compileForGpu(plan, ids, gpu.device.limits.maxStorageBufferBindingSize));
    const pipelines = new Map<Mode, Pipeline<keyof Buffers>>();
    for (const mode of PASSES[kind]) pipelines.set(mode, await findPipeline(gpu, kernels.graph, NO_FORM, { MODE: MODES[mode] }));
    const { value, verdict } = guard(gpu, () => programs.map((program) => new Passes(gpu, plan, program, pipelines)));
    await verdict.catch((error: unknown) => {
      value.forEach((passes) => passes.dispose());
      throw error;
    });
    return kind === 'grid' ? new PreparedGrid(gpu, plan, value) : new PreparedReduction(gpu, plan, value[0]!);
  });
}

/** What one submission does, beside its range. */
interface Job {
  readonly modes: readonly Mode[];
  /** Quantities that are looked at, with their signs. */
  readonly objectives: readonly { readonly output: GpuOutput; readonly sign: 1 | -1 }[];
  /** Where the limits stand, in the plan's order. */
  readonly limits: readonly GpuOutput[];
  readonly isIdle: (axis: number) => boolean;
  readonly edges?: { readonly count: number; readonly values: Float32Array<ArrayBuffer> };
  /** Counters behind the length of what is collected, and what they begin with. */
  readonly counters: number;
  readonly initial: number;
  /** Words of output; those of cells that are collected, or of all. */
  readonly words: number;
}

/** What a submission gives. */
interface Outcome {
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly output: ArrayBuffer;
}

/** A program on the GPU. */
class Passes {
  readonly program: GpuProgram;
  private readonly gpu: Gpu;
  private readonly plan: GraphPlan;
  private readonly pipelines: ReadonlyMap<Mode, Pipeline<keyof Buffers>>;
  private readonly held: Pick<Buffers, 'slots' | 'tables'>;

  constructor(gpu: Gpu, plan: GraphPlan, program: GpuProgram, pipelines: ReadonlyMap<Mode, Pipeline<keyof Buffers>>) {
    this.gpu = gpu;
    this.plan = plan;
    this.program = program;
    this.pipelines = pipelines;
    this.held = { slots: upload(gpu, 'graph.slots', program.slots), tables: upload(gpu, 'graph.tables', program.tables) };
  }

  dispose(): void {
    for (const buffer of Object.values(this.held)) buffer.destroy();
  }

  /** Runs the passes of a job over a range, one after the other, and reads back what they counted and wrote. */
  async run(range: TileRange, job: Job): Promise<Outcome> {
    const { gpu } = this;
    const lanes = Math.min(WORKGROUP_SIZE, 2 ** Math.ceil(Math.log2(Math.max(range.columns / CHUNK, 1))));
    const pixels = pixelsOf(this.plan, range);
    const items = Math.min(pixels.rows, range.rows) * Math.ceil(range.columns / (lanes * CHUNK));
    const x = Math.min(Math.ceil((items * lanes) / WORKGROUP_SIZE), MOST_WORKGROUPS);
    const y = Math.min(pixels.count, MOST_PIXEL_WORKGROUPS);
    const bytes = { counts: 4 * (1 + job.counters), output: 4 * job.words };
    const { value, verdict } = guard(gpu, () => {
      const own = {
        parameters: upload(gpu, 'graph.parameters', this.parameters(range, job, lanes)),
        loops: upload(gpu, 'graph.loops', packLoops(this.plan, range, job.isIdle)),
        limits: upload(gpu, 'graph.limits', packLimits(this.plan, job.limits)),
        edges: upload(gpu, 'graph.edges', job.edges && job.edges.count > 0 ? job.edges.values : new Float32Array(1)),
        counts: storageBuffer(gpu, 'graph.counts', bytes.counts, GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST),
        output: storageBuffer(gpu, 'graph.output', bytes.output, GPUBufferUsage.COPY_SRC),
      };
      gpu.device.queue.writeBuffer(own.counts, 0, new Uint32Array(1 + job.counters).fill(job.initial, 1));
      const buffers: Buffers = { ...this.held, ...own };
      const encoder = gpu.device.createCommandEncoder({ label: 'graph.commands' });
      for (const mode of job.modes) {
        const pipeline = this.pipelines.get(mode)!;
        encodePass(encoder, pipeline, bind(gpu, pipeline, buffers), x, y);
      }
      const staging = (['counts', 'output'] as const).map((id) => {
        const target = stagingBuffer(gpu, `graph.staging.${id}`, bytes[id]);
        encoder.copyBufferToBuffer(buffers[id], 0, target, 0, bytes[id]);
        return target;
      });
      gpu.device.queue.submit([encoder.finish()]);
      return { staging, own };
    });
    const [counts, output] = await readOnce(verdict, value.staging, Object.values(value.own));
    return { counts: new Uint32Array(counts!), output: output! };
  }

  private parameters(range: TileRange, { objectives, limits, edges, words }: Job, lanes: number): ArrayBuffer {
    const { plan, program } = this;
    const slot = (k: number): number => objectives[k]?.output.slot ?? 0;
    const sign = (k: number): number => objectives[k]?.sign ?? 1;
    const pixels = pixelsOf(plan, range);
    return packStruct('GraphParameters', {
      firstColumn: range.column,
      columns: range.columns,
      rows: range.rows,
      lanes,
      slots: program.count,
      innerFrom: program.innerFrom,
      limits: limits.length,
      firstLoop: LOOPS + 1 - plan.axes.length,
      pixels: pixels.count,
      firstPixelRows: pixels.firstRows,
      pixelRows: pixels.rows,
      objectives: objectives.length,
      objective0: slot(0),
      objective1: slot(1),
      objective2: slot(2),
      sign0: sign(0),
      sign1: sign(1),
      sign2: sign(2),
      doubt: objectives[0] ? doubtOf(objectives[0].output) : 0,
      edges: edges?.count ?? 0,
      capacity: words,
    });
  }
}

/**
 * Relative distance from an f32 value within which f64 may say otherwise. Of two values that are each off by `error`, one within
 * (1 + error) / (1 − error) of the other may be the better one.
 */
function doubtOf({ error }: GpuOutput): number {
  return 2 * error + SLACK;
}

function packLoops(plan: GraphPlan, range: TileRange, isIdle: (axis: number) => boolean): Uint32Array<ArrayBuffer> {
  const steps = new Float64Array(plan.axes.length);
  stepsInLoops(plan, range.row * plan.lineCells, steps);
  const outer = outerLoops(plan);
  return Uint32Array.from({ length: 3 * LOOPS }, (_, i) => {
    const axis = outer[Math.floor(i / 3)];
    if (axis === undefined) return i % 3 === 0 ? 1 : 0;
    return [plan.axes[axis]!.values.length, steps[axis]!, isIdle(axis) ? 1 : 0][i % 3]!;
  });
}

function clampToF32(value: number): number {
  return Math.max(-UNLIMITED, Math.min(UNLIMITED, value));
}

/** Limits as the kernel's `Limit`s, each bound twice, as far in and as far out as f32 may be wrong. */
function packLimits({ limits }: GraphPlan, outputs: readonly GpuOutput[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(20 * Math.max(outputs.length, 1)));
  outputs.forEach((output, i) => {
    const { min, max } = limits[i]!;
    const doubt = doubtOf(output);
    const unit = exp2(-output.unit);
    view.setUint32(20 * i, output.slot, true);
    [min - Math.abs(min) * doubt, min + Math.abs(min) * doubt, max - Math.abs(max) * doubt, max + Math.abs(max) * doubt].forEach(
      (bound, k) => {
        // an infinite bound is none, on either side
        const value = Number.isFinite(bound) ? bound * unit : k < 2 ? -UNLIMITED : UNLIMITED;
        view.setFloat32(20 * i + 4 + 4 * k, clampToF32(value), true);
      },
    );
  });
  return view.buffer;
}

/** Numbers of cells from lines and columns of a tile. */
function cellFinder(plan: GraphPlan, range: TileRange): (place: number) => number {
  const steps = new Float64Array(plan.axes.length);
  return (place) => {
    const line = Math.floor(place / range.columns);
    stepsInLoops(plan, (range.row + line) * plan.lineCells + range.column + place - line * range.columns, steps);
    let cell = 0;
    for (let axis = 0; axis < steps.length; axis++) cell += plan.strides[axis]! * steps[axis]!;
    return cell;
  };
}

const NOT_IDLE = (): boolean => false;

/** A grid: one program for each metric, and one for the limits. */
class PreparedGrid implements PreparedSweep {
  readonly maxTileCells = MAX_GRID_CELLS;
  private readonly gpu: Gpu;
  private readonly plan: GraphPlan;
  private readonly passes: readonly Passes[];

  constructor(gpu: Gpu, plan: GraphPlan, passes: readonly Passes[]) {
    this.gpu = gpu;
    this.plan = plan;
    this.passes = passes;
  }

  compute(range: TileRange): Promise<GridTile> {
    return untilDone(this.gpu, async () => {
      const values: Float32Array<ArrayBuffer>[] = [];
      for (const { program, run } of this.metrics()) {
        const output = program.outputs[0]!;
        const unit = exp2(output.unit);
        const read = await run(range, output);
        values.push(new Float32Array(read).map((value) => (value < 0 ? Number.NaN : value * unit)));
      }
      if (this.plan.limits.length > 0) values.push(await this.flags(range));
      return { kind: 'grid', range, values };
    });
  }

  computeInPlace(range: TileRange): Promise<void> {
    return this.compute(range).then(() => undefined);
  }

  /** Tiles are made once. */
  recycle(): void {}

  dispose(): void {
    for (const passes of this.passes) passes.dispose();
  }

  private metrics() {
    return this.passes.slice(0, -1).map((passes) => ({
      program: passes.program,
      run: async (range: TileRange, output: GpuOutput) =>
        (await passes.run(range, { ...GRID_JOB, modes: ['values'], objectives: [{ output, sign: 1 }], words: cellsOf(range) })).output,
    }));
  }

  /** 1 for feasible cells, 0 for others. */
  private async flags(range: TileRange): Promise<Float32Array<ArrayBuffer>> {
    const passes = this.passes.at(-1)!;
    const { evaluate, outputs } = passes.program;
    const { output } = await passes.run(range, { ...GRID_JOB, modes: ['states'], limits: outputs, words: cellsOf(range) });
    const cellOf = cellFinder(this.plan, range);
    return Float32Array.from(new Uint32Array(output), (state, place) => {
      if (state !== DOUBTED) return state === YES ? 1 : 0;
      return isWithin(this.plan, evaluate(cellOf(place)), 0) ? 1 : 0;
    });
  }
}

const GRID_JOB = { objectives: [], limits: [], isIdle: NOT_IDLE, counters: 0, initial: 0 } as const;

/** Takes a cell that the GPU leaves to the host, with its quantities in f64: objectives, then limits. */
type Take = (cell: number, values: Float64Array, row: number) => void;

/** Every other reduction: one program of what is looked for, then of the limits. */
class PreparedReduction implements PreparedSweep {
  readonly maxTileCells = MAX_REDUCED_CELLS;
  private readonly gpu: Gpu;
  private readonly plan: GraphPlan;
  private readonly passes: Passes;
  private readonly signs: readonly (1 | -1)[];
  /** Axes of which only the first step need be looked at: nothing that counts depends on them, and ties go to the lowest cell. */
  private readonly isIdle: (axis: number) => boolean;
  private readonly screen: Screen | undefined;
  private readonly bins: Bins | undefined;

  constructor(gpu: Gpu, plan: GraphPlan, passes: Passes) {
    this.gpu = gpu;
    this.plan = plan;
    this.passes = passes;
    const { reduce } = plan.file;
    this.signs = reduce.kind === 'histogram' ? [1] : plan.objectives.map(({ sign }) => sign);
    const skips = reduce.kind === 'frontier' || reduce.kind === 'pareto';
    this.isIdle = (axis) => skips && !plan.kept.includes(axis) && !passes.program.axes.has(axis);
    this.bins = reduce.kind === 'histogram' ? binsOf(plan, reduce) : undefined;
    if (reduce.kind === 'top-k') this.screen = this.sampled(screenTop(reduce.k), SAMPLE + SAMPLE_OF_TOP * reduce.k);
    if (reduce.kind === 'pareto') this.screen = this.sampled(screenPareto(this.signs.length), SAMPLE);
  }

  compute(range: TileRange): Promise<Tile> {
    return untilDone<Tile>(this.gpu, () => {
      const { reduce } = this.plan.file;
      if (reduce.kind === 'frontier') return this.frontier(range);
      if (reduce.kind === 'top-k') return this.select(range, selectTop(reduce.k));
      return reduce.kind === 'pareto' ? this.select(range, selectPareto(this.signs.length)) : this.histogram(range);
    });
  }

  computeInPlace(range: TileRange): Promise<void> {
    return this.compute(range).then(() => undefined);
  }

  /** Tiles are small. */
  recycle(): void {}

  dispose(): void {
    this.passes.dispose();
  }

  private async frontier(range: TileRange): Promise<ReducedTile> {
    const { plan } = this;
    const { first, count } = pixelsOf(plan, range);
    const values = new Float64Array(count).fill(Number.NaN);
    const cells = new Float64Array(count).fill(-1);
    const sign = this.signs[0]!;
    await this.collect(range, ['least', 'collectLeast'], (cell, given, row) => {
      const value = sign * given[0]!;
      if (Number.isNaN(value) || !isWithin(plan, given, 1)) return;
      const pixel = Math.floor(row / plan.linesPerPixel) - first;
      const isBetter = cells[pixel]! < 0 || value < values[pixel]! || (value === values[pixel]! && cell < cells[pixel]!);
      if (!isBetter) return;
      values[pixel] = value;
      cells[pixel] = cell;
    });
    return { kind: 'reduced', range, values, schedules: cells, counts: new Uint32Array(0) };
  }

  private async select(range: TileRange, selection: Selection): Promise<ReducedTile> {
    await this.collect(range, ['collectFront'], (cell, given) => this.offer(selection, cell, given));
    const { cells, values } = selection.take();
    this.screen!.add(cells, values);
    return { kind: 'reduced', range, values, schedules: cells, counts: new Uint32Array(0) };
  }

  private async histogram(range: TileRange): Promise<ReducedTile> {
    const bins = this.bins!;
    const counts = new Uint32Array(bins.count + EXTRA_COUNTERS);
    const counter = createCounter(bins);
    const outside = counts.length - 1;
    await this.collect(
      range,
      ['bins'],
      (_, given) => counts[isWithin(this.plan, given, 1) ? counter(given[0]!) : outside]!++,
      (counted) => counted.forEach((count, i) => (counts[i]! += count)),
    );
    return { kind: 'reduced', range, values: new Float64Array(0), schedules: new Float64Array(0), counts };
  }

  /**
   * Runs passes over a range and hands every cell that they leave to the host to `take`. Where those are more than the GPU collects, as
   * on a plateau, the range is halved; a short one is taken as a whole.
   */
  private async collect(range: TileRange, modes: readonly Mode[], take: Take, count?: (counters: Uint32Array) => void): Promise<void> {
    const { plan, passes, signs } = this;
    const { outputs, evaluate } = passes.program;
    const scanned: TileRange = { ...range, column: 0, columns: this.isIdle(plan.order.at(-1)!) ? 1 : range.columns };
    const cellOf = cellFinder(plan, scanned);
    const give = (place: number): void => {
      const cell = cellOf(place);
      take(cell, evaluate(cell), range.row + Math.floor(place / scanned.columns));
    };
    const pixels = pixelsOf(plan, range).count;
    const job: Job = {
      modes,
      objectives: signs.map((sign, k) => ({ output: outputs[k]!, sign })),
      limits: outputs.slice(signs.length),
      isIdle: this.isIdle,
      ...(this.bins && { edges: packBins(this.bins, outputs[0]!) }),
      ...(this.screen && { edges: packPoints(this.screen, outputs, signs) }),
      counters: this.bins ? this.bins.count + EXTRA_COUNTERS : modes.includes('least') ? pixels : 0,
      initial: this.bins ? 0 : NO_KEY,
      words: Math.min(cellsOf(scanned), CAPACITY + CAPACITY_OF_PIXEL * pixels),
    };
    const { counts, output } = await passes.run(scanned, job);
    const collected = counts[0]!;
    if (collected <= job.words) {
      count?.(counts.subarray(1));
      new Uint32Array(output, 0, collected).forEach(give);
    } else if (range.rows === 1 || cellsOf(scanned) <= FEW_CELLS) {
      for (let place = 0; place < cellsOf(scanned); place++) give(place);
    } else {
      const half = range.rows >> 1;
      await this.collect({ ...range, rows: half }, modes, take, count);
      await this.collect({ ...range, row: range.row + half, rows: range.rows - half }, modes, take, count);
    }
  }

  /** Offers a cell, if it is feasible, to a selection, which turns NaN away. */
  private offer(selection: Selection, cell: number, given: Float64Array): void {
    const { signs } = this;
    if (!isWithin(this.plan, given, signs.length)) return;
    selection.offer(
      cell,
      signs.map((sign, k) => sign * given[k]!),
    );
  }

  /** A screen that knows the best of some cells of the whole sweep. */
  private sampled(screen: Screen, most: number): Screen {
    const { reduce } = this.plan.file;
    const cells = this.plan.rows * this.plan.columns;
    const count = Math.min(cells, most);
    const selection = reduce.kind === 'top-k' ? selectTop(reduce.k) : selectPareto(this.signs.length);
    for (let i = 0; i < count; i++) {
      const cell = Math.floor((i * (cells - 1)) / Math.max(count - 1, 1));
      this.offer(selection, cell, this.passes.program.evaluate(cell));
    }
    const known = selection.take();
    screen.add(known.cells, known.values);
    return screen;
  }
}

/** Edges of bins, each twice: below the first a value is surely below the edge, from the second on it surely is not. [count + 1, 2] */
function packBins(bins: Bins, output: GpuOutput): NonNullable<Job['edges']> {
  const doubt = doubtOf(output);
  const unit = exp2(-output.unit);
  const ends = EDGE_ERROR * Math.max(Math.abs(bins.from), Math.abs(bins.to));
  const values = new Float32Array(2 * (bins.count + 1));
  for (let bin = 0; bin <= bins.count; bin++) {
    const edge = edgeOf(bins, bin);
    const margin = Math.abs(edge) * doubt + ends;
    values[2 * bin] = clampToF32((edge - margin) * unit);
    values[2 * bin + 1] = clampToF32((edge + margin) * unit);
  }
  return { count: bins.count + 1, values };
}

/** Points of a screen in the kernel's units, so much worse that what is beaten in f32 is beaten. [points, objectives] */
function packPoints(screen: Screen, outputs: readonly GpuOutput[], signs: readonly number[]): NonNullable<Job['edges']> {
  const points = screen.points();
  const values = points.flatMap((point) =>
    signs.map((_, k) => clampToF32((point[k]! + Math.abs(point[k]!) * doubtOf(outputs[k]!)) * exp2(-outputs[k]!.unit))),
  );
  return { count: points.length, values: Float32Array.from(values) };
}
