import { FLOP_PER_PARAMETER_TOKEN } from '../compute';
import type { ModelShape } from '../flop/shape';
import { power } from '../math/elementary';
import { mixedPrecisionAdam } from './memory';

/** FLOP of LoRA for each parameter and token: forward, and back to the activations; only the adapters need gradients of weights. */
const LORA_FLOP = 4;
/** Square matrices of attention that an adapter usually stands beside in each layer: queries and values. Source: Hu et al. 2021, arXiv 2106.09685. */
const ADAPTED_MATRICES = 2;

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

/** Adapters of a rank beside the query and value matrices of every layer, N weights in 16 bits untouched. Source: Hu et al. 2021 (LoRA). */
export function loraFineTuning(N: number, D: number, { layers, width }: Pick<ModelShape, 'layers' | 'width'>, rank: number): FineTuning {
  const trained = layers * ADAPTED_MATRICES * 2 * rank * width;
  return {
    trained,
    stateBytes: mixedPrecisionAdam.weights * N + STATE_BYTES * trained,
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
