import type { ModelShape } from './shape';

/**
 * Non-embedding training FLOP for one token, M = 72·n_layer·d² + 12·n_layer·d·s, which DeepSeek's laws use in place of 6N: C = M·D.
 * Source: DeepSeek LLM, arXiv 2401.02954, equation 2.
 */
export function deepseekFlopPerToken({ layers, width, context }: Pick<ModelShape, 'layers' | 'width' | 'context'>): number {
  return 72 * layers * width * width + 12 * layers * width * context;
}
