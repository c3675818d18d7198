import { type Recomputation } from '../model/flop/megatron';
import { type TrainingLayout, recomputations } from '../model/plan/layout';
import { RUNTIME_BYTES, classicBlock, mixedPrecisionAdam, scoreTerm } from '../model/plan/memory';
import { type FoundLayout, type Job, type SearchResult, type SearchSpace, judgeLayout, linksOf, surveyLayouts } from '../model/plan/search';
import { type LayoutAxes, type Split, axesOf } from '../model/plan/space';
import { efficiency, forwardFlop } from '../model/plan/time';
import type { LayoutEngine } from '../sweep/layouts';
import { readOnce, stagingBuffer, storageBuffer, upload } from './buffers';
import type { Gpu } from './device';
import { guard, untilDone } from './guard';
import { NO_FORM, WORKGROUP_SIZE, kernels } from './kernels';
import { type StructValues, packStruct } from './packing';
import { type Pipeline, bind, encodePass, findPipeline } from './pipelines';

/** Bytes so near to what an accelerator has are decided in f64; above the error bound of the kernel. */
const MEMORY_DOUBT = 1e-5;
/** Times so near to the least are compared in f64; above twice the error bound of the kernel. */
const TIME_DOUBT = 4e-5;
/** What the kernel calls no time at all. */
const NEVER = 3e38;
/** Most layouts of one submission, so that no device is busy for long. */
const MOST_LAYOUTS = 2 ** 27;
/** Most numbers of accelerators of one submission: workgroups in x. */
const MOST_SLOTS = 65_535;
/** Fewest workgroups that keep a device busy; few numbers of accelerators share their layouts among several. */
const ENOUGH_WORKGROUPS = 1024;
/** Layouts that may be the fastest, for each number of accelerators: ties are usual, as ZeRO does nothing for one copy. */
const USUAL_FOUND = 8;
/** Words of a collected layout, and of the tally. */
const FOUND = { words: 3, least: 1024 };
const TALLY_BYTES = 8;

/** Numbers of accelerators [first, first + count). */
interface Range {
  readonly first: number;
  readonly count: number;
}

/** A layout that may be the fastest. */
interface Candidate {
  readonly accelerators: number;
  /** Place in the order in which layouts are tried. */
  readonly place: number;
  /** Whether it is counted already. */
  readonly isCertain: boolean;
}

type Buffers = Readonly<Record<keyof (typeof kernels.layouts)['bindings'], GPUBuffer>>;

/**
 * Searches of layouts on an open device: all layouts in f32, what f32 cannot tell apart in f64. For each number of accelerators the
 * fastest layout is the best by time, money and utilisation alike, so one pass serves every goal.
 */
export function createLayoutEngine(gpu: Gpu): LayoutEngine {
  return (job, space) => untilDone(gpu, () => search(gpu, job, space));
}

async function search(gpu: Gpu, job: Job, space: SearchSpace): Promise<SearchResult> {
  const survey = surveyLayouts(job, space);
  if (survey.layouts === 0) return { ...survey, feasible: 0, best: [] };
  const pipeline = await findPipeline(gpu, kernels.layouts, NO_FORM);
  const axes = axesOf(job, space, linksOf(space));
  const best = new Map<number, FoundLayout>();
  let feasible = 0;
  for (const range of rangesOf(space, survey.layouts)) {
    const { fitting, found } = await collect(gpu, pipeline, job, space, axes, range);
    feasible += fitting;
    // ties go to what is tried first
    for (const { accelerators, place, isCertain } of found.toSorted((a, b) => a.place - b.place)) {
      const judged = judgeLayout(job, space, layoutAt(axes, job, accelerators, place));
      if (!judged) continue;
      if (!isCertain) feasible++;
      const before = best.get(accelerators);
      if (!before || judged.stepSeconds < before.stepSeconds) best.set(accelerators, judged);
    }
  }
  const inOrder = [...best.values()].filter(({ accelerators }) => accelerators >= space.from);
  return { ...survey, feasible, best: inOrder.toSorted((a, b) => a.accelerators - b.accelerators) };
}

/** Numbers of accelerators, cut so that no submission takes long. Data parallelism that is fixed counts on fewer accelerators, too. */
function rangesOf({ from, to, fixed = {} }: SearchSpace, layouts: number): readonly Range[] {
  const lowest = fixed.data === undefined ? from : 1;
  const all = to - lowest + 1;
  const step = Math.min(MOST_SLOTS, Math.ceil(all / Math.ceil(layouts / MOST_LAYOUTS)));
  return Array.from({ length: Math.ceil(all / step) }, (_, i) => ({
    first: lowest + i * step,
    count: Math.min(step, all - i * step),
  }));
}

/** The layout of a place in the order in which they are tried. */
function layoutAt(axes: LayoutAxes, { fusedAttention }: Job, accelerators: number, place: number): TrainingLayout {
  let rest = place;
  const take = <T>(list: readonly T[]): T => {
    const taken = list[rest % list.length]!;
    rest = Math.floor(rest / list.length);
    return taken;
  };
  const zero = take(axes.zero);
  const recomputation = take(axes.recomputations);
  const microbatch = take(axes.microbatches);
  const split = take(axes.splits);
  const data = accelerators / (split.tensor * split.pipeline);
  return { ...split, microbatch, recomputation, ...(fusedAttention && { fusedAttention }), data, zero };
}

/** How many layouts certainly fit, and those that may be the fastest or may not fit; once more where there are more than usual. */
async function collect(
  gpu: Gpu,
  pipeline: Pipeline<keyof Buffers>,
  job: Job,
  space: SearchSpace,
  axes: LayoutAxes,
  range: Range,
): Promise<{ readonly fitting: number; readonly found: readonly Candidate[] }> {
  const lists = packLists(axes);
  let capacity = FOUND.least + USUAL_FOUND * range.count;
  for (;;) {
    const { fitting, collected, words } = await run(
      gpu,
      pipeline,
      lists,
      parametersOf(job, space, axes, lists, range, capacity),
      range.count,
    );
    if (collected > capacity) {
      capacity = collected;
      continue;
    }
    const found = Array.from({ length: collected }, (_, i) => ({
      accelerators: range.first + words[FOUND.words * i]!,
      place: words[FOUND.words * i + 1]!,
      isCertain: words[FOUND.words * i + 2] === 1,
    }));
    return { fitting, found };
  }
}

/** Two passes in one submission: how fast the fastest is, then what may be it. */
async function run(
  gpu: Gpu,
  pipeline: Pipeline<keyof Buffers>,
  { groups, splits, choices, mostItems }: Lists,
  parameters: StructValues<'LayoutsParameters'>,
  slots: number,
): Promise<{ readonly fitting: number; readonly collected: number; readonly words: Uint32Array }> {
  const foundBytes = 4 * FOUND.words * parameters.capacity;
  const shares = Math.min(Math.ceil(ENOUGH_WORKGROUPS / slots), Math.ceil(mostItems / WORKGROUP_SIZE));
  const { value, verdict } = guard(gpu, () => {
    const passes = [0, 1].map((isCollecting) =>
      upload(gpu, 'layouts.parameters', packStruct('LayoutsParameters', { ...parameters, isCollecting })),
    );
    const own = {
      groups: upload(gpu, 'layouts.groups', groups),
      splits: upload(gpu, 'layouts.splits', splits),
      choices: upload(gpu, 'layouts.choices', choices),
      least: upload(gpu, 'layouts.least', new Float32Array(slots).fill(NEVER)),
      tally: storageBuffer(gpu, 'layouts.tally', TALLY_BYTES, GPUBufferUsage.COPY_SRC),
      found: storageBuffer(gpu, 'layouts.found', foundBytes, GPUBufferUsage.COPY_SRC),
    };
    const staging = stagingBuffer(gpu, 'layouts.staging', TALLY_BYTES + foundBytes);
    const encoder = gpu.device.createCommandEncoder({ label: 'layouts.commands' });
    for (const pass of passes) encodePass(encoder, pipeline, bind(gpu, pipeline, { ...own, parameters: pass }), slots, shares);
    encoder.copyBufferToBuffer(own.tally, 0, staging, 0, TALLY_BYTES);
    encoder.copyBufferToBuffer(own.found, 0, staging, TALLY_BYTES, foundBytes);
    gpu.device.queue.submit([encoder.finish()]);
    return { staging, buffers: [...passes, ...Object.values(own)] };
  });
  const [memory] = await readOnce(verdict, [value.staging], value.buffers);
  const [fitting, collected, ...rest] = new Uint32Array(memory!);
  return { fitting: fitting!, collected: collected!, words: Uint32Array.from(rest) };
}

/** The lists of axes as the kernel reads them. */
interface Lists {
  readonly groups: Uint32Array<ArrayBuffer>;
  readonly splits: Uint32Array<ArrayBuffer>;
  readonly choices: Uint32Array<ArrayBuffer>;
  readonly groupCount: number;
  /** Most layouts of a group, ZeRO left out. */
  readonly mostItems: number;
}

function packLists({ splits, microbatches, recomputations: kinds, zero }: LayoutAxes): Lists {
  const ranked = splits.map((split, rank) => ({ ...split, rank, size: split.tensor * split.pipeline }));
  const bySize = Map.groupBy(ranked, ({ size }) => size);
  const groups: number[] = [];
  const packed: number[] = [];
  let first = 0;
  let most = 0;
  for (const [size, members] of bySize) {
    groups.push(size, first, members.length);
    for (const member of members) packed.push(...wordsOf(member), member.rank);
    first += members.length;
    most = Math.max(most, members.length);
  }
  return {
    groups: Uint32Array.from(groups),
    splits: Uint32Array.from(packed),
    choices: Uint32Array.from([...microbatches, ...kinds.map(numberOf), ...zero]),
    groupCount: bySize.size,
    mostItems: most * microbatches.length * kinds.length,
  };
}

function wordsOf({ tensor, pipeline, interleave, sequenceParallel }: Split): readonly number[] {
  return [tensor, pipeline, interleave, Number(sequenceParallel)];
}

/** Number of a kind of recomputation in the kernel. */
function numberOf(recomputation: Recomputation): number {
  return recomputations.indexOf(recomputation);
}

function parametersOf(
  { N, shape, batch, bytes = mixedPrecisionAdam, fusedAttention = false }: Job,
  space: SearchSpace,
  axes: LayoutAxes,
  { groupCount }: Lists,
  { first }: Range,
  capacity: number,
): StructValues<'LayoutsParameters'> {
  const { accelerator, fixed = {} } = space;
  const { nodeSize, insideNode, betweenNodes } = linksOf(space);
  const flop = forwardFlop(N, shape);
  const { between, within, light } = shape.kept ?? classicBlock;
  return {
    isCollecting: 0,
    first,
    fixedData: fixed.data ?? 0,
    groups: groupCount,
    microbatches: axes.microbatches.length,
    recomputations: axes.recomputations.length,
    zeroStages: axes.zero.length,
    capacity,
    batch,
    layers: shape.layers,
    hasFusedAttention: Number(fusedAttention),
    nodeSize,
    N,
    width: shape.width,
    context: shape.context,
    vocabulary: shape.vocabulary,
    keptBetween: between,
    keptWithin: within,
    lightBetween: light.between,
    lightWithin: light.within,
    scoreTerm: scoreTerm(shape),
    ...bytes,
    runtimeBytes: RUNTIME_BYTES,
    certainMemory: accelerator.memory * (1 - MEMORY_DOUBT),
    possibleMemory: accelerator.memory * (1 + MEMORY_DOUBT),
    layerFlop: flop.layer,
    scoreFlop: flop.scores,
    headFlop: flop.head,
    matrixRate: accelerator.peak * accelerator.matrixShare * efficiency.matrix,
    halfWidth: efficiency.halfWidth,
    bandwidth: accelerator.bandwidth * efficiency.bandwidth,
    insideNode: insideNode * efficiency.link,
    betweenNodes: betweenNodes * efficiency.link,
    latency: efficiency.latency,
    nearLeast: 1 + TIME_DOUBT,
  };
}
