import { exp2, power } from '../../model/math/elementary';

/** Buckets of an octave of x; their number is a power of two, so that the top bits of a double say which one it falls into. */
const BUCKET_BITS = 6;
const BUCKETS = 1 << BUCKET_BITS;
/** Octaves that the table covers: x from 2^-256 to 2^256. */
const FIRST_OCTAVE = -256;
const OCTAVES = 512;
/** Steepest exponent for which the series below is good enough. */
const STEEPEST = 8;

/**
 * x^exponent for one exponent and many x: x is the middle of a bucket times (1 + u) with |u| ≤ 2^-7, the middle's power comes from
 * a table, (1 + u)^exponent from five terms of its binomial series. The relative error is at most |binomial(exponent, 6)| · 2^-42:
 * below 1e-11 for exponents from -3.3 to 5, and 4e-10 at the steepest, -8.
 */
export interface FixedPower {
  /** For each bucket the inverse of its middle, then the middle's power; NaN for the last, which stands for all other x. */
  readonly table: Float64Array;
  /** Number of the first bucket, as the top bits of a double. */
  readonly first: number;
  /** Buckets. */
  readonly size: number;
  /** Coefficients of u, u², …, u⁵. */
  readonly series: readonly [number, number, number, number, number];
}

/** Shift that leaves of a double's upper word what numbers its bucket. */
export const BUCKET_SHIFT = 20 - BUCKET_BITS;

/** Prepares a power; undefined for exponents too steep for it. */
export function createFixedPower(exponent: number): FixedPower | undefined {
  if (Math.abs(exponent) > STEEPEST) return undefined;
  const size = OCTAVES * BUCKETS;
  const table = new Float64Array(2 * size + 2).fill(Number.NaN);
  const middles = Array.from({ length: BUCKETS }, (_, bucket) => {
    const middle = 1 + (bucket + 0.5) / BUCKETS;
    return [1 / middle, power(middle, exponent)] as const;
  });
  for (let octave = 0; octave < OCTAVES; octave++) {
    const inverse = exp2(-(FIRST_OCTAVE + octave));
    const scale = exp2((FIRST_OCTAVE + octave) * exponent);
    middles.forEach(([inverseMiddle, middlePower], bucket) => {
      const at = 2 * (octave * BUCKETS + bucket);
      table[at] = inverse * inverseMiddle;
      table[at + 1] = scale * middlePower;
    });
  }
  const series = [1, 2, 3, 4, 5].map((order) => binomial(exponent, order));
  return { table, first: (1023 + FIRST_OCTAVE) * BUCKETS, size, series: series as unknown as FixedPower['series'] };
}

function binomial(exponent: number, order: number): number {
  let coefficient = 1;
  for (let i = 0; i < order; i++) coefficient *= (exponent - i) / (i + 1);
  return coefficient;
}

/** Values of a line: `values[offset + j · stride]` for column j. The stride is 0 where a quantity is the same along the line, else 1. */
export interface Operand {
  readonly values: Float64Array;
  offset: number;
  readonly stride: 0 | 1;
}

/** Memory between the two halves of `fillPowers`, and its bits. */
const SPAN = 1024;
const sums = new Float64Array(SPAN);
const bits = new Uint32Array(sums.buffer);

/**
 * out[j] = scale · (x[j] + y[j])^exponent + plus[j]; `scale` must not vary along the line. In two passes, because reading the bits
 * of a number that has just been written stalls.
 */
export function fillPowers(power: FixedPower, x: Operand, y: Operand, scale: number, plus: Operand, out: Float64Array, n: number): void {
  for (let from = 0; from < n; from += SPAN) {
    const count = Math.min(SPAN, n - from);
    addOperands(x, y, from, count);
    if (plus.stride === 0) raiseSums(power, scale, plus.values[plus.offset]!, out, from, count);
    else raiseAndAdd(power, scale, plus.values, plus.offset + from, out, from, count);
  }
}

function raiseSums(power: FixedPower, scale: number, constant: number, out: Float64Array, from: number, count: number): void {
  const { table, first, size, series } = power;
  const [c1, c2, c3, c4, c5] = series;
  for (let j = 0; j < count; j++) {
    const bucket = (bits[2 * j + 1]! >>> BUCKET_SHIFT) - first;
    const i = (bucket >>> 0 < size ? bucket : size) << 1;
    const u = sums[j]! * table[i]! - 1;
    out[from + j] = scale * (table[i + 1]! * (1 + u * (c1 + u * (c2 + u * (c3 + u * (c4 + u * c5)))))) + constant;
  }
}

/** The same with a number of its own to add for each column; a loop for each, because this is where the time goes. */
function raiseAndAdd(
  power: FixedPower,
  scale: number,
  add: Float64Array,
  addFrom: number,
  out: Float64Array,
  from: number,
  count: number,
): void {
  const { table, first, size, series } = power;
  const [c1, c2, c3, c4, c5] = series;
  for (let j = 0; j < count; j++) {
    const bucket = (bits[2 * j + 1]! >>> BUCKET_SHIFT) - first;
    const i = (bucket >>> 0 < size ? bucket : size) << 1;
    const u = sums[j]! * table[i]! - 1;
    out[from + j] = scale * (table[i + 1]! * (1 + u * (c1 + u * (c2 + u * (c3 + u * (c4 + u * c5)))))) + add[addFrom + j]!;
  }
}

function addOperands(x: Operand, y: Operand, from: number, count: number): void {
  if (x.stride === 0 && y.stride === 1) return addOperands(y, x, from, count);
  const [a, b] = [x.values, y.values];
  const start = x.offset + from * x.stride;
  if (y.stride === 0) {
    const constant = b[y.offset]!;
    if (x.stride === 0) sums.fill(a[x.offset]! + constant, 0, count);
    else for (let j = 0; j < count; j++) sums[j] = a[start + j]! + constant;
    return;
  }
  const other = y.offset + from;
  for (let j = 0; j < count; j++) sums[j] = a[start + j]! + b[other + j]!;
}

/** out[j] = x[j] + y[j] · z[j] */
export function fillMultiplyAdd(x: Operand, y: Operand, z: Operand, out: Float64Array): void {
  if (y.stride === 1 && z.stride === 0) return fillMultiplyAdd(x, z, y, out);
  const [a, b, c] = [x.values, y.values, z.values];
  if (y.stride === 0 && z.stride === 1 && x.stride === 1) {
    const scale = b[y.offset]!;
    for (let j = 0; j < out.length; j++) out[j] = a[x.offset + j]! + scale * c[z.offset + j]!;
    return;
  }
  for (let j = 0; j < out.length; j++) out[j] = a[x.offset + j * x.stride]! + b[y.offset + j * y.stride]! * c[z.offset + j * z.stride]!;
}

/** out[j] = 1 − x[j] / (y[j] · z[j]) */
export function fillSaving(x: Operand, y: Operand, z: Operand, out: Float64Array): void {
  const [a, b, c] = [x.values, y.values, z.values];
  if (x.stride === 1 && y.stride === 0 && z.stride === 1) {
    const inverse = 1 / b[y.offset]!;
    for (let j = 0; j < out.length; j++) out[j] = 1 - (a[x.offset + j]! * inverse) / c[z.offset + j]!;
    return;
  }
  for (let j = 0; j < out.length; j++)
    out[j] = 1 - a[x.offset + j * x.stride]! / (b[y.offset + j * y.stride]! * c[z.offset + j * z.stride]!);
}
