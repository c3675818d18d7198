// L = 10^(d + b·log Ê) · N^(a + c·log Ê), logarithms to base 10. Twin of src/model/forms/clark.ts.
//
// Ê is rounded five times (6e-7 relative) and log2 adds 5e-7, so log Ê is off by 4.5e-7. The size is a power of ten with an exponent
// of at most 4: log Ê times b (below 1) 4.5e-7 and two roundings 4.8e-7, times ln 10, 2.2e-6, and the power itself 0.8e-6 + 0.6e-6;
// for the published laws, b = 0.14, it is 2.7e-6. The exponent of N is off by c · 4.5e-7 and two roundings of 3.7e-9, 1.4e-8 in all,
// times ln 1e15 that is 0.5e-6. With the product of a row factor and a ratio of columns as in chinchilla.wgsl, 2.7e-6 for so small an
// exponent, a cell stays within 6e-6: the link is the identity and there is no other term.
import package::lib::power::{Log2, log2Of, power};

struct Coefficients {
  a: f32,
  b: f32,
  c: f32,
  d: f32,
  start: f32,
  max: f32,
  experts: f32,
}

const TERM_COUNT = 1u;

/// log10 of 2.
const LOG10_2 = 0.30102999566;

/// log10 of the experts as the law sees them.
fn logExperts(c: Coefficients) -> f32 {
  let saturated = 1.0 / (1.0 / (c.experts - 1.0 + 1.0 / (1.0 / c.start - 1.0 / c.max)) + 1.0 / c.max);
  let log2Experts = log2Of(saturated);
  return (log2Experts.whole + log2Experts.fraction) * LOG10_2;
}

fn parameterTerm(c: Coefficients, log2N: Log2) -> f32 {
  let experts = logExperts(c);
  return power(log2Of(10.0), c.d + c.b * experts) * power(log2N, c.a + c.c * experts);
}

fn terms(c: Coefficients, log2N: Log2, log2D: Log2) -> array<f32, TERM_COUNT> {
  return array<f32, TERM_COUNT>(parameterTerm(c, log2N));
}

/// Every addend factors.
const HAS_PENALTY = false;

fn penalty(c: Coefficients, log2N: vec4f, log2D: vec4f) -> vec4f {
  return vec4f();
}

fn offset(c: Coefficients) -> f32 {
  return 0.0;
}

/// The loss is the sum itself.
fn link(c: Coefficients, sum: vec4f) -> vec4f {
  return sum;
}
