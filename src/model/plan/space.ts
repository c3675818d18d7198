import type { Recomputation } from '../flop/megatron';
import type { Links } from './hardware';
import { type TrainingLayout, type ZeroStage, recomputations, zeroStages } from './layout';
import { layerPlaces } from './memory';
import type { Job, SearchSpace } from './search';

/** Sequences that one copy may work on at once, unless one is fixed. */
const MICROBATCHES = [1, 2, 4, 8, 16];

/** Where scores are never stored and all else is kept, selective recomputation has nothing to do. */
const WITH_FUSED_ATTENTION: readonly Recomputation[] = ['none', 'full'];

/** How the model is cut: what of a layout divides its heads and layers. */
export type Split = Pick<TrainingLayout, 'tensor' | 'pipeline' | 'interleave' | 'sequenceParallel'>;

/** A layout without data parallelism and ZeRO. */
export type Candidate = Omit<TrainingLayout, 'data' | 'zero'>;

/** The lists that layouts are made of, each in the order in which it is tried: every split with every microbatch and so on. */
export interface LayoutAxes {
  readonly splits: readonly Split[];
  readonly microbatches: readonly number[];
  readonly recomputations: readonly Recomputation[];
  readonly zero: readonly ZeroStage[];
}

/** The lists of a search. */
export function axesOf({ shape, batch, fusedAttention }: Job, { to, fixed = {} }: SearchSpace, { nodeSize }: Links): LayoutAxes {
  const splits: Split[] = [];
  // a pipeline divides the layers, or these with the embedding and the logits
  const stages = [...new Set([...divisors(shape.layers), ...divisors(shape.layers + 2)])].sort((a, b) => a - b);
  for (const tensor of chosen(fixed.tensor, divisors(shape.heads))) {
    if (nodeSize % tensor !== 0 || shape.heads % tensor !== 0) continue;
    for (const pipeline of chosen(fixed.pipeline, stages)) {
      const places = layerPlaces(shape.layers, pipeline);
      if (tensor * pipeline > to || places % pipeline !== 0) continue;
      const chunks = pipeline === 1 ? [1] : divisors(places / pipeline);
      for (const interleave of chosen(fixed.interleave, chunks)) {
        if (!chunks.includes(interleave)) continue;
        for (const sequenceParallel of chosen(fixed.sequenceParallel, tensor > 1 ? [false, true] : [false])) {
          if (!sequenceParallel || tensor > 1) splits.push({ tensor, pipeline, interleave, sequenceParallel });
        }
      }
    }
  }
  return {
    splits,
    microbatches: chosen(fixed.microbatch, MICROBATCHES).filter((microbatch) => microbatch <= batch),
    recomputations: chosen(fixed.recomputation, fusedAttention && !shape.kept ? WITH_FUSED_ATTENTION : recomputations),
    zero: chosen(fixed.zero, zeroStages),
  };
}

/** Visits every candidate of some axes, in the order in which layouts are tried. */
export function candidatesOf(
  axes: LayoutAxes,
  { fusedAttention }: Pick<Job, 'fusedAttention'>,
  visit: (candidate: Candidate) => void,
): void {
  for (const { tensor, pipeline, interleave, sequenceParallel } of axes.splits) {
    for (const microbatch of axes.microbatches) {
      for (const recomputation of axes.recomputations) {
        // written out: spread objects are slower to read in the loops of the search
        visit({ tensor, pipeline, microbatch, recomputation, sequenceParallel, interleave, ...(fusedAttention && { fusedAttention }) });
      }
    }
  }
}

/** Least and most data parallelism of a candidate: what fills the accelerators, and no more copies than the batch has microbatches. */
export function dataRange({ batch }: Job, { from, to, fixed = {} }: SearchSpace, candidate: Candidate): readonly [number, number] {
  const { tensor, pipeline, microbatch } = candidate;
  const group = tensor * pipeline;
  const low = fixed.data ?? Math.max(1, Math.ceil(from / group));
  return [low, Math.min(fixed.data ?? Infinity, Math.floor(to / group), Math.max(1, Math.ceil(batch / microbatch)))];
}

function chosen<T>(choice: T | undefined, all: readonly T[]): readonly T[] {
  return choice === undefined ? all : [choice];
}

function divisors(whole: number): readonly number[] {
  return Array.from({ length: whole }, (_, i) => i + 1).filter((d) => whole % d === 0);
}
