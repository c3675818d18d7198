import { FLOP_PER_PARAMETER_TOKEN } from '../model/compute';
import { formOf } from '../model/laws';
import { power } from '../model/math/elementary';
import { twoPowers } from '../model/optimum';
import { BackendError, type GridTile, type PreparedSweep, type ReducedTile, type Tile, type TileRange } from '../sweep/backend';
import { createEvaluator } from '../sweep/growth/evaluate';
import { scheduleLawOf, tokenRuleOf } from '../sweep/growth/file';
import { EXTRA_COUNTERS } from '../sweep/growth/kernel';
import { type SchedulePlan, outputsOf } from '../sweep/growth/plan';
import { type CellEvaluator, pixelsOf, stepsInLoops } from '../sweep/loops';
import { type ScheduleMetricId, scheduleMetricIds } from '../sweep/growth/quantities';
import { type Table, createTables } from '../sweep/growth/tables';
import { cellsOf } from '../sweep/tiling';
import { readOnce, stagingBuffer, storageBuffer, upload } from './buffers';
import type { Gpu } from './device';
import { packCoefficients } from './factors';
import { guard, untilDone } from './guard';
import { WORKGROUP_SIZE, kernels } from './kernels';
import { type StructValues, packStruct } from './packing';
import { type Pipeline, bind, encodePass, findPipeline } from './pipelines';

/** Most schedules of a tile; nothing is stored for each, so that time is the limit, and the runner measures that. */
const MAX_REDUCED_CELLS = 2 ** 31;
/** Most cells of a tile that are stored, one metric after the other. */
const MAX_GRID_CELLS = 2 ** 22;
/** Values of one input; a larger table is left to the CPU, which needs none. */
const MAX_TABLE_VALUES = 1 << 22;
/** Loops around a line. */
const LOOPS = 6;
/** Schedules that one invocation takes at most; long enough to make up for finding its line. */
const SEGMENT = 64;
/** Workgroups that share a pixel, at most: each gives one candidate, which the host looks at. */
const MOST_WORKGROUPS = 4096;
const MOST_PIXEL_WORKGROUPS = 65_535;
/** What the kernel calls no metric, and a schedule that cannot be; half of it tells it from any value. */
const NONE = 6;
const INFEASIBLE = 3e38;
/** Candidates so near to the best in f32 are compared in f64: twice the error bound of the kernel. */
const DOUBT = 2e-5;
/** The nearest of them, no more: on a plateau any is as good. */
const MOST_DOUBTED = 64;

const RULES = { 'each stage': 0, 'all tokens': 0, budget: 1, 'target loss': 2 } as const;

/** What the kernel measures in, so that its numbers are near 1. */
interface Units {
  readonly size: number;
  readonly tokens: number;
  readonly reducible: number;
}

/** Makes a sweep of schedules ready: fills the tables of its inputs and compiles its pass. Rejects with a BackendError. */
export function prepareSchedules(gpu: Gpu, plan: SchedulePlan): Promise<PreparedSweep> {
  return untilDone(gpu, async () => {
    const { form } = scheduleLawOf(plan.file);
    const pipeline = await findPipeline(gpu, kernels.growth, form, { STAGES: plan.file.schedule.stages });
    return new PreparedSchedules(gpu, plan, pipeline);
  });
}

/** Number of a metric in the kernel. */
function numberOf(metric: ScheduleMetricId | undefined): number {
  return metric === undefined ? NONE : scheduleMetricIds.indexOf(metric);
}

type Buffers = Readonly<Record<keyof (typeof kernels.growth)['bindings'], GPUBuffer>>;

class PreparedSchedules implements PreparedSweep {
  readonly maxTileCells: number;
  private readonly gpu: Gpu;
  private readonly plan: SchedulePlan;
  private readonly pipeline: Pipeline<keyof Buffers>;
  private readonly units: Units;
  private readonly inputs: Pick<Buffers, 'coefficients' | 'slots' | 'tables'>;
  private readonly evaluateBest: CellEvaluator | undefined;

  constructor(gpu: Gpu, plan: SchedulePlan, pipeline: Pipeline<keyof Buffers>) {
    this.gpu = gpu;
    this.plan = plan;
    this.pipeline = pipeline;
    this.maxTileCells = plan.file.reduce.kind === 'grid' ? MAX_GRID_CELLS : MAX_REDUCED_CELLS;
    this.units = unitsOf(plan);
    const { slots, tables } = packSlots(plan, this.units);
    const law = scheduleLawOf(plan.file);
    this.inputs = {
      coefficients: upload(gpu, 'growth.coefficients', packCoefficients({ law, form: formOf(law) })),
      slots: upload(gpu, 'growth.slots', slots),
      tables: upload(gpu, 'growth.tables', tables),
    };
    this.evaluateBest = plan.best && createEvaluator(plan, [plan.best.metric]);
  }

  compute(range: TileRange): Promise<Tile> {
    return untilDone<Tile>(this.gpu, () => (this.plan.file.reduce.kind === 'grid' ? this.grid(range) : this.reduce(range)));
  }

  computeInPlace(range: TileRange): Promise<void> {
    return this.compute(range).then(() => undefined);
  }

  /** Tiles are small, or made once. */
  recycle(): void {}

  dispose(): void {
    for (const buffer of Object.values(this.inputs)) buffer.destroy();
  }

  private async grid(range: TileRange): Promise<GridTile> {
    const cells = cellsOf(range);
    const values: Float32Array<ArrayBuffer>[] = [];
    for (const metric of outputsOf(this.plan.file)) {
      const workgroups = Math.min(Math.ceil(cells / WORKGROUP_SIZE), MOST_WORKGROUPS);
      const [read] = await this.run(range, [workgroups, 1], { cells: 4 * cells }, metric);
      values.push(new Float32Array(read!).map((value) => (value > INFEASIBLE / 2 ? Number.NaN : value)));
    }
    return { kind: 'grid', range, values };
  }

  private async reduce(range: TileRange): Promise<ReducedTile> {
    const { plan } = this;
    const pixels = pixelsOf(plan, range);
    const segments = Math.ceil(plan.columns / this.segment());
    const items = Math.min(plan.linesPerPixel, range.rows) * segments;
    const x = Math.min(Math.ceil(items / WORKGROUP_SIZE), MOST_WORKGROUPS);
    const y = Math.min(pixels.count, MOST_PIXEL_WORKGROUPS);
    const counters = plan.histogram ? plan.histogram.bins + EXTRA_COUNTERS : 0;
    const [candidates, counts] = await this.run(range, [x, y], {
      candidates: plan.best ? 8 * pixels.count * x : 0,
      counts: 4 * counters,
    });
    const size = plan.best ? pixels.count : 0;
    const values = new Float64Array(size).fill(Number.NaN);
    const schedules = new Float64Array(size).fill(-1);
    for (let pixel = 0; pixel < size; pixel++) {
      const schedule = this.settle(candidates!, pixel * x, x, range.row * plan.columns);
      if (schedule < 0) continue;
      schedules[pixel] = schedule;
      values[pixel] = this.evaluateBest!(schedule)[0]!;
    }
    return { kind: 'reduced', range, values, schedules, counts: counts ? new Uint32Array(counts) : new Uint32Array(0) };
  }

  /** The best of a pixel's candidates, -1 where there is none. Those that f32 cannot tell apart are compared in f64. */
  private settle(candidates: ArrayBuffer, first: number, count: number, firstSchedule: number): number {
    const view = new DataView(candidates, 8 * first, 8 * count);
    const found = Array.from({ length: count }, (_, i) => ({
      key: view.getFloat32(8 * i, true),
      schedule: firstSchedule + view.getUint32(8 * i + 4, true),
    })).filter(({ key }) => key < INFEASIBLE / 2);
    const least = found.reduce((key, its) => Math.min(key, its.key), Infinity);
    const isSaving = this.plan.best!.isGreatest;
    const doubt = DOUBT * (isSaving ? Math.max(Math.abs(least), 1) : Math.abs(least));
    const doubted = found
      .filter(({ key }) => key <= least + doubt)
      .toSorted((a, b) => a.key - b.key)
      .slice(0, MOST_DOUBTED);
    let best = -1;
    let lowest = Infinity;
    for (const { schedule } of doubted) {
      const value = this.evaluateBest!(schedule)[0]! * (isSaving ? -1 : 1);
      if (value < lowest || (value === lowest && schedule < best)) {
        lowest = value;
        best = schedule;
      }
    }
    return best;
  }

  /** Runs one pass and reads back the outputs that are named, each of so many bytes. */
  private async run(
    range: TileRange,
    [x, y]: readonly [number, number],
    outputs: Partial<Record<'candidates' | 'counts' | 'cells', number>>,
    cellMetric?: ScheduleMetricId,
  ): Promise<readonly (ArrayBuffer | undefined)[]> {
    const { gpu, pipeline } = this;
    const wanted = Object.entries(outputs).filter(([, bytes]) => bytes > 0);
    const { value, verdict } = guard(gpu, () => {
      const output = (id: 'candidates' | 'counts' | 'cells'): GPUBuffer =>
        storageBuffer(gpu, `growth.${id}`, outputs[id] || 8, GPUBufferUsage.COPY_SRC);
      const own = {
        parameters: upload(gpu, 'growth.parameters', packStruct('GrowthParameters', this.parameters(range, cellMetric))),
        loops: upload(gpu, 'growth.loops', this.loops(range)),
        candidates: output('candidates'),
        counts: output('counts'),
        cells: output('cells'),
      };
      const buffers: Buffers = { ...this.inputs, ...own };
      const encoder = gpu.device.createCommandEncoder({ label: 'growth.commands' });
      encodePass(encoder, pipeline, bind(gpu, pipeline, buffers), x, y);
      const staging = wanted.map(([id, bytes]) => {
        const target = stagingBuffer(gpu, `growth.staging.${id}`, bytes);
        encoder.copyBufferToBuffer(buffers[id as keyof Buffers], 0, target, 0, bytes);
        return target;
      });
      gpu.device.queue.submit([encoder.finish()]);
      return { staging, own };
    });
    const memory = await readOnce(verdict, value.staging, Object.values(value.own));
    const read = new Map(wanted.map(([id], i) => [id, memory[i]]));
    return Object.keys(outputs).map((id) => read.get(id));
  }

  /** Columns that one invocation takes: fewer where a pixel has few schedules, so that a workgroup has work for all. */
  private segment(): number {
    return Math.max(1, Math.min(SEGMENT, Math.ceil((this.plan.linesPerPixel * this.plan.columns) / WORKGROUP_SIZE)));
  }

  private parameters(range: TileRange, cellMetric?: ScheduleMetricId): StructValues<'GrowthParameters'> {
    const { plan, units } = this;
    const { parameterSize, alpha, tokenSize, beta } = twoPowers(scheduleLawOf(plan.file))!;
    const { best, histogram } = plan;
    const pixels = pixelsOf(plan, range);
    const compute = units.size * units.tokens;
    const exponent = -(1 / alpha + 1 / beta);
    const optimum = power((parameterSize * (alpha + beta)) / beta, 1 / alpha) * power((tokenSize * (alpha + beta)) / alpha, 1 / beta);
    return {
      rule: RULES[tokenRuleOf(plan.file)!],
      best: numberOf(best?.metric),
      histogram: numberOf(histogram?.metric),
      cells: numberOf(cellMetric),
      sign: best?.isGreatest ? -1 : 1,
      tileRows: range.rows,
      columns: plan.columns,
      firstColumn: range.column,
      tileColumns: range.columns,
      segment: this.segment(),
      pixels: pixels.count,
      firstPixelRows: pixels.firstRows,
      pixelRows: pixels.rows,
      bins: histogram?.bins ?? 0,
      histogramFrom: histogram?.from ?? 0,
      binsPerUnit: histogram ? histogram.bins / (histogram.to - histogram.from) : 0,
      beta,
      tokenTerm: (tokenSize * power(units.tokens, -beta)) / units.reducible,
      reducibleUnit: units.reducible,
      computeUnit: FLOP_PER_PARAMETER_TOKEN * compute,
      tokenUnit: units.tokens,
      optimumSize: (optimum * power(units.reducible, exponent)) / compute,
      optimumExponent: exponent,
    };
  }

  /** The loops around a line, the outermost first, and where the tile starts in them. Loops that a sweep lacks have one step. */
  private loops(range: TileRange): Uint32Array<ArrayBuffer> {
    const { plan } = this;
    const steps = new Float64Array(plan.axes.length);
    stepsInLoops(plan, range.row * plan.columns, steps);
    const outer = outerLoops(plan);
    const packed = new Uint32Array(2 * LOOPS).fill(1);
    for (let k = 0; k < LOOPS; k++) {
      const axis = outer[k];
      packed[2 * k] = axis === undefined ? 1 : plan.axes[axis]!.values.length;
      packed[2 * k + 1] = axis === undefined ? 0 : steps[axis]!;
    }
    return packed;
  }
}

/** The axes of the loops around a line, the outermost first, padded at the front. */
function outerLoops({ order, inner }: SchedulePlan): readonly (number | undefined)[] {
  const outer = inner === undefined ? order : order.slice(0, -1);
  return [...Array.from({ length: LOOPS - outer.length }, () => undefined), ...outer];
}

/** Units from a schedule in the middle of the sweep: its last size, its tokens, and its reducible loss. */
function unitsOf(plan: SchedulePlan): Units {
  const { stages } = plan.file.schedule;
  const ids = [`size${stages}`, 'trained', `reach${stages}`, 'reducible'];
  const evaluate = createEvaluator(plan, ids);
  // the middle may be no schedule: then any that is one will do
  const schedules = plan.rows * plan.columns;
  for (const part of [0.5, 0.75, 0.25, 0.9, 0.1, 0.6, 0.4, 0.99, 0.01, 0]) {
    const [size, trained, reach, reducible] = evaluate(Math.floor(part * (schedules - 1)));
    const tokens = Math.max(trained!, reach!);
    if (size! > 0 && tokens > 0 && reducible! > 0) return { size: size!, tokens, reducible: reducible! };
  }
  const [size] = evaluate(0);
  return { size: size!, tokens: 1e11, reducible: 1 };
}

/** The inputs of the kernel in the order of its slots, as tables in its units; negative stands for what cannot be. */
function packSlots(plan: SchedulePlan, units: Units): { slots: Uint32Array<ArrayBuffer>; tables: Float32Array<ArrayBuffer> } {
  const { stages } = plan.file.schedule;
  const { beta } = twoPowers(scheduleLawOf(plan.file))!;
  const isBudget = tokenRuleOf(plan.file) === 'budget';
  const perToken = 1 / units.tokens;
  const isFree = tokenRuleOf(plan.file) === 'target loss';
  const each = (id: string, scale: number, most: number) =>
    Array.from({ length: most }, (_, i) => (i < stages ? { id: `${id}${i + 1}`, scale } : undefined));
  const rise = power(units.tokens, beta);
  const inputs = [
    ...each('size', 1 / units.size, 4),
    ...each(isBudget ? 'share of ' : 'tokens', isBudget ? 1 : perToken, 4).map((slot, i) =>
      isFree && i === stages - 1 ? undefined : slot,
    ),
    ...each('rise', rise, 3).map((slot, i) => (i < stages - 1 ? slot : undefined)),
    { id: 'eta', scale: 1 },
    isBudget ? { id: 'C', scale: 1 / (FLOP_PER_PARAMETER_TOKEN * units.size * units.tokens) } : undefined,
    isFree ? { id: 'goal', scale: perToken } : undefined,
    { id: `term${stages}`, scale: 1 / units.reducible },
  ];
  const ids = inputs.flatMap((input) => (input ? [input.id] : []));
  const tables = createTables(plan, ids, MAX_TABLE_VALUES, true);
  const parts: number[][] = [[0]];
  const outer = outerLoops(plan);
  let at = 1;
  const slots = inputs.flatMap((input) => {
    const table: Table | undefined = input && tables.get(input.id);
    if (input && !table) throw new BackendError('out-of-memory', `The GPU cannot hold a table of ${input.id} over so many axes.`);
    if (!input || !table) return [0, 0, 0, 0, 0, 0, 0, 0];
    const first = at;
    parts.push(Array.from(table.values, (value) => (Number.isNaN(value) ? -1 : value * input.scale)));
    at += table.values.length;
    const strides = outer.map((axis) => (axis === undefined ? 0 : table.strides[axis]!));
    return [first, ...strides, plan.inner === undefined ? 0 : table.strides[plan.inner]!];
  });
  const values = new Float32Array(at);
  let next = 0;
  for (const part of parts) {
    values.set(part, next);
    next += part.length;
  }
  return { slots: Uint32Array.from(slots), tables: values };
}
