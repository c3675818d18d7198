import type { ModelShape } from './shape';

/**
 * Parameters as table A9 of Hoffmann et al. 2022 counts them: blocks with a matrix for relative positions (d·k·n) and 15·d biases
 * and scales, 2·d for the last normalisation, and the embedding V·d. Our reading: it gives the sizes of table A4.
 */
export function chinchillaParameters({ layers, width, heads, headSize, feedForward, vocabulary }: ModelShape): number {
  const attention = heads * headSize;
  return layers * width * (5 * attention + 2 * feedForward + 15) + 2 * width + vocabulary * width;
}

/**
 * Training FLOP for one token by the detailed count, layers alone, the backward pass twice the forward pass. The appendix also lists
 * embeddings and final logits, but the ratios of its table A4 come out only without them (our reading).
 * Source: Hoffmann et al. 2022, arXiv 2203.15556, appendix F.
 */
export function chinchillaFlopPerToken({ layers, width, heads, headSize, feedForward, context }: ModelShape): number {
  const attention = heads * headSize;
  const queriesKeysValues = 2 * 3 * width * attention;
  const logits = 2 * context * attention;
  const softmax = 3 * heads * context;
  const weightedSum = 2 * context * attention;
  const output = 2 * attention * width;
  const dense = 2 * (2 * width * feedForward);
  return 3 * layers * (queriesKeysValues + logits + softmax + weightedSum + output + dense);
}
