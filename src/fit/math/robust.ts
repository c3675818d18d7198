/** A median of absolute normal deviates times this is their standard deviation. */
const MAD_TO_SIGMA = 1.4826;

/** Standard deviation of residuals around zero, from the median of their sizes: outliers do not move it. */
export function robustSigma(residuals: Float64Array): number {
  const sizes = residuals.map(Math.abs).sort();
  return MAD_TO_SIGMA * sizes[Math.floor(sizes.length / 2)]!;
}
