import type { ModelShape } from '../flop/shape';
import type { Recomputation } from '../flop/megatron';
import type { Accelerator, Links } from './hardware';
import { type TrainingLayout, type ZeroStage, layoutSize, microbatchesOf } from './layout';
import { type ActivationSetting, type Origin, classicBlock, layerActivationBytes, layerPlaces, scoreTerm } from './memory';

/**
 * What the time model assumes beside data sheets: the first four by least squares in the logarithm of the ten rates of table 1 of
 * Narayanan et al. 2021 and the eight times of table 5 of Korthikanti et al. 2022 (all on A100-80GB), which it then meets within 7 %.
 */
export const efficiency = {
  /** Rate of large matrix products in a real step, over the best rate measured alone. */
  matrix: 0.847,
  /** Width of a shard, h/t, at which products reach half of that. */
  halfWidth: 21,
  /** Share of the memory bandwidth that elementwise kernels reach. */
  bandwidth: 0.791,
  /** Share of a link's rate that collectives reach. */
  link: 0.673,
  /** Seconds until a collective starts to move bytes; ours. */
  latency: 20e-6,
} as const;

/** Times that an activation byte crosses the memory bus: written and read going forward, and the same for it and its gradient going back. */
const PASSES_FORWARD = 2;
const PASSES_BACKWARD = 4;
/** Bytes of an optimizer step for each parameter: gradient, master weights and moments read, all but the gradient and the weights written. */
const OPTIMIZER_BYTES = 30;
/** Bytes of a weight, and of a gradient as it travels. */
const WEIGHT_BYTES = 2;
/** FLOP of the backward pass over those of the forward pass. */
const BACKWARD = 2;

/** Parts of a step's time, in the order in which they are shown. */
export const timeParts = ['matrices', 'elementwise', 'tensor', 'pipeline', 'bubble', 'data', 'optimizer'] as const;

/** One of them. */
export type TimePart = (typeof timeParts)[number];

/** Seconds of a step by part. */
export type StepTime = Readonly<Record<TimePart, number>>;

const OURS = 'our model; calibrated on Narayanan et al. 2021, table 1, and Korthikanti et al. 2022, table 5';

/** Where the seconds of each part come from. */
export const timeOrigins: Readonly<Record<TimePart, Origin>> = {
  matrices: { formula: 'FLOP of m microbatches over t·p, divided by peak × matrix share × (h/t)/(h/t + 21)', source: OURS },
  elementwise: {
    formula: '6 passes over the activations of a layer, more where they are recomputed, over 0.79 of the bandwidth',
    source: OURS,
  },
  tensor: {
    formula: '4 all-reduces of 2·s·b·h bytes a layer (6 with full recomputation) over the fast link',
    source: 'Narayanan et al. 2021, section 3.2',
  },
  pipeline: { formula: '2·v transfers of 2·s·b·h/t bytes a microbatch', source: 'Narayanan et al. 2021, section 4.1' },
  bubble: { formula: '(p − 1)/(v·m) of the time of all microbatches', source: 'Narayanan et al. 2021, section 2.2' },
  data: {
    formula:
      'all-reduce of 2·N/(t·p) bytes a step; with ZeRO 2 a reduction, with ZeRO 3 also two gatherings, each microbatch, behind the work',
    source: 'Rajbhandari et al. 2020 (ZeRO), section 7',
  },
  optimizer: { formula: '30 bytes a parameter of its own share over the bandwidth', source: OURS },
};

/** FLOP of a forward pass for one token. Counted as Narayanan et al. 2021 do, with blocks of any size in place of 12·h². */
export interface ForwardFlop {
  /** One layer: 2 FLOP a parameter and 4·s·h for scores. */
  readonly layer: number;
  /** The part of it that scores take. */
  readonly scores: number;
  /** The logits, 2·h·V. */
  readonly head: number;
}

/** Parameters in one layer, those of the input embedding left out. */
export function layerParameters(N: number, shape: ModelShape): number {
  return blockParameters(N, shape) / shape.layers;
}

/** Parameters in blocks, those of the input embedding left out; with so few parameters that none would be left, all. */
function blockParameters(N: number, { vocabulary, width }: ModelShape): number {
  const blocks = N - vocabulary * width;
  return blocks > N / 2 ? blocks : N;
}

/** FLOP of a forward pass of N parameters. */
export function forwardFlop(N: number, shape: ModelShape): ForwardFlop {
  const scores = 4 * shape.context * shape.heads * shape.headSize;
  return { layer: 2 * layerParameters(N, shape) + scores, scores, head: 2 * shape.width * shape.vocabulary };
}

/** FLOP that training does for one token: what the model asks for, and what the hardware does with what it computes again. */
export function trainingFlopPerToken(
  N: number,
  shape: ModelShape,
  recomputation: Recomputation,
  fusedAttention = false,
): { readonly model: number; readonly hardware: number } {
  const { layer, scores, head } = forwardFlop(N, shape);
  const model = (1 + BACKWARD) * (shape.layers * layer + head);
  return { model, hardware: model + shape.layers * recomputedFlop(recomputation, layer, scores, fusedAttention) };
}

function recomputedFlop(recomputation: Recomputation, layer: number, scores: number, fusedAttention: boolean): number {
  // a fused kernel computes scores again in each backward pass, whatever else is
  if (recomputation === 'full') return layer + (fusedAttention ? scores : 0);
  return recomputation === 'selective' || fusedAttention ? scores : 0;
}

/** Seconds of one layer for one microbatch, forward and back. */
export interface LayerTime {
  readonly matrices: number;
  readonly elementwise: number;
  readonly tensor: number;
}

/** FLOP/s of matrix products whose shards are `width` values wide. */
function matrixRate({ peak, matrixShare }: Accelerator, width: number): number {
  return (peak * matrixShare * efficiency.matrix * width) / (width + efficiency.halfWidth);
}

/** Bytes of one layer that selective recomputation works out again. */
function selectedBytes(shape: ModelShape, { tensor, microbatch, sequenceParallel, fusedAttention }: ActivationSetting): number {
  const { light } = shape.kept ?? classicBlock;
  const scores = fusedAttention ? 0 : scoreTerm(shape);
  return shape.context * microbatch * shape.width * (light.between / (sequenceParallel ? tensor : 1) + (light.within + scores) / tensor);
}

/** Seconds of one layer for one microbatch, forward and back, with what is computed again. */
export function layerTime(N: number, shape: ModelShape, setting: ActivationSetting, accelerator: Accelerator, links: Links): LayerTime {
  const { tensor, microbatch, recomputation, fusedAttention = false } = setting;
  const tokens = shape.context * microbatch;
  const { layer, scores } = forwardFlop(N, shape);
  const flop = tokens * ((1 + BACKWARD) * layer + recomputedFlop(recomputation, layer, scores, fusedAttention));
  const all = layerActivationBytes(shape, { ...setting, recomputation: 'none' });
  const again = recomputation === 'none' ? 0 : recomputation === 'full' ? all : selectedBytes(shape, setting);
  const bytes = (PASSES_FORWARD + PASSES_BACKWARD) * all + PASSES_FORWARD * again;
  const reductions = recomputation === 'full' ? 6 : 4;
  const reduction = tensor > 1 ? allReduceSeconds(2 * tokens * shape.width, tensor, links.insideNode) : 0;
  return {
    matrices: flop / tensor / matrixRate(accelerator, shape.width / tensor),
    elementwise: bytes / (accelerator.bandwidth * efficiency.bandwidth),
    tensor: reductions * reduction,
  };
}

/** Seconds of the logits of one microbatch on the last stage, forward and back. */
export function headTime(shape: ModelShape, { tensor, microbatch }: ActivationSetting, accelerator: Accelerator): number {
  const flop = (1 + BACKWARD) * 2 * shape.width * shape.vocabulary * shape.context * microbatch;
  return flop / tensor / matrixRate(accelerator, shape.width / tensor);
}

/**
 * Seconds of the slowest stage's work on one microbatch: its layers, and on the last stage the logits. Where these take a layer's
 * place, only what they need beyond it counts.
 */
export function stageTime({ layers }: Pick<ModelShape, 'layers'>, pipeline: number, ofLayer: number, head: number): number {
  const places = layerPlaces(layers, pipeline);
  return (places / pipeline) * ofLayer + (places === layers ? head : Math.max(0, head - ofLayer));
}

/** Seconds of a ring that sums and spreads so many bytes over a group: 2·(n−1)/n of them over the link. */
function allReduceSeconds(bytes: number, group: number, rate: number): number {
  return (2 * ((group - 1) / group) * bytes) / (rate * efficiency.link) + efficiency.latency;
}

/** Seconds that the ends of a pipeline's stages take for one microbatch: 2·v transfers of a shard of what passes between layers. */
export function transferTime(shape: ModelShape, { tensor, microbatch }: ActivationSetting, interleave: number, rate: number): number {
  return 2 * interleave * ((2 * shape.context * microbatch * shape.width) / tensor / (rate * efficiency.link) + efficiency.latency);
}

/**
 * Rate for each member of a data-parallel group: the fast link where the group stays in a node, else the network, of which
 * members in the same node use all their adapters together. Groups of tensor parallelism take neighbours first.
 */
export function dataRate({ nodeSize, insideNode, betweenNodes }: Links, tensor: number, data: number): number {
  const neighbours = Math.max(1, Math.floor(nodeSize / tensor));
  return data <= neighbours ? insideNode : Math.min(insideNode, neighbours * betweenNodes);
}

/**
 * Seconds that the data-parallel group adds to a step: with ZeRO 0 and 1 all gradients are summed at its end; with ZeRO 2 they are summed
 * after every microbatch, with ZeRO 3 the weights are gathered twice for each, too, and what fits behind `work` seconds costs nothing.
 */
export function dataTime(parameters: number, zero: ZeroStage, data: number, microbatches: number, work: number, rate: number): number {
  if (data === 1) return 0;
  const once = (((data - 1) / data) * WEIGHT_BYTES * parameters) / (rate * efficiency.link) + efficiency.latency;
  if (zero < 2) return 2 * once;
  const moving = (zero === 2 ? microbatches + 1 : 3 * microbatches) * once;
  // the first gathering and the last reduction have nothing to hide behind
  return Math.max(moving - work, once);
}

/** Seconds of an optimizer step over the parameters that an accelerator updates. */
export function optimizerTime(parameters: number, { bandwidth }: Accelerator): number {
  return (OPTIMIZER_BYTES * parameters) / (bandwidth * efficiency.bandwidth);
}

/** Seconds of a step of `batch` sequences by part. A layout is expected to divide the layers. */
export function stepTime(
  N: number,
  shape: ModelShape,
  layout: TrainingLayout,
  batch: number,
  accelerator: Accelerator,
  links: Links,
): StepTime {
  const { tensor, pipeline, data, zero, interleave } = layout;
  const m = microbatchesOf(batch, layout);
  const layer = layerTime(N, shape, layout, accelerator, links);
  const layersOfStage = layerPlaces(shape.layers, pipeline) / pipeline;
  const ofLayer = layer.matrices + layer.elementwise + layer.tensor;
  const working = stageTime(shape, pipeline, ofLayer, headTime(shape, layout, accelerator));
  const own = N / (tensor * pipeline);
  const isInside = layoutSize(layout) <= links.nodeSize;
  const transfer = pipeline > 1 ? transferTime(shape, layout, interleave, isInside ? links.insideNode : links.betweenNodes) : 0;
  const microbatchSeconds = working + transfer;
  return {
    matrices: m * (layersOfStage * layer.matrices + (working - layersOfStage * ofLayer)),
    elementwise: m * layersOfStage * layer.elementwise,
    tensor: m * layersOfStage * layer.tensor,
    pipeline: m * transfer,
    bubble: ((pipeline - 1) / interleave) * microbatchSeconds,
    data: dataTime(own, zero, data, m, m * microbatchSeconds, dataRate(links, tensor, data)),
    optimizer: optimizerTime(own / (zero >= 1 ? data : 1), accelerator),
  };
}

/** Sum of the parts. */
export function totalTime(time: StepTime): number {
  return timeParts.reduce((sum, part) => sum + time[part], 0);
}

/** How well a step uses accelerators. */
export interface Utilisation {
  /** Share of the peak that the model's own FLOP take, attention and logits counted (Narayanan et al. 2021). */
  readonly mfu: number;
  /** The same with what is computed again. */
  readonly hfu: number;
  readonly tokensPerSecond: number;
}

/** Utilisation of a step of `batch` sequences that takes so many seconds. */
export function utilisationOf(
  N: number,
  shape: ModelShape,
  layout: TrainingLayout,
  batch: number,
  seconds: number,
  { peak }: Accelerator,
): Utilisation {
  const rate = (batch * shape.context) / seconds;
  const { model, hardware } = trainingFlopPerToken(N, shape, layout.recomputation, layout.fusedAttention);
  const able = layoutSize(layout) * peak;
  return { mfu: (rate * model) / able, hfu: (rate * hardware) / able, tokensPerSecond: rate };
}
