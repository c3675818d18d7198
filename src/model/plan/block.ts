import type { KeptBytes, ModelShape } from '../flop/shape';
import type { Origin } from './memory';

/** How the blocks of a model are built: as Llama's are, or as GPT-3's. */
export const blockKinds = ['llama', 'gpt'] as const;

/** One of them. */
export type BlockKind = (typeof blockKinds)[number];

/** Heads of keys and values in blocks as Llama's, as Llama 2 70B and every Llama 3 has them. Source: arXiv 2407.21783, table 3. */
const GROUPED_HEADS = 8;

/** Where the bytes of activations come from, by the kind of block; what lies before `× L` is the same for both. */
export const blockOrigins: Readonly<Record<BlockKind, Origin>> = {
  llama: {
    formula:
      'bytes of a layer × L × (1 + (p−1)/(p·v)), the first pipeline stage; a layer s·b·h (8 + k/t + 5·a·s/(h·t)) or less, k = 4 + 4·g/a + 2·f/h²; with selective recomputation 4 and k − 2·f/(3·h²)',
    source:
      'item by item after Korthikanti et al. 2022, arXiv 2205.05198, section 4.1, without dropout; selective recomputation as Liang et al. 2024 (TorchTitan), arXiv 2410.06511',
  },
  gpt: {
    formula: 'bytes of a layer × L × (1 + (p−1)/(p·v)), the first pipeline stage; a layer s·b·h (10 + 24/t + 5·a·s/(h·t)) or less',
    source: 'Korthikanti et al. 2022, arXiv 2205.05198, table 2 and section 4.2.3',
  },
};

/** Heads of keys and values of a model: every head has its own in blocks as GPT-3's. */
export function keyValueHeads(kind: BlockKind, { heads }: Pick<ModelShape, 'heads'>): number {
  return kind === 'gpt' ? heads : Math.min(heads, GROUPED_HEADS);
}

/** Parameters of the feed-forward block of a layer of so many parameters: what attention, with g heads of keys and values, leaves of them. */
export function feedForwardParameters(ofLayer: number, { width, heads, headSize }: ModelShape, g: number): number {
  return Math.max(0, ofLayer - 2 * width * headSize * (heads + g));
}

/**
 * What a layer of so many parameters keeps, in bytes over s·b·h and 16 bits. Undefined for blocks as GPT-3's, whose count is the classic
 * one. Between the matrices: 4 for the inputs of two norms, 2 each for those of attention and feed-forward, and no dropout masks. Within them: 2
 * for queries, 4·g/a for keys and values, 2 for what they give; and of the feed-forward block 2 bytes for each value that goes
 * into or comes out of a matrix on its inner side, which is 2·f/h² whether it has two matrices or, gated, three.
 * Of N that is given, heads of keys and values that are fewer leave as much more to the feed-forward block.
 * No matrix gives what the norms do, 4, and the product of a gated block, a third of its bytes: selective recomputation keeps matrices'
 * results alone. Source: Liang et al. 2024 (TorchTitan), arXiv 2410.06511.
 */
export function keptBytes(ofLayer: number, shape: ModelShape, kind: BlockKind): KeptBytes | undefined {
  if (kind === 'gpt') return undefined;
  const { width, heads, headSize } = shape;
  const g = keyValueHeads(kind, shape);
  const attention = (4 * (heads + g) * headSize) / width;
  const feedForward = (2 * feedForwardParameters(ofLayer, shape, g)) / (width * width);
  return { between: 8, within: attention + feedForward, light: { between: 4, within: feedForward / 3 } };
}
