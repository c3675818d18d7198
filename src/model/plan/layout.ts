import type { Recomputation } from '../flop/megatron';

/** Stages of ZeRO: what is spread over the data-parallel group. 0 nothing, 1 optimizer state, 2 gradients too, 3 weights too. */
export const zeroStages = [0, 1, 2, 3] as const;

/** One of them. */
export type ZeroStage = (typeof zeroStages)[number];

/** Kinds of recomputation, from the least memory saved to the most. */
export const recomputations: readonly Recomputation[] = ['none', 'selective', 'full'];

/** How a training run is laid out over accelerators. */
export interface TrainingLayout {
  /** Accelerators that share every layer. */
  readonly tensor: number;
  /** Pipeline stages. */
  readonly pipeline: number;
  /** Copies of the model, which share the batch. */
  readonly data: number;
  readonly zero: ZeroStage;
  /** Sequences that one copy works on at once. */
  readonly microbatch: number;
  readonly recomputation: Recomputation;
  /** Whether the tensor-parallel group also splits what lies between its matrices by position. */
  readonly sequenceParallel: boolean;
  /** Chunks of layers on each pipeline stage; 1 is no interleaving. */
  readonly interleave: number;
  /** Whether attention is one kernel that never stores its scores and computes them again going back (FlashAttention). */
  readonly fusedAttention?: boolean | undefined;
}

/** Accelerators that a layout takes: tensor × pipeline × data. */
export function layoutSize({ tensor, pipeline, data }: Pick<TrainingLayout, 'tensor' | 'pipeline' | 'data'>): number {
  return tensor * pipeline * data;
}

/** Microbatches that each pipeline works through in a step of `batch` sequences; the last one may be part empty. */
export function microbatchesOf(batch: number, { data, microbatch }: Pick<TrainingLayout, 'data' | 'microbatch'>): number {
  return Math.ceil(batch / (data * microbatch));
}

/**
 * Idle over working time of a pipeline of p stages, (p − 1)/(v·m), m microbatches and v chunks a stage.
 * Source: Narayanan et al. 2021, arXiv 2104.04473, section 2.2.
 */
export function bubble(pipeline: number, microbatches: number, interleave = 1): number {
  return (pipeline - 1) / (interleave * microbatches);
}

/** Idle time as a share of the whole step, (p − 1)/(m + p − 1) without interleaving. */
export function bubbleShare(pipeline: number, microbatches: number, interleave = 1): number {
  const overWork = bubble(pipeline, microbatches, interleave);
  return overWork / (1 + overWork);
}

/** A layout in one line: `tensor 8 × pipeline 4 × data 12, ZeRO 1, …`. */
export function describeLayout(layout: TrainingLayout): string {
  const { tensor, pipeline, data, zero, microbatch, recomputation, sequenceParallel, interleave, fusedAttention } = layout;
  return [
    `tensor ${tensor} × pipeline ${pipeline} × data ${data}`,
    zero === 0 ? 'no ZeRO' : `ZeRO ${zero}`,
    `microbatch ${microbatch}`,
    recomputation === 'none' ? 'no recomputation' : `${recomputation} recomputation`,
    ...(sequenceParallel ? ['sequence parallel'] : []),
    ...(fusedAttention ? ['fused attention'] : []),
    ...(interleave > 1 ? [`${interleave} chunks a stage`] : []),
  ].join(', ');
}
