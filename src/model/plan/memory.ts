import type { Recomputation } from '../flop/megatron';
import type { KeptBytes, ModelShape } from '../flop/shape';
import { type BlockKind, blockOrigins } from './block';
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

/** Where the bytes of each part come from, those of activations left out. */
const memoryOrigins: Readonly<Record<Exclude<MemoryPart, 'activations'>, Origin>> = {
  weights: { formula: '2 N / (t·p), over d more with ZeRO 3', source: ZERO_SOURCE },
  gradients: { formula: '2 N / (t·p) in 16 bits, 4 N / (t·p) in 32, over d more from ZeRO 2', source: ZERO_SOURCE },
  optimizer: { formula: '12 N / (t·p): master weights and two moments, over d more from ZeRO 1', source: ZERO_SOURCE },
  buffers: {
    formula:
      'one layer while it is recomputed, the 32-bit logits 4·s·b·V/t without a pipeline, 1.5 GiB for context and communication, and what ZeRO gathers: with ZeRO 2 the gradients of a layer, 2·N/(L·t), with ZeRO 3 also the weights of two',
    source: 'our assumption',
  },
};

/** Where the bytes of each part come from, by how the model's blocks are built. */
export function memoryOriginsOf(blocks: BlockKind): Readonly<Record<MemoryPart, Origin>> {
  return { ...memoryOrigins, activations: blockOrigins[blocks] };
}

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

/**
 * Bytes that an accelerator holds whole for a while though ZeRO spreads them: with ZeRO 2 the gradients of the layer at work, with ZeRO 3 also
 * its weights and those of the next, which are fetched meanwhile. `ofLayer` are the parameters of its share of a layer.
 */
export function gatheredBytes(
  ofLayer: number,
  zero: ZeroStage,
  data: number,
  { weights, gradients }: StateBytes = mixedPrecisionAdam,
): number {
  if (data === 1) return 0;
  return ofLayer * ((zero >= 3 ? 2 * weights : 0) + (zero >= 2 ? gradients : 0));
}

/** The same as one number of bytes. */
export function modelStateBytes(parameters: number, zero: ZeroStage, data: number, bytes: StateBytes = mixedPrecisionAdam): number {
  const { weights, gradients, optimizer } = modelState(parameters, zero, data, bytes);
  return weights + gradients + optimizer;
}

/** A layer with dropout, keys and values of every head, and a feed-forward block of 4·h: 34·s·b·h in all. Source: Korthikanti et al. 2022. */
export const classicBlock: KeptBytes = { between: 10, within: 24, light: { between: 0, within: 0 } };

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
 * Bytes of activations of one layer on one accelerator, 16 bits: s·b·h (10 + 24/t + 5·a·s/(h·t)), or with what the shape's own layers keep
 * in place of 10 and 24; everything over t with sequence
 * parallelism; without the last term where scores are recomputed or never stored, and without what else selective recomputation works
 * out again; 2·s·b·h, the layer's input alone, where all is.
 * Source: Korthikanti et al. 2022, arXiv 2205.05198, table 2.
 */
export function layerActivationBytes(
  shape: ModelShape,
  { tensor, microbatch, recomputation, sequenceParallel, fusedAttention }: ActivationSetting,
): number {
  const sbh = shape.context * microbatch * shape.width;
  if (recomputation === 'full') return (2 * sbh) / (sequenceParallel ? tensor : 1);
  const kept = shape.kept ?? classicBlock;
  const split = sequenceParallel ? tensor : 1;
  if (recomputation === 'selective') {
    const { between, within, light } = kept;
    return sbh * ((between - light.between) / split + (within - light.within) / tensor);
  }
  return sbh * (kept.between / split + kept.within / tensor + (fusedAttention ? 0 : scoreTerm(shape) / tensor));
}

/**
 * Layers' worth of activations that the first pipeline stage keeps: L with one chunk a stage, as p microbatches of L/p layers are
 * in flight, and L·(1 + (p−1)/(p·v)) with v chunks. Source: Korthikanti et al. 2022, section 4.2.3.
 */
export function layersInFlight(layers: number, pipeline: number, interleave: number): number {
  return interleave > 1 ? layers * (1 + (pipeline - 1) / (pipeline * interleave)) : layers;
}

/**
 * Places for layers in a pipeline: as many as there are layers, or where the stages do not divide those two more, so that the embedding and the
 * logits take a layer's place each and the first and the last stage hold a layer less. Source: Llama 3, arXiv 2407.21783, section 3.3.2.
 */
export function layerPlaces(layers: number, pipeline: number): number {
  return layers % pipeline === 0 ? layers : layers + 2;
}

/** Bytes of activations on an accelerator of the first pipeline stage, which holds the most. */
export function activationBytes(shape: ModelShape, layout: Pick<TrainingLayout, 'pipeline' | 'interleave'> & ActivationSetting): number {
  const { pipeline, interleave } = layout;
  return layerActivationBytes(shape, layout) * layersInFlight(layerPlaces(shape.layers, pipeline), pipeline, interleave);
}

/** Bytes of buffers on one accelerator, what ZeRO gathers left out. */
export function bufferBytes(shape: ModelShape, layout: Pick<TrainingLayout, 'pipeline'> & ActivationSetting): number {
  const { tensor, microbatch, recomputation, pipeline } = layout;
  const recomputed = recomputation === 'full' ? layerActivationBytes(shape, { ...layout, recomputation: 'none' }) : 0;
  const logits = pipeline === 1 ? (4 * shape.context * microbatch * shape.vocabulary) / tensor : 0;
  return RUNTIME_BYTES + recomputed + logits;
}

/** Memory of one accelerator by part, in bytes, for a model of N parameters in all. */
export function memoryOf(N: number, shape: ModelShape, layout: TrainingLayout, bytes: StateBytes = mixedPrecisionAdam): Memory {
  const { tensor, pipeline, zero, data } = layout;
  return {
    ...modelState(N / (tensor * pipeline), zero, data, bytes),
    activations: activationBytes(shape, layout),
    buffers: bufferBytes(shape, layout) + gatheredBytes(N / (shape.layers * tensor), zero, data, bytes),
  };
}

/** Sum of the parts. */
export function totalMemory(memory: Memory): number {
  return memoryParts.reduce((sum, part) => sum + memory[part], 0);
}

/**
 * Bytes on one of so many accelerators in the simplest setting that trains any dense model: ZeRO 3 over all of them, one sequence each,
 * full recomputation, fused attention. Its share of the model's state, what is gathered of others', and what it works with.
 */
export function shardedMemory(
  N: number,
  shape: ModelShape,
  accelerators: number,
): { readonly state: number; readonly gathered: number; readonly work: number } {
  const setting = {
    tensor: 1,
    pipeline: 1,
    interleave: 1,
    microbatch: 1,
    recomputation: 'full',
    sequenceParallel: false,
    fusedAttention: true,
  } as const;
  return {
    state: modelStateBytes(N, 3, accelerators),
    gathered: gatheredBytes(N / shape.layers, 3, accelerators),
    work: activationBytes(shape, setting) + bufferBytes(shape, setting),
  };
}
