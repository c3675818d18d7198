import { FLOP_PER_PARAMETER_TOKEN } from '../compute';
import type { ModelShape } from '../flop/shape';
import { power } from '../math/elementary';
import { type RunBill, runBill } from './cost';
import { DEFAULT_CONTEXT, DEFAULT_VOCABULARY, FIRST_MFU, MOST_ACCELERATORS } from './defaults';
import type { Accelerator } from './hardware';
import { type ZeroStage, zeroStages } from './layout';
import {
  type Memory,
  type MemoryPart,
  type Origin,
  activationBytes,
  bufferBytes,
  gatheredBytes,
  mixedPrecisionAdam,
  totalMemory,
} from './memory';
import { wholeAccelerators, weightBytes, weightFormats } from './serve';
import { trainableShape } from './shape';

/** Ways to fine-tune: all weights; adapters beside weights in 16 bits; adapters beside weights in 4. */
export const fineTuningMethods = ['full', 'lora', 'qlora'] as const;

/** One of them. */
export type FineTuningMethod = (typeof fineTuningMethods)[number];

/** Matrices of a layer beside which adapters stand: queries and values, as Hu et al. 2021 chose, or all, as QLoRA. */
export const adaptedMatrices = ['query-value', 'all'] as const;

/** One of them. */
export type AdaptedMatrices = (typeof adaptedMatrices)[number];

/** FLOP of LoRA for each parameter and token: forward, and back to the activations; only the adapters need gradients of weights. */
const LORA_FLOP = 4;
/** Square matrices of attention that an adapter stands beside in each layer: queries and values of all four. Source: Hu et al. 2021, arXiv 2106.09685. */
const SQUARES: Readonly<Record<AdaptedMatrices, number>> = { 'query-value': 2, all: 4 };
/** FLOP of a forward pass for each parameter and token, once more where activations are computed again. */
const FORWARD_FLOP = 2;

/** What fine-tuning holds and does. */
export interface FineTuning {
  /** Parameters that are trained. */
  readonly trained: number;
  /** Bytes of weights, gradients and optimizer state, activations left out. */
  readonly stateBytes: number;
  /** FLOP on all tokens. */
  readonly compute: number;
}

/** Bytes of state for each trained parameter. */
const STATE_BYTES = mixedPrecisionAdam.weights + mixedPrecisionAdam.gradients + mixedPrecisionAdam.optimizer;

/** Training all N parameters on D tokens: as pre-training, 6ND and 16 bytes a parameter. */
export function fullFineTuning(N: number, D: number): FineTuning {
  return { trained: N, stateBytes: STATE_BYTES * N, compute: FLOP_PER_PARAMETER_TOKEN * N * D };
}

/** Parameters of adapters of a rank in every layer: rank × (rows + columns) for each matrix; two matrices of width × feed-forward with `all`. */
export function adapterParameters({ layers, width, feedForward }: AdaptedShape, rank: number, adapted: AdaptedMatrices): number {
  const squares = SQUARES[adapted] * 2 * width;
  return layers * rank * (squares + (adapted === 'all' ? 2 * (width + feedForward) : 0));
}

/** The part of a shape that adapters follow. */
type AdaptedShape = Pick<ModelShape, 'layers' | 'width' | 'feedForward'>;

/** Adapters of a rank beside matrices of every layer, N weights of so many bits untouched. Source: Hu et al. 2021 (LoRA). */
export function loraFineTuning(
  N: number,
  D: number,
  shape: AdaptedShape,
  { rank, adapted = 'query-value', bits = 16 }: { readonly rank: number; readonly adapted?: AdaptedMatrices; readonly bits?: number },
): FineTuning {
  const trained = adapterParameters(shape, rank, adapted);
  return {
    trained,
    stateBytes: weightBytes(N, bits) + STATE_BYTES * trained,
    compute: (LORA_FLOP * N + FLOP_PER_PARAMETER_TOKEN * trained) * D,
  };
}

/**
 * Tokens of pre-training data that D tokens of fine-tuning are worth from text to Python code, 1.9e4·D^0.18·N^0.38, in characters; an
 * illustration. Source: Hernandez et al. 2021, arXiv 2102.01293.
 */
export function transferredData(D: number, N: number): number {
  return 1.9e4 * power(D, 0.18) * power(N, 0.38);
}

/** What is to be fine-tuned, and on what. */
export interface FineTuningRequest {
  readonly method: FineTuningMethod;
  readonly N: number;
  /** Tokens that are seen, repeats included. */
  readonly D: number;
  readonly accelerator: Accelerator;
  /** As few as hold it unless given. */
  readonly accelerators?: number | undefined;
  /** Rank of adapters; 16 unless given. */
  readonly rank?: number | undefined;
  /** All unless given. */
  readonly adapted?: AdaptedMatrices | undefined;
  /** Tokens of a sequence. */
  readonly context?: number | undefined;
  /** Sequences that an accelerator works on at once; 1 unless given. */
  readonly microbatch?: number | undefined;
  /** Share of the peak, what is computed again included; 0.4 unless given. */
  readonly utilisation?: number | undefined;
  /** A plausible one for N unless given. */
  readonly shape?: ModelShape | undefined;
  readonly pricePerHour?: number | undefined;
}

/** How a model is fine-tuned. */
export interface FineTuningPlan extends FineTuning {
  readonly method: FineTuningMethod;
  readonly accelerators: number;
  /** What is spread over them: the least stage that fits. */
  readonly zero: ZeroStage;
  /** Bytes on each accelerator by part. */
  readonly memory: Memory;
  /** Whether that fits. */
  readonly fits: boolean;
  /** FLOP with what is computed again: one forward pass more. */
  readonly hardwareCompute: number;
  readonly hours: number;
  readonly bill: RunBill;
}

/** Rank of adapters unless given; our choice, within the 1 to 64 of Hu et al. 2021. */
const DEFAULT_RANK = 16;

/** Where the bytes of each part come from. */
export const fineTuningOrigins: Readonly<Record<MemoryPart, Origin>> = {
  weights: {
    formula: '2 N bytes, or 4.127/8 N with QLoRA, and 2 bytes for each adapter parameter; over all accelerators with ZeRO 3',
    source: 'Hu et al. 2021, arXiv 2106.09685; Dettmers et al. 2023, arXiv 2305.14314',
  },
  gradients: { formula: '2 bytes for each trained parameter, spread from ZeRO 2', source: 'Rajbhandari et al. 2020, arXiv 1910.02054' },
  optimizer: { formula: '12 bytes for each trained parameter, spread from ZeRO 1', source: 'Rajbhandari et al. 2020, arXiv 1910.02054' },
  activations: { formula: '2·s·b·h for each layer: all are computed again', source: 'Korthikanti et al. 2022, arXiv 2205.05198' },
  buffers: {
    formula: 'one layer while it is recomputed, 32-bit logits, 1.5 GiB of runtime, and with ZeRO 3 the weights of two layers',
    source: 'our assumption',
  },
};

/**
 * Fine-tuning on one kind of accelerator, data-parallel: memory by part, time and cost. Everything that a layer keeps is computed again, so
 * that the smallest accelerators do; where nothing fits, the answer says what the most accelerators would hold.
 */
export function planFineTuning(request: FineTuningRequest): FineTuningPlan {
  const { method, N, D, accelerator, rank = DEFAULT_RANK, adapted = 'all', microbatch = 1, utilisation = FIRST_MFU } = request;
  const { shape = trainableShape(N, request.context ?? DEFAULT_CONTEXT, DEFAULT_VOCABULARY), pricePerHour } = request;
  const bits = method === 'qlora' ? weightFormats.nf4.bits : 16;
  const tuning = method === 'full' ? fullFineTuning(N, D) : loraFineTuning(N, D, shape, { rank, adapted, bits });
  const frozen = method === 'full' ? 0 : weightBytes(N, bits);
  const setting = { tensor: 1, pipeline: 1, interleave: 1, microbatch, recomputation: 'full', sequenceParallel: false } as const;
  const memoryOn = (count: number, zero: ZeroStage): Memory => {
    const over = (stage: ZeroStage) => (zero >= stage ? count : 1);
    return {
      weights: (frozen + mixedPrecisionAdam.weights * tuning.trained) / over(3),
      gradients: (mixedPrecisionAdam.gradients * tuning.trained) / over(2),
      optimizer: (mixedPrecisionAdam.optimizer * tuning.trained) / over(1),
      activations: activationBytes(shape, { ...setting, fusedAttention: true }),
      buffers:
        bufferBytes(shape, { ...setting, fusedAttention: true }) +
        gatheredBytes(tuning.trained / shape.layers, zero, count) +
        (zero >= 3 && count > 1 ? (2 * frozen) / shape.layers : 0),
    };
  };
  const fits = (memory: Memory) => totalMemory(memory) <= accelerator.memory;
  const stageOn = (count: number) => zeroStages.find((stage) => fits(memoryOn(count, stage)));
  const accelerators = request.accelerators ?? fewest(accelerator, (count) => stageOn(count) !== undefined);
  const zero = stageOn(accelerators) ?? 3;
  const memory = memoryOn(accelerators, zero);
  const hardwareCompute = tuning.compute + FORWARD_FLOP * N * D;
  const hours = hardwareCompute / (accelerators * accelerator.peak * utilisation) / 3600;
  return {
    ...tuning,
    method,
    accelerators,
    zero,
    memory,
    fits: fits(memory),
    hardwareCompute,
    hours,
    bill: runBill(hours * accelerators, accelerators, { pricePerHour, watts: accelerator.watts }),
  };
}

/** The fewest accelerators, as they are rented, with which something holds; the most that are looked at where it never does. */
function fewest(accelerator: Accelerator, holds: (count: number) => boolean): number {
  let count = 1;
  while (!holds(count) && count < MOST_ACCELERATORS) count = wholeAccelerators(count + 1, accelerator);
  return count;
}
