import { type ModelShape, shapeParameters } from './shape';

/**
 * FLOP of a forward pass for one token, 2N + 2·n_layer·n_ctx·d_attention, N without embeddings. The context term is small while the
 * width is above n_ctx/12. Source: Kaplan et al. 2020, arXiv 2001.08361, equation 2.2.
 */
export function kaplanForwardFlop(shape: ModelShape): number {
  return 2 * shapeParameters(shape) + 2 * shape.layers * shape.context * shape.heads * shape.headSize;
}
