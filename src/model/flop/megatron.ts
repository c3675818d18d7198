import type { ModelShape } from './shape';

/** What the backward pass computes again to save memory: nothing, the attention scores alone, or the whole forward pass. */
export type Recomputation = 'none' | 'selective' | 'full';

/** FLOP the hardware does for each parameter and token when the whole forward pass is computed twice: 8 against 6. */
export const FLOP_PER_PARAMETER_TOKEN_RECOMPUTED = 8;

/**
 * Parameters with embeddings and biases, P = 12·l·h²·(1 + 13/(12h) + (V+s)/(12·l·h)).
 * Source: Narayanan et al. 2021, arXiv 2104.04473, equation 2.
 */
export function megatronParameters({ layers, width, vocabulary, context }: ModelShape): number {
  return 12 * layers * width * width * (1 + 13 / (12 * width) + (vocabulary + context) / (12 * layers * width));
}

/**
 * FLOP that the hardware does for one training token, the score matrix in full (no credit for causal masking):
 * without recomputation 72·l·h²·(1 + s/(6h) + V/(12·l·h)), selective 72·l·h²·(1 + s/(3h) + V/(12·l·h)), full
 * 96·l·h²·(1 + s/(6h) + V/(16·l·h)). Sources: Narayanan et al. 2021, arXiv 2104.04473, equation 3; Korthikanti et al. 2022,
 * arXiv 2205.05198, appendix A.
 */
export function megatronFlopPerToken({ layers, width, vocabulary, context }: ModelShape, recomputation: Recomputation): number {
  const blocks = layers * width * width;
  const head = vocabulary / (layers * width);
  switch (recomputation) {
    case 'none':
      return 72 * blocks * (1 + context / (6 * width) + head / 12);
    case 'selective':
      return 72 * blocks * (1 + context / (3 * width) + head / 12);
    case 'full':
      return 96 * blocks * (1 + context / (6 * width) + head / 16);
  }
}

/**
 * FLOP of a forward pass over one sequence that attention spends on scores and weighted sums, 4·l·s²·h: it grows with the square of the
 * context. Source: Narayanan et al. 2021, appendix.
 */
export function attentionScoreFlop({ layers, width, context }: Pick<ModelShape, 'layers' | 'width' | 'context'>): number {
  return 4 * layers * context * context * width;
}

/**
 * Share of a forward pass of 12·l·h² parameters that attention spends on scores and weighted sums, s/(6h + s); from 0 to 1.
 * Source: Narayanan et al. 2021, appendix, without the vocabulary.
 */
export function attentionShare({ width, context }: Pick<ModelShape, 'width' | 'context'>): number {
  return context / (6 * width + context);
}
