import { FLOP_PER_PARAMETER_TOKEN } from '../compute';
import type { ModelShape } from '../flop/shape';

const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = 86_400;

/** FLOP for each token that attention adds to 6N in training, 12·L·H·Q·T. Source: Chowdhery et al. 2022 (PaLM), arXiv 2204.02311, appendix B. */
export function attentionFlopPerToken({
  layers,
  heads,
  headSize,
  context,
}: Pick<ModelShape, 'layers' | 'heads' | 'headSize' | 'context'>): number {
  return 12 * layers * heads * headSize * context;
}

/** Model FLOP utilisation: tokens a second times FLOP a token, over what n accelerators could do. `attention` may be left out. */
export function modelUtilisation(tokensPerSecond: number, N: number, accelerators: number, peak: number, attention = 0): number {
  return (tokensPerSecond * (FLOP_PER_PARAMETER_TOKEN * N + attention)) / (accelerators * peak);
}

/** Tokens a second of steps of `batch` sequences. */
export function tokensPerSecond(batch: number, context: number, stepSeconds: number): number {
  return (batch * context) / stepSeconds;
}

/** Days that C FLOP take on n accelerators that achieve `flopPerSecond` each. */
export function daysOfCompute(C: number, accelerators: number, flopPerSecond: number): number {
  return C / (accelerators * flopPerSecond) / SECONDS_PER_DAY;
}

/** Days that D tokens take on n accelerators of `rate` tokens a second each. */
export function daysOfTokens(D: number, accelerators: number, rate: number): number {
  return D / (accelerators * rate) / SECONDS_PER_DAY;
}

/** Mean utilisation over a whole run of C FLOP in accelerator-hours, restarts included: below what a steady state reaches. */
export function meanUtilisation(C: number, acceleratorHours: number, peak: number): number {
  return C / (acceleratorHours * SECONDS_PER_HOUR * peak);
}

/** Accelerator-hours of n accelerators over days. */
export function acceleratorHours(accelerators: number, days: number): number {
  return accelerators * days * 24;
}
