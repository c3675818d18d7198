import { power } from '../math/elementary';

/** Peak learning rate and batch size. */
export interface Hyperparameters {
  /** Peak learning rate of AdamW. */
  readonly learningRate: number;
  /** Tokens in a batch. */
  readonly batch: number;
}

/**
 * DeepSeek's learning rate 0.3118·C^-0.1250 and batch 0.2920·C^0.3271 tokens for C = M·D FLOP; their optimum is broad. Source:
 * DeepSeek LLM, arXiv 2401.02954, equation 1.
 */
export function deepseekHyperparameters(C: number): Hyperparameters {
  return { learningRate: 0.3118 * power(C, -0.125), batch: 0.292 * power(C, 0.3271) };
}

/**
 * StepLaw's learning rate 1.797·N^-0.713·D^0.307 and batch 0.581·D^0.571 tokens for N parameters (without vocabulary) on D tokens;
 * the minimum of the loss is broad. Source: StepLaw, arXiv 2503.04715.
 */
export function stepLawHyperparameters(N: number, D: number): Hyperparameters {
  return { learningRate: 1.797 * power(N, -0.713) * power(D, 0.307), batch: 0.581 * power(D, 0.571) };
}
