import { exp2 } from './elementary';

/** log2 of a quantity in two parts, whole + fraction: what f32 code needs to hold it without loss. */
export interface Log2 {
  /** An integer. */
  readonly whole: number;
  /** From −0.5 to 0.5. */
  readonly fraction: number;
}

/** Splits a log2; whole + fraction gives it back. */
export function splitLog2(log2: number): Log2 {
  const whole = Math.round(log2);
  return { whole, fraction: log2 - whole };
}

/** x^exponent from log2 x. Twin of `power` in shaders/lib/power.wgsl. */
export function power({ whole, fraction }: Log2, exponent: number): number {
  return exp2(exponent * (whole + fraction));
}

/** size · x^-exponent from log2 x. Twin of `powerTerm` in shaders/lib/power.wgsl. */
export function powerTerm(size: number, exponent: number, log2x: Log2): number {
  return size * power(log2x, -exponent);
}
