import type { Recomputation } from '../flop/megatron';
import type { ModelShape } from '../flop/shape';
import type { Accelerator, Links } from './hardware';
import { type TrainingLayout, type ZeroStage, layoutSize, microbatchesOf, recomputations, zeroStages } from './layout';
import { type StateBytes, activationBytes, bufferBytes, mixedPrecisionAdam, modelStateBytes } from './memory';
import { dataRate, dataTime, headTime, layerTime, optimizerTime, transferTime } from './time';

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

/** Sequences that one copy may work on at once, unless one is fixed. */
const MICROBATCHES = [1, 2, 4, 8, 16];

/** Selective recomputation has nothing to do where scores are never stored. */
const WITH_FUSED_ATTENTION: readonly Recomputation[] = ['none', 'full'];

/** The best of one number of accelerators, as indices; objects are made once at the end. */
interface Slots {
  readonly seconds: Float64Array;
  readonly memory: Float64Array;
  readonly candidate: Int32Array;
  readonly data: Int32Array;
  readonly zero: Int8Array;
}

/** What does not depend on data parallelism and ZeRO. */
interface Candidate {
  readonly tensor: number;
  readonly pipeline: number;
  readonly microbatch: number;
  readonly recomputation: Recomputation;
  readonly sequenceParallel: boolean;
  readonly interleave: number;
  readonly fusedAttention?: boolean;
}

/**
 * Every layout of a job on `from` to `to` accelerators: tensor × pipeline × data, ZeRO, microbatch, recomputation, sequence parallelism,
 * interleaving. Tensor parallelism divides a node and the heads, stages and chunks divide the layers, and interleaving
 * needs microbatches in multiples of the stages. What layouts share is computed once, and whole families are ruled out by
 * memory before their data parallelism is looked at.
 */
export function searchLayouts(job: Job, { accelerator, from, to, fixed = {} }: SearchSpace): SearchResult {
  const { links } = accelerator;
  if (!links) throw new Error(`the links of ${accelerator.id} are not known`);
  const slots: Slots = {
    seconds: new Float64Array(to + 1).fill(Infinity),
    memory: new Float64Array(to + 1),
    candidate: new Int32Array(to + 1),
    data: new Int32Array(to + 1),
    zero: new Int8Array(to + 1),
  };
  const candidates: Candidate[] = [];
  const tally = { layouts: 0, feasible: 0 };
  let smallest: { found: Candidate & { data: number; zero: ZeroStage }; memory: number } | undefined;
  const stages = fixed.zero === undefined ? zeroStages : [fixed.zero];
  const { N, shape, batch, bytes = mixedPrecisionAdam } = job;

  forEachCandidate(job, links, to, fixed, (candidate) => {
    const { tensor, pipeline, microbatch, interleave } = candidate;
    const group = tensor * pipeline;
    const low = fixed.data ?? Math.max(1, Math.ceil(from / group));
    const high = Math.min(fixed.data ?? Infinity, Math.floor(to / group), Math.max(1, Math.ceil(batch / microbatch)));
    if (high < low) return;
    tally.layouts += (high - low + 1) * stages.length;
    const own = N / group;
    const held = activationBytes(shape, candidate) + bufferBytes(shape, candidate);
    const deepest = stages.at(-1)!;
    const least = held + modelStateBytes(own, deepest, high, bytes);
    if (!smallest || least < smallest.memory) smallest = { found: { ...candidate, data: high, zero: deepest }, memory: least };
    if (least > accelerator.memory) return;
    const index = candidates.push(candidate) - 1;
    const microbatchSeconds = secondsOfMicrobatch(job, candidate, accelerator, links, group * low);
    for (let data = low; data <= high; data++) {
      const m = microbatchesOf(batch, { data, microbatch });
      if (interleave > 1 && m % pipeline !== 0) continue;
      const n = group * data;
      const perMicrobatch = n > links.nodeSize ? microbatchSeconds.across : microbatchSeconds.inside;
      const work = m * perMicrobatch;
      const piped = work + ((pipeline - 1) / interleave) * perMicrobatch;
      // the rest only adds
      if (piped >= slots.seconds[n]!) {
        tally.feasible += countFitting(own, stages, data, bytes, accelerator.memory - held);
        continue;
      }
      const rate = dataRate(links, tensor, data);
      for (const zero of stages) {
        const memory = held + modelStateBytes(own, zero, data, bytes);
        if (memory > accelerator.memory) continue;
        tally.feasible++;
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
  const found = (layout: TrainingLayout, stepSeconds: number, memory: number): FoundLayout => ({
    layout,
    accelerators: layoutSize(layout),
    stepSeconds,
    memory,
  });
  const best: FoundLayout[] = [];
  for (let n = from; n <= to; n++) {
    if (slots.seconds[n] === Infinity) continue;
    const layout = { ...candidates[slots.candidate[n]!]!, data: slots.data[n]!, zero: slots.zero[n] as ZeroStage };
    best.push(found(layout, slots.seconds[n]!, slots.memory[n]!));
  }
  return { ...tally, best, ...(smallest && { smallest: found(smallest.found, Number.NaN, smallest.memory) }) };
}

/** ZeRO stages among `stages` that fit into so many bytes. */
function countFitting(own: number, stages: readonly ZeroStage[], data: number, bytes: StateBytes, room: number): number {
  let count = 0;
  for (const zero of stages) if (modelStateBytes(own, zero, data, bytes) <= room) count++;
  return count;
}

/** Seconds of one microbatch on one stage, with stages in one node and across nodes; equal without a pipeline. */
function secondsOfMicrobatch(
  { N, shape }: Job,
  candidate: Candidate,
  accelerator: Accelerator,
  links: Links,
  fewest: number,
): { readonly inside: number; readonly across: number } {
  const { matrices, elementwise, tensor } = layerTime(N, shape, candidate, accelerator, links);
  const work = (shape.layers / candidate.pipeline) * (matrices + elementwise + tensor) + headTime(shape, candidate, accelerator);
  if (candidate.pipeline === 1) return { inside: work, across: work };
  const transfer = (rate: number) => transferTime(shape, candidate, candidate.interleave, rate);
  return {
    inside: fewest <= links.nodeSize ? work + transfer(links.insideNode) : work,
    across: work + transfer(links.betweenNodes),
  };
}

function forEachCandidate(
  { shape, batch, fusedAttention }: Job,
  { nodeSize }: Links,
  most: number,
  fixed: FixedChoices,
  visit: (candidate: Candidate) => void,
): void {
  const chosen = <T>(choice: T | undefined, all: readonly T[]): readonly T[] => (choice === undefined ? all : [choice]);
  const stages = divisors(shape.layers);
  for (const tensor of chosen(fixed.tensor, divisors(shape.heads))) {
    if (nodeSize % tensor !== 0 || shape.heads % tensor !== 0) continue;
    for (const pipeline of chosen(fixed.pipeline, stages)) {
      if (tensor * pipeline > most || shape.layers % pipeline !== 0) continue;
      const chunks = pipeline === 1 ? [1] : divisors(shape.layers / pipeline);
      for (const interleave of chosen(fixed.interleave, chunks)) {
        if (!chunks.includes(interleave)) continue;
        for (const sequenceParallel of chosen(fixed.sequenceParallel, tensor > 1 ? [false, true] : [false])) {
          if (sequenceParallel && tensor === 1) continue;
          for (const microbatch of chosen(fixed.microbatch, MICROBATCHES)) {
            if (microbatch > batch) continue;
            for (const recomputation of chosen(fixed.recomputation, fusedAttention ? WITH_FUSED_ATTENTION : recomputations)) {
              visit({
                tensor,
                pipeline,
                microbatch,
                recomputation,
                sequenceParallel,
                interleave,
                ...(fusedAttention && { fusedAttention }),
              });
            }
          }
        }
      }
    }
  }
}

function divisors(whole: number): readonly number[] {
  return Array.from({ length: whole }, (_, i) => i + 1).filter((d) => whole % d === 0);
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
