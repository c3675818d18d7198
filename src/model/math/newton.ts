import { exp } from './elementary';

/** A sum of exponentials Σ size[k]·exp(rate[k]·x) with positive sizes; convex in x. */
export interface ExponentialSum {
  readonly sizes: Float64Array;
  readonly rates: Float64Array;
}

/**
 * The least point of a sum of exponentials in [low, high], by Newton's method on its slope with bisection as the safeguard;
 * about 1e-15 absolute in x, in four or five steps from a point near the minimum. Returns an end where the slope keeps its sign.
 */
export function minimiseExponentials(sum: ExponentialSum, low: number, high: number): number {
  let from = low;
  let to = high;
  let x = Math.min(Math.max(0, from), to);
  let lastStep = to - from;
  for (let i = 0; i < 200; i++) {
    let slope = 0;
    let curvature = 0;
    for (let k = 0; k < sum.sizes.length; k++) {
      const rate = sum.rates[k]!;
      const part = sum.sizes[k]! * rate * exp(rate * x);
      slope += part;
      curvature += part * rate;
    }
    if (slope >= 0) to = x;
    if (slope <= 0) from = x;
    if (from >= to) return x;
    const step = -slope / curvature;
    // on the steep side of an exponential Newton's steps hardly shrink; halving the interval then is faster
    const isNewton = x + step >= from && x + step <= to && Math.abs(step) <= lastStep / 2;
    const next = isNewton ? x + step : (from + to) / 2;
    if (Math.abs(next - x) <= 1e-15 * Math.max(1, Math.abs(x))) return next;
    lastStep = Math.abs(next - x);
    x = next;
  }
  return x;
}
