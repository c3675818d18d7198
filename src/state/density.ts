import type { OptimumSample } from '../model/uncertainty';

/** How densely a sample lies along a logarithmic scale around its centre. */
export interface Density {
  /** The scale goes from centre / factor to centre · factor. */
  readonly factor: number;
  /** Densities at the middles of equal parts of the scale, the greatest 1. [PARTS] */
  readonly heights: Float64Array;
}

/** Parts of a scale. */
const PARTS = 72;

/** Factors that a scale may span on each side: few, so that a scale holds still while the budget moves. */
const FACTORS = [1.5, 2, 4, 10, 100];

/** Share of the draws that may lie off the scale. */
const OFF_SCALE = 0.02;

/** Weights of neighbours when a histogram is smoothed; twice applied, they are nearly a normal curve of 1.4 parts. */
const SMOOTHING = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16];

/** The least factor whose scale around the centre holds nearly all of a sample. */
export function factorOf(sample: Float64Array, centre: number): number {
  const holds = (factor: number): boolean => {
    let outside = 0;
    for (const value of sample) if (!(value >= centre / factor && value <= centre * factor)) outside++;
    return outside <= OFF_SCALE * sample.length;
  };
  return FACTORS.find(holds) ?? FACTORS.at(-1)!;
}

/** The density of a sample along a scale: a smoothed histogram of the logarithms. */
export function densityOf(sample: Float64Array, centre: number, factor: number): Density {
  const counts = new Float64Array(PARTS);
  const scale = PARTS / (2 * Math.log(factor));
  for (const value of sample) {
    const part = Math.floor((Math.log(value / centre) + Math.log(factor)) * scale);
    if (part >= 0 && part < PARTS) counts[part]! += 1;
  }
  const smooth = smoothed(smoothed(counts));
  const most = Math.max(...smooth);
  return { factor, heights: smooth.map((height) => height / most) };
}

function smoothed(counts: Float64Array): Float64Array {
  return counts.map((_, i) => SMOOTHING.reduce((sum, weight, k) => sum + weight * (counts[i + k - 2] ?? 0), 0));
}

/** A scale for several quantities of one sample, so that their widths compare: the one that the widest needs. */
export function sharedFactor(
  sample: OptimumSample,
  centre: { readonly [Q in keyof OptimumSample]: number },
  ids: readonly (keyof OptimumSample)[],
): number {
  return Math.max(...ids.map((id) => factorOf(sample[id], centre[id])));
}
