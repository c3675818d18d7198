// Powers of quantities that arrive as log2, accurate to a few ULP however large the exponent. Twin: src/model/math/power.ts.
//
// WGSL promises exp2(x) only within 3 + 2·|x| ULP, and a rounded f32 product x is itself off by |x|·2^-24, so a plain
// exp2(exponent · log2) would lose 1e-5 over our range. Here the whole part of the exponentiation is exact and exp2 sees a
// fraction alone. With 1 ULP = 2^-23 = 1.2e-7 relative, and e = |exponent|, `power` is off by at most
//   (4 + e) ULP       exp2 of a fraction of at most (1 + e) / 2
//   + e · |log2 x| · 2^-24 · ln 2     the exponent itself, rounded to f32 on its way here
//   + 2 ULP           roundings of the fraction
// which is at most 0.8e-6 + 0.04e-6 · e · |log2 x| for e ≤ 1: 1.5e-6 for N^-0.35 at N = 1e15, 3.2e-6 for e = 1 at D = 1e17.

/// log2 of a quantity in two parts, whole + fraction, so that f32 holds it to 2^-25 whatever its size. whole is an integer, |fraction| is small.
struct Log2 {
  whole: f32,
  fraction: f32,
}

/// log2(x) for normal x > 0, to 5e-7 absolute.
fn log2Of(x: f32) -> Log2 {
  let parts = frexp(x);
  return Log2(f32(parts.exp), log2(parts.fract));
}

/// a - b; log2 of a quotient.
fn subtractLog2(a: Log2, b: Log2) -> Log2 {
  return Log2(a.whole - b.whole, a.fraction - b.fraction);
}

/// x · 2^exponent by bits, exact; in two steps, so that the result and not the scale meets the ends of f32's range.
fn scaleByPowerOfTwo(x: f32, exponent: i32) -> f32 {
  let half = exponent / 2;
  return x * powerOfTwo(half) * powerOfTwo(exponent - half);
}

/// 2^exponent, clamped to normal f32.
fn powerOfTwo(exponent: i32) -> f32 {
  return bitcast<f32>(u32(clamp(exponent, -126, 127) + 127) << 23u);
}

/// x^exponent.
fn power(log2x: Log2, exponent: f32) -> f32 {
  // the upper 12 bits of the exponent times a whole log2 of at most 12 bits: an exact product
  let upper = bitcast<f32>(bitcast<u32>(exponent) & 0xfffff000u);
  let product = upper * log2x.whole;
  let whole = round(product);
  let fraction = (product - whole) + ((exponent - upper) * log2x.whole + exponent * log2x.fraction);
  return scaleByPowerOfTwo(exp2(fraction), i32(whole));
}

/// size · x^-exponent.
fn powerTerm(size: f32, exponent: f32, log2x: Log2) -> f32 {
  return size * power(log2x, -exponent);
}
