import type { SweepAxis } from './file';
import { exp2, log2 } from '../model/math/elementary';

/** Digits of a logarithmic point: rounding lets a decade be 1000000000, not 999999999.9999987, far below any step. */
const DIGITS = 12;

/** Values of an axis in f64, [steps]; both ends are exact. */
export function axisValues({ from, to, steps, scale }: Omit<SweepAxis, 'quantity'>): Float64Array {
  const values = new Float64Array(steps);
  const last = Math.max(steps - 1, 1);
  const logFrom = log2(from);
  const logStep = (log2(to) - logFrom) / last;
  const step = (to - from) / last;
  for (let i = 0; i < steps; i++) values[i] = scale === 'log' ? Number(exp2(logFrom + i * logStep).toPrecision(DIGITS)) : from + i * step;
  if (steps > 1) values[steps - 1] = to;
  values[0] = from;
  return values;
}
