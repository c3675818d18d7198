// L = c + (g/G^gamma + a)·(totalPerActive·N)^-alpha + b·D^-beta. Twin of src/model/forms/krajewski.ts.
//
// Two powers as in chinchilla.wgsl, whose bound holds. The size of the parameter term adds two small powers: G is at most 64 (6
// bits) and totalPerActive at most 1000 (10 bits), 0.8e-6 + 0.04e-6 · e · 10 each, so 2.4e-6 at the most for the published law.
import package::lib::power::{Log2, log2Of, power, powerTerm};

struct Coefficients {
  a: f32,
  alpha: f32,
  b: f32,
  beta: f32,
  g: f32,
  gamma: f32,
  c: f32,
  totalPerActive: f32,
  granularity: f32,
}

const TERM_COUNT = 2u;

fn parameterTerm(c: Coefficients, log2N: Log2) -> f32 {
  let size = c.g * power(log2Of(c.granularity), -c.gamma) + c.a;
  return powerTerm(powerTerm(size, c.alpha, log2Of(c.totalPerActive)), c.alpha, log2N);
}

fn tokenTerm(c: Coefficients, log2D: Log2) -> f32 {
  return powerTerm(c.b, c.beta, log2D);
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
  return c.c;
}

/// The loss is the sum itself.
fn link(c: Coefficients, sum: vec4f) -> vec4f {
  return sum;
}
