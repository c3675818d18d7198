import { type ModelShape, plausibleShape } from '../flop/shape';

/** Heads come in multiples of this from a width of 1024 on, so that a node of eight can share them. */
const HEAD_STEP = 8;
/** Layers from which they come in multiples of 4, and of 8, so that a pipeline can share them. */
const STEPPED = [
  { from: 48, step: 8 },
  { from: 16, step: 4 },
] as const;

/** A plausible shape of N parameters that can be laid out: heads in multiples of 8, layers of 4 or 8. It takes the size for N as it is. */
export function trainableShape(N: number, context: number, vocabulary: number): ModelShape {
  const plausible = plausibleShape(N, context, vocabulary);
  const { headSize } = plausible;
  if (plausible.width < 1024) return plausible;
  const heads = Math.max(HEAD_STEP, Math.round(plausible.heads / HEAD_STEP) * HEAD_STEP);
  const width = heads * headSize;
  const ideal = N / (12 * width * width);
  const step = STEPPED.find(({ from }) => ideal >= from)?.step ?? 1;
  const layers = Math.max(1, Math.round(ideal / step) * step);
  return { ...plausible, heads, width, layers, feedForward: 4 * width };
}
