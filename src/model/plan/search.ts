import type { ModelShape } from '../flop/shape';
import type { Accelerator, Links } from './hardware';
import { type TrainingLayout, type ZeroStage, layoutSize, microbatchesOf } from './layout';
import { type StateBytes, activationBytes, bufferBytes, gatheredBytes, mixedPrecisionAdam, modelStateBytes } from './memory';
import { type Candidate, axesOf, candidatesOf, dataRange } from './space';
import { dataRate, dataTime, headTime, layerTime, optimizerTime, stageTime, transferTime } from './time';

/** What is to be trained. */
export interface Job {
  /** Parameters in all. */
  readonly N: number;
  readonly shape: ModelShape;
  /** Sequences of a step. */
  readonly batch: number;
  readonly bytes?: StateBytes;
  /** Whether attention is one kernel that never stores its scores; selective recomputation then has nothing to do. */
  readonly fusedAttention?: boolean;
}

/** Choices that are made already; what is absent is searched. */
export type FixedChoices = { readonly [K in keyof TrainingLayout]?: TrainingLayout[K] | undefined };

/** Accelerators to search over. */
export interface SearchSpace {
  readonly accelerator: Accelerator;
  /** Fewest and most accelerators. */
  readonly from: number;
  readonly to: number;
  readonly fixed?: FixedChoices;
}

/** A layout that fits, with what it needs. */
export interface FoundLayout {
  readonly layout: TrainingLayout;
  readonly accelerators: number;
  readonly stepSeconds: number;
  /** byte on each accelerator */
  readonly memory: number;
}

/** What a search found. */
export interface SearchResult {
  /** Layouts that were looked at, those that were ruled out together included. */
  readonly layouts: number;
  /** The layouts among them that fit. */
  readonly feasible: number;
  /** The fastest layout of each number of accelerators that has one, fewest first. */
  readonly best: readonly FoundLayout[];
  /** The layout that needs the least memory, whether it fits or not; absent where no layout divides the model. */
  readonly smallest?: FoundLayout;
}

/** The best of one number of accelerators, as indices; objects are made once at the end. */
interface Slots {
  readonly seconds: Float64Array;
  readonly memory: Float64Array;
  readonly candidate: Int32Array;
  readonly data: Int32Array;
  readonly zero: Int8Array;
}

/** Searches layouts; `searchLayouts`, or what answers as it does. */
export type LayoutSearch = (job: Job, space: SearchSpace) => SearchResult;

/** Layouts that differ in data parallelism and ZeRO alone. */
interface Family {
  readonly candidate: Candidate;
  /** Least and most data parallelism. */
  readonly low: number;
  readonly high: number;
  /** Parameters of an accelerator before ZeRO. */
  readonly own: number;
  /** Bytes of activations and buffers. */
  readonly held: number;
}

/** Links of a space's accelerator. Throws where they are not known. */
export function linksOf({ accelerator }: Pick<SearchSpace, 'accelerator'>): Links {
  if (!accelerator.links) throw new Error(`the links of ${accelerator.id} are not known`);
  return accelerator.links;
}

/**
 * Looks at families one by one, in the order in which layouts are tried: the first of equals is the answer. Returns how many layouts
 * there are, and which needs the least memory.
 */
export function surveyLayouts(
  job: Job,
  space: SearchSpace,
  visit: (family: Family, least: number) => void = () => undefined,
): Pick<SearchResult, 'layouts' | 'smallest'> {
  const axes = axesOf(job, space, linksOf(space));
  const { N, shape } = job;
  let layouts = 0;
  let smallest: { layout: TrainingLayout; memory: number } | undefined;
  candidatesOf(axes, job, (candidate) => {
    const [low, high] = dataRange(job, space, candidate);
    if (high < low) return;
    layouts += (high - low + 1) * axes.zero.length;
    const own = N / (candidate.tensor * candidate.pipeline);
    const held = activationBytes(shape, candidate) + bufferBytes(shape, candidate);
    let least = Infinity;
    for (const zero of axes.zero) {
      const memory = held + stateBytes(job, candidate, zero, high);
      least = Math.min(least, memory);
      if (!smallest || memory < smallest.memory) smallest = { layout: { ...candidate, data: high, zero }, memory };
    }
    visit({ candidate, low, high, own, held }, least);
  });
  return { layouts, ...(smallest && { smallest: toFound(smallest.layout, Number.NaN, smallest.memory) }) };
}

/** Bytes of the model's state on an accelerator, with what is gathered. */
function stateBytes(
  { N, shape, bytes = mixedPrecisionAdam }: Job,
  { tensor, pipeline }: Pick<Candidate, 'tensor' | 'pipeline'>,
  zero: ZeroStage,
  data: number,
): number {
  return modelStateBytes(N / (tensor * pipeline), zero, data, bytes) + gatheredBytes(N / (shape.layers * tensor), zero, data, bytes);
}

function toFound(layout: TrainingLayout, stepSeconds: number, memory: number): FoundLayout {
  return { layout, accelerators: layoutSize(layout), stepSeconds, memory };
}

/**
 * Every layout of a job on `from` to `to` accelerators: tensor × pipeline × data, ZeRO, microbatch, recomputation, sequence parallelism,
 * interleaving. Tensor parallelism divides a node and the heads, stages and chunks divide the layers, and interleaving
 * needs microbatches in multiples of the stages. What layouts share is computed once, and whole families are ruled out by
 * memory before their data parallelism is looked at.
 */
export function searchLayouts(job: Job, space: SearchSpace): SearchResult {
  const { accelerator, from, to } = space;
  const links = linksOf(space);
  const { zero: stages } = axesOf(job, space, links);
  const { batch } = job;
  const slots: Slots = {
    seconds: new Float64Array(to + 1).fill(Infinity),
    memory: new Float64Array(to + 1),
    candidate: new Int32Array(to + 1),
    data: new Int32Array(to + 1),
    zero: new Int8Array(to + 1),
  };
  const candidates: Candidate[] = [];
  let feasible = 0;

  const survey = surveyLayouts(job, space, ({ candidate, low, high, own, held }, least) => {
    if (least > accelerator.memory) return;
    const { tensor, pipeline, microbatch } = candidate;
    const group = tensor * pipeline;
    const index = candidates.push(candidate) - 1;
    const microbatchSeconds = secondsOfMicrobatch(job, candidate, accelerator, links);
    for (let data = low; data <= high; data++) {
      const m = microbatchesOf(batch, { data, microbatch });
      if (!canInterleave(candidate, m)) continue;
      const n = group * data;
      const perMicrobatch = n > links.nodeSize ? microbatchSeconds.across : microbatchSeconds.inside;
      const work = m * perMicrobatch;
      const piped = pipedSeconds(candidate, m, perMicrobatch);
      // the rest only adds
      if (piped >= slots.seconds[n]!) {
        for (const zero of stages) if (held + stateBytes(job, candidate, zero, data) <= accelerator.memory) feasible++;
        continue;
      }
      const rate = dataRate(links, tensor, data);
      for (const zero of stages) {
        const memory = held + stateBytes(job, candidate, zero, data);
        if (memory > accelerator.memory) continue;
        feasible++;
        const seconds = piped + dataTime(own, zero, data, m, work, rate) + optimizerTime(own / (zero >= 1 ? data : 1), accelerator);
        if (seconds >= slots.seconds[n]!) continue;
        slots.seconds[n] = seconds;
        slots.memory[n] = memory;
        slots.candidate[n] = index;
        slots.data[n] = data;
        slots.zero[n] = zero;
      }
    }
  });
  const best: FoundLayout[] = [];
  for (let n = from; n <= to; n++) {
    if (slots.seconds[n] === Infinity) continue;
    const layout = { ...candidates[slots.candidate[n]!]!, data: slots.data[n]!, zero: slots.zero[n] as ZeroStage };
    best.push(toFound(layout, slots.seconds[n]!, slots.memory[n]!));
  }
  return { ...survey, feasible, best };
}

/** What the search makes of one layout, to the last bit: undefined where it does not fit. Its microbatches are expected to interleave. */
export function judgeLayout(job: Job, space: SearchSpace, layout: TrainingLayout): FoundLayout | undefined {
  const { accelerator } = space;
  const links = linksOf(space);
  const { N, shape, batch } = job;
  const { tensor, pipeline, data, zero } = layout;
  const own = N / (tensor * pipeline);
  const memory = activationBytes(shape, layout) + bufferBytes(shape, layout) + stateBytes(job, layout, zero, data);
  if (memory > accelerator.memory) return undefined;
  const { inside, across } = secondsOfMicrobatch(job, layout, accelerator, links);
  const perMicrobatch = layoutSize(layout) > links.nodeSize ? across : inside;
  const m = microbatchesOf(batch, layout);
  const rest = dataTime(own, zero, data, m, m * perMicrobatch, dataRate(links, tensor, data));
  const updating = optimizerTime(own / (zero >= 1 ? data : 1), accelerator);
  return toFound(layout, pipedSeconds(layout, m, perMicrobatch) + rest + updating, memory);
}

/** Interleaving needs microbatches in multiples of the stages. */
function canInterleave({ interleave, pipeline }: Candidate, microbatches: number): boolean {
  return interleave === 1 || microbatches % pipeline === 0;
}

/** Seconds of m microbatches and of the bubble. */
function pipedSeconds({ pipeline, interleave }: Candidate, microbatches: number, perMicrobatch: number): number {
  return microbatches * perMicrobatch + ((pipeline - 1) / interleave) * perMicrobatch;
}

/** Seconds of one microbatch on one stage, with stages in one node and across nodes; equal without a pipeline. */
function secondsOfMicrobatch(
  { N, shape }: Job,
  candidate: Candidate,
  accelerator: Accelerator,
  links: Links,
): { readonly inside: number; readonly across: number } {
  const { matrices, elementwise, tensor } = layerTime(N, shape, candidate, accelerator, links);
  const work = stageTime(shape, candidate.pipeline, matrices + elementwise + tensor, headTime(shape, candidate, accelerator));
  if (candidate.pipeline === 1) return { inside: work, across: work };
  const transfer = (rate: number) => transferTime(shape, candidate, candidate.interleave, rate);
  return { inside: work + transfer(links.insideNode), across: work + transfer(links.betweenNodes) };
}

/** What a search may look for. */
export const objectives = ['time', 'money', 'mfu'] as const;

/** One of them. */
export type Objective = (typeof objectives)[number];

/**
 * The best of layouts of the same job: the fastest, or that of the fewest accelerator-seconds. At one price an hour and one peak
 * the cheapest has the highest utilisation, too; ties go to more accelerators. Undefined where there is none.
 */
export function bestOf(found: readonly FoundLayout[], objective: Objective): FoundLayout | undefined {
  const cost = ({ stepSeconds, accelerators }: FoundLayout) => (objective === 'time' ? stepSeconds : stepSeconds * accelerators);
  return found.reduce<FoundLayout | undefined>((best, each) => (!best || cost(each) <= cost(best) ? each : best), undefined);
}

/** What none beats in both time and cost, fastest first. */
export function paretoFront<T>(runs: readonly T[], time: (run: T) => number, cost: (run: T) => number): readonly T[] {
  const byTime = [...runs].sort((a, b) => time(a) - time(b) || cost(a) - cost(b));
  let least = Infinity;
  return byTime.filter((run) => {
    if (cost(run) >= least) return false;
    least = cost(run);
    return true;
  });
}

/** Layouts that none beats in both seconds and accelerator-seconds, fastest first. */
export function paretoLayouts(found: readonly FoundLayout[]): readonly FoundLayout[] {
  return paretoFront(
    found,
    ({ stepSeconds }) => stepSeconds,
    ({ stepSeconds, accelerators }) => stepSeconds * accelerators,
  );
}
