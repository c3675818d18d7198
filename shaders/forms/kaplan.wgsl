// L(N, D) = [(N_c/N)^(alpha_N/alpha_D) + D_c/D]^alpha_D. Twin of src/model/forms/kaplan.ts.
//
// Relative error of a cell: the sum is off by 6e-6 as in chinchilla.wgsl, and by alpha_N/alpha_D · ln(N_c/N) · 4e-7 for the rounded
// quotient of exponents; the link divides both by 1/alpha_D. It adds pow's own error, 3 ULP of log2 and 3 + 2·|x| ULP of exp2 with
// x = log2 L: 5.7e-7·|log2 L| + 4e-7. Over the supported range the published law (alpha_D = 0.1, L from 0.05 to 10) stays within
// 0.6e-6 + 1.0e-6 + 2.9e-6 = 4.5e-6.
import package::lib::power::{Log2, log2Of, power, powerTerm, subtractLog2};

struct Coefficients {
  alpha_N: f32,
  alpha_D: f32,
  N_c: f32,
  D_c: f32,
}

const TERM_COUNT = 2u;

/// The quotient before the power: N_c^exponent alone may leave f32's range.
fn parameterTerm(c: Coefficients, log2N: Log2) -> f32 {
  return power(subtractLog2(log2Of(c.N_c), log2N), c.alpha_N / c.alpha_D);
}

fn tokenTerm(c: Coefficients, log2D: Log2) -> f32 {
  return powerTerm(c.D_c, 1.0, log2D);
}

fn terms(c: Coefficients, log2N: Log2, log2D: Log2) -> array<f32, TERM_COUNT> {
  return array<f32, TERM_COUNT>(parameterTerm(c, log2N), tokenTerm(c, log2D));
}

/// Every addend factors.
const HAS_PENALTY = false;

fn penalty(c: Coefficients, log2N: vec4f, log2D: vec4f) -> vec4f {
  return vec4f();
}

fn offset(c: Coefficients) -> f32 {
  return 0.0;
}

fn link(c: Coefficients, sum: vec4f) -> vec4f {
  return pow(sum, vec4f(c.alpha_D));
}
