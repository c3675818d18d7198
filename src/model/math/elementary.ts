/**
 * Elementary functions from additions, multiplications and divisions alone. The language leaves the last bits of `**` and of
 * Math's functions to the engine, and engines differ; these give the same bits everywhere, so that a sweep does, too.
 * Source of the polynomials: fdlibm, e_log2.c, k_log1p.h and e_exp.c (Sun Microsystems 1993, freely granted).
 */

// single constants, because taking an array apart costs more than the polynomial
const LOG_1 = 6.66666666666673513e-1;
const LOG_2 = 3.999999999940941908e-1;
const LOG_3 = 2.857142874366239149e-1;
const LOG_4 = 2.222219843214978396e-1;
const LOG_5 = 1.818357216161805012e-1;
const LOG_6 = 1.531383769920937332e-1;
const LOG_7 = 1.479819860511658591e-1;
const EXP_1 = 1.66666666666666019037e-1;
const EXP_2 = -2.77777777770155933842e-3;
const EXP_3 = 6.61375632143793436117e-5;
const EXP_4 = -1.6533902205465251539e-6;
const EXP_5 = 4.13813679705723846039e-8;
const INV_LN2_HIGH = 1.44269504072144627571;
const INV_LN2_LOW = 1.67517131648865118353e-10;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer); // [low, high]: every platform with WebAssembly or WebGPU is little-endian

/** Logarithm to base 2, within about 1 ULP; NaN below 0, -Infinity at 0. */
export function log2(x: number): number {
  if (!(x > 0) || x === Infinity) return Math.log2(x);
  float[0] = x < 2 ** -1022 ? x * 2 ** 54 : x;
  let exponent = (words[1]! >>> 20) - 1023 - (x < 2 ** -1022 ? 54 : 0);
  words[1] = (words[1]! & 0xfffff) | 0x3ff00000;
  let mantissa = float[0]!;
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const half = 0.5 * f * f;
  const rest = s * (half + (z * (LOG_1 + w * (LOG_3 + w * (LOG_5 + w * LOG_7))) + w * (LOG_2 + w * (LOG_4 + w * LOG_6))));
  // the leading part is cut to 32 bits, so that its product with 1/ln 2 is exact
  float[0] = f - half;
  words[0] = 0;
  const high = float[0]!;
  const low = f - high - half + rest;
  const product = high * INV_LN2_HIGH;
  const sum = exponent + product;
  return exponent - sum + product + ((low + high) * INV_LN2_LOW + low * INV_LN2_HIGH) + sum;
}

/** Logarithm to base 10, within a few ULP. */
export function log10(x: number): number {
  return log2(x) * (Math.LN2 / Math.LN10);
}

/** 2^x, within about 1 ULP. */
export function exp2(x: number): number {
  if (!(x > -1075)) return Number.isNaN(x) ? x : 0;
  if (x >= 1024) return Infinity;
  const whole = Math.round(x);
  const t = (x - whole) * Math.LN2;
  const t2 = t * t;
  const r = t - t2 * (EXP_1 + t2 * (EXP_2 + t2 * (EXP_3 + t2 * (EXP_4 + t2 * EXP_5))));
  const fraction = 1 - ((t * r) / (r - 2) - t);
  // 2^1024 and 2^-1075 have no representation of their own; two factors have
  return whole > 1023 || whole < -1022
    ? fraction * powerOfTwo(whole >> 1) * powerOfTwo(whole - (whole >> 1))
    : fraction * powerOfTwo(whole);
}

/** e^x, within a few ULP for the moderate x of a polish. */
export function exp(x: number): number {
  return exp2(x * Math.LOG2E);
}

/** x^y for x ≥ 0; the relative error grows as |y·log2 x|, about 1e-14 over the whole range of laws. */
export function power(x: number, y: number): number {
  if (y === 1) return x;
  if (y === 0) return 1;
  return y === -1 ? 1 / x : exp2(y * log2(x));
}

function powerOfTwo(exponent: number): number {
  words[0] = 0;
  words[1] = (exponent + 1023) << 20;
  return float[0]!;
}
