import { power } from '../math/elementary';

/** Bytes of activations that a layer keeps for the way back in 16 bits, attention scores left out, over s·b·h. */
export interface KeptBytes {
  /** What lies between its matrices, which tensor parallelism alone does not split. */
  readonly between: number;
  /** What lies within them. */
  readonly within: number;
  /** Of both, what no matrix gives: selective recomputation works it out again. */
  readonly light: { readonly between: number; readonly within: number };
}

/** Shape of a decoder-only Transformer. Lengths in values, sequence in tokens. */
export interface ModelShape {
  readonly layers: number;
  /** Hidden size d. */
  readonly width: number;
  readonly heads: number;
  /** Size of one attention head; heads · headSize is the attention width, usually the width itself. */
  readonly headSize: number;
  /** Inner size of the feed-forward block. */
  readonly feedForward: number;
  /** Tokens of one training sequence. */
  readonly context: number;
  /** Tokens of the vocabulary. */
  readonly vocabulary: number;
  /** What its layers keep; as Korthikanti et al. 2022 count it unless given. */
  readonly kept?: KeptBytes | undefined;
}

/** Parameters of `layers` blocks of a width: 12·L·d² (4·d² in attention, 8·d² in a feed-forward block of 4·d), no embeddings, no biases. */
const PARAMETERS_PER_BLOCK = 12;
/** Width over layers at 1e9 parameters, and how it rises with the size; see `aspectRatio`. */
const ASPECT_AT_1E9 = 82;
const ASPECT_EXPONENT = 0.1;
const HEAD_SIZE = 128;

/** How the width rises with the parameters, width ∝ N^w: 12·L·d² = N at an aspect ratio d/L ∝ N^0.1. */
export const WIDTH_EXPONENT = (1 + ASPECT_EXPONENT) / 3;

/**
 * Width over layers of a usual model with N non-embedding parameters: 82·(N/1e9)^0.1. Our rule, no source states it: least squares
 * in log-log through 15 published models, three rows of table A4 of Hoffmann et al. 2022 and the 12 layers of 768 of GPT-2 small (64
 * there, 128 for LLaMA 7B and GPT-3, 205 for Gopher); it meets each of them within a factor of 1.5.
 */
export function aspectRatio(parameters: number): number {
  return ASPECT_AT_1E9 * power(parameters / 1e9, ASPECT_EXPONENT);
}

/**
 * The usual shape of exactly N non-embedding parameters, before it is rounded: width and layers as numbers, heads of 128. FLOP counted
 * on it rise smoothly with N, as an optimum needs them.
 */
export function idealShape(parameters: number, context: number, vocabulary = 32000): ModelShape {
  const width = idealWidth(parameters);
  const layers = parameters / (PARAMETERS_PER_BLOCK * width * width);
  return { layers, width, heads: width / HEAD_SIZE, headSize: HEAD_SIZE, feedForward: 4 * width, context, vocabulary };
}

function idealWidth(parameters: number): number {
  return power((aspectRatio(parameters) * parameters) / PARAMETERS_PER_BLOCK, 1 / 3);
}

/**
 * A plausible shape with about N non-embedding parameters, N = 12·L·d². The width is a multiple of 64 (below 1024) or 128, heads have the
 * usual size of 128 (64 below a width of 1024), so that the shape's own `shapeParameters` lie within 15 % of N above 1e7.
 */
export function plausibleShape(parameters: number, context = 2048, vocabulary = 32000): ModelShape {
  const ideal = idealWidth(parameters);
  const headSize = ideal < 1024 ? HEAD_SIZE / 2 : HEAD_SIZE;
  const heads = Math.max(1, Math.round(ideal / headSize));
  const width = heads * headSize;
  const layers = Math.max(1, Math.round(parameters / (PARAMETERS_PER_BLOCK * width * width)));
  return { layers, width, heads, headSize, feedForward: 4 * width, context, vocabulary };
}

/** Non-embedding parameters of a shape, N = 2·d·L·(2·d_attention + d_feedForward). Source: Kaplan et al. 2020, equation 2.1. */
export function shapeParameters({ layers, width, heads, headSize, feedForward }: ModelShape): number {
  return 2 * width * layers * (2 * heads * headSize + feedForward);
}
