import { exp2, log2 } from './elementary';

/** y = k·x^a. */
export interface PowerLaw {
  readonly k: number;
  readonly a: number;
}

/** The power law through points [x, y] by least squares in log-log; needs two different x > 0 or more, and y > 0. */
export function fitPowerLaw(points: readonly (readonly [number, number])[]): PowerLaw {
  const logs = points.map(([x, y]) => [log2(x), log2(y)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const a = covariance / variance;
  return { k: exp2(meanY - a * meanX), a };
}
