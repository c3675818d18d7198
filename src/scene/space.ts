import type { SceneBox, Span } from './content';

/** A point or direction in scene units, [x, y, z]. */
export type Vector = readonly [number, number, number];

/** A point in data space. */
export interface DataPoint {
  readonly log10N: number;
  readonly log10D: number;
  /** nat/token */
  readonly loss: number;
}

/** Half the size of the box in scene units: N along x, loss along y, D along z, centred at the origin. */
export const HALF: Vector = [1, 0.54, 1];

/** Share of the loss span over which the height turns from linear, at the floor, to logarithmic. */
const SOFT_SHARE = 0.02;

/** The same for a linear scale: so large that the logarithm bends by less than a ten-thousandth of the box. */
const LINEAR_SHARE = 5000;

/** Where data lies in the box, and back. Renderer, labels and picking share one, so that everything lines up. */
export interface Space {
  readonly box: SceneBox;
  /** Numbers that the vertex code needs to place a loss: height = log(1 + (loss − floor) · steepness) · scale, from 0 to 1. */
  readonly height: { readonly floor: number; readonly steepness: number; readonly scale: number };
  /** Height of a loss over the floor, 0 at the bottom of the box and 1 at its top. Below the floor it stays 0. */
  heightOf(loss: number): number;
  /** Loss at a height between 0 and 1: the inverse of `heightOf`. */
  lossAt(height: number): number;
  toScene(point: DataPoint): Vector;
  toData(position: Vector): DataPoint;
}

function toSide(value: number, [from, to]: Span, half: number): number {
  return ((value - from) / (to - from)) * 2 * half - half;
}

function fromSide(side: number, [from, to]: Span, half: number): number {
  return from + ((side + half) / (2 * half)) * (to - from);
}

/**
 * Creates the mapping for a box. N and D are spaced by their logarithm. So is loss, counted from the bottom of the box: what
 * training can still remove falls by powers, and on a linear scale the whole valley of large models would be flat.
 */
export function createSpace(box: SceneBox): Space {
  const spans = { log10N: box.log10N, log10D: box.log10D, loss: box.loss };
  for (const [name, [from, to]] of Object.entries(spans)) {
    if (!(from < to)) throw new Error(`invalid box: ${name} runs from ${from} to ${to}`);
  }
  const [floor, top] = box.loss;
  const steepness = 1 / ((box.heights === 'linear' ? LINEAR_SHARE : SOFT_SHARE) * (top - floor));
  const scale = 1 / Math.log1p((top - floor) * steepness);
  const heightOf = (loss: number) => Math.log1p(Math.max(0, loss - floor) * steepness) * scale;
  const lossAt = (height: number) => floor + Math.expm1(height / scale) / steepness;
  return {
    box,
    height: { floor, steepness, scale },
    heightOf,
    lossAt,
    toScene: ({ log10N, log10D, loss }) => [
      toSide(log10N, box.log10N, HALF[0]),
      (heightOf(loss) * 2 - 1) * HALF[1],
      toSide(log10D, box.log10D, HALF[2]),
    ],
    toData: ([x, y, z]) => ({
      log10N: fromSide(x, box.log10N, HALF[0]),
      log10D: fromSide(z, box.log10D, HALF[2]),
      loss: lossAt((y / HALF[1] + 1) / 2),
    }),
  };
}
