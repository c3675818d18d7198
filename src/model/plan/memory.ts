import type { Recomputation } from '../flop/megatron';
import type { ModelShape } from '../flop/shape';
import type { TrainingLayout, ZeroStage } from './layout';

/** Bytes of each parameter under Adam in mixed precision. */
export interface StateBytes {
  readonly weights: number;
  readonly gradients: number;
  /** Master weights and two moments in 32 bits. */
  readonly optimizer: number;
}

/** Gradients in 16 bits: 16 bytes a parameter. Source: Rajbhandari et al. 2020 (ZeRO), arXiv 1910.02054. */
export const mixedPrecisionAdam: StateBytes = { weights: 2, gradients: 2, optimizer: 12 };

/** Gradients in 32 bits, as Megatron keeps them: 18 bytes a parameter. Source: Korthikanti et al. 2022, arXiv 2205.05198, figure 1. */
export const megatronAdam: StateBytes = { weights: 2, gradients: 4, optimizer: 12 };

/** Parts of an accelerator's memory, in the order in which they are shown. */
export const memoryParts = ['weights', 'gradients', 'optimizer', 'activations', 'buffers'] as const;

/** One of them. */
export type MemoryPart = (typeof memoryParts)[number];

/** Bytes of each part on one accelerator. */
export type Memory = Readonly<Record<MemoryPart, number>>;

/** Where a number comes from, in words for people. */
export interface Origin {
  readonly formula: string;
  readonly source: string;
}

const ZERO_SOURCE = 'Rajbhandari et al. 2020 (ZeRO), arXiv 1910.02054';
const KORTHIKANTI = 'Korthikanti et al. 2022, arXiv 2205.05198';

/** Where the bytes of each part come from. */
export const memoryOrigins: Readonly<Record<MemoryPart, Origin>> = {
  weights: { formula: '2 N / (t·p), over d more with ZeRO 3', source: ZERO_SOURCE },
  gradients: { formula: '2 N / (t·p) in 16 bits, 4 N / (t·p) in 32, over d more from ZeRO 2', source: ZERO_SOURCE },
  optimizer: { formula: '12 N / (t·p): master weights and two moments, over d more from ZeRO 1', source: ZERO_SOURCE },
  activations: {
    formula: 'bytes of a layer × L × (1 + (p−1)/(p·v)), the first pipeline stage; a layer s·b·h (10 + 24/t + 5·a·s/(h·t)) or less',
    source: `${KORTHIKANTI}, table 2 and section 4.2.3`,
  },
  buffers: {
    formula: 'one layer while it is recomputed, the 32-bit logits 4·s·b·V/t without a pipeline, and 1.5 GiB for context and communication',
    source: 'our assumption',
  },
};

/** Context of the device, libraries, communication buffers and fragments: our assumption. */
export const RUNTIME_BYTES = 1.5 * 1024 * 1024 * 1024;

/** Bytes of the model's state on each accelerator: parameters of its own share (N over tensor × pipeline) over the data-parallel group. */
export function modelState(
  parameters: number,
  zero: ZeroStage,
  data: number,
  { weights, gradients, optimizer }: StateBytes = mixedPrecisionAdam,
): Pick<Memory, 'weights' | 'gradients' | 'optimizer'> {
  return {
    weights: (weights * parameters) / (zero >= 3 ? data : 1),
    gradients: (gradients * parameters) / (zero >= 2 ? data : 1),
    optimizer: (optimizer * parameters) / (zero >= 1 ? data : 1),
  };
}

/** The same as one number of bytes. */
export function modelStateBytes(parameters: number, zero: ZeroStage, data: number, bytes: StateBytes = mixedPrecisionAdam): number {
  const { weights, gradients, optimizer } = modelState(parameters, zero, data, bytes);
  return weights + gradients + optimizer;
}

/** What the activations of a layer depend on. */
export interface ActivationSetting {
  readonly tensor: number;
  readonly microbatch: number;
  readonly recomputation: Recomputation;
  readonly sequenceParallel: boolean;
  /** Whether scores are never stored; false unless given. */
  readonly fusedAttention?: boolean | undefined;
}

/** Bytes over s·b·h that attention's scores, their softmax and dropout take, 5·a·s/h. Source: Korthikanti et al. 2022. */
export function scoreTerm({ width, heads, context }: Pick<ModelShape, 'width' | 'heads' | 'context'>): number {
  return (5 * heads * context) / width;
}

/**
 * Bytes of activations of one layer on one accelerator, 16 bits: s·b·h (10 + 24/t + 5·a·s/(h·t)); everything over t with sequence
 * parallelism; without the last term where scores are recomputed or never stored; 2·s·b·h, the layer's input alone, where all is.
 * Source: Korthikanti et al. 2022, arXiv 2205.05198, table 2.
 */
export function layerActivationBytes(
  shape: ModelShape,
  { tensor, microbatch, recomputation, sequenceParallel, fusedAttention }: ActivationSetting,
): number {
  const sbh = shape.context * microbatch * shape.width;
  if (recomputation === 'full') return (2 * sbh) / (sequenceParallel ? tensor : 1);
  const between = 10 / (sequenceParallel ? tensor : 1);
  const scores = recomputation === 'selective' || fusedAttention ? 0 : scoreTerm(shape) / tensor;
  return sbh * (between + 24 / tensor + scores);
}

/**
 * Layers' worth of activations that the first pipeline stage keeps: L with one chunk a stage, as p microbatches of L/p layers are
 * in flight, and L·(1 + (p−1)/(p·v)) with v chunks. Source: Korthikanti et al. 2022, section 4.2.3.
 */
export function layersInFlight(layers: number, pipeline: number, interleave: number): number {
  return interleave > 1 ? layers * (1 + (pipeline - 1) / (pipeline * interleave)) : layers;
}

/** Bytes of activations on an accelerator of the first pipeline stage, which holds the most. */
export function activationBytes(shape: ModelShape, layout: Pick<TrainingLayout, 'pipeline' | 'interleave'> & ActivationSetting): number {
  return layerActivationBytes(shape, layout) * layersInFlight(shape.layers, layout.pipeline, layout.interleave);
}

/** Bytes of buffers on one accelerator: what `memoryOrigins` says of them. */
export function bufferBytes(shape: ModelShape, layout: Pick<TrainingLayout, 'pipeline'> & ActivationSetting): number {
  const { tensor, microbatch, recomputation, pipeline } = layout;
  const recomputed = recomputation === 'full' ? layerActivationBytes(shape, { ...layout, recomputation: 'none' }) : 0;
  const logits = pipeline === 1 ? (4 * shape.context * microbatch * shape.vocabulary) / tensor : 0;
  return RUNTIME_BYTES + recomputed + logits;
}

/** Memory of one accelerator by part, in bytes, for a model of N parameters in all. */
export function memoryOf(N: number, shape: ModelShape, layout: TrainingLayout, bytes: StateBytes = mixedPrecisionAdam): Memory {
  return {
    ...modelState(N / (layout.tensor * layout.pipeline), layout.zero, layout.data, bytes),
    activations: activationBytes(shape, layout),
    buffers: bufferBytes(shape, layout),
  };
}

/** Sum of the parts. */
export function totalMemory(memory: Memory): number {
  return memoryParts.reduce((sum, part) => sum + memory[part], 0);
}

/**
 * Bytes on one of so many accelerators beside its share of the model's state, and that share, in the simplest setting that trains any
 * dense model: ZeRO 3 over all of them, one sequence each, full recomputation, fused attention.
 */
export function shardedMemory(N: number, shape: ModelShape, accelerators: number): { readonly state: number; readonly work: number } {
  const setting = {
    tensor: 1,
    pipeline: 1,
    interleave: 1,
    microbatch: 1,
    recomputation: 'full',
    sequenceParallel: false,
    fusedAttention: true,
  } as const;
  return { state: modelStateBytes(N, 3, accelerators), work: activationBytes(shape, setting) + bufferBytes(shape, setting) };
}
