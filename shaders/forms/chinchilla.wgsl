// L(N, D) = E + A·N^-alpha + B·D^-beta. Twin of src/model/forms/chinchilla.ts.
//
// Relative error of a cell, from lib/power.wgsl: each term is a product of a row factor (one power) and a column factor (a ratio
// of two powers, a division of 2.5 ULP), 3·(6 + e) ULP + 4 ULP in all, and the exponent's own rounding, e·log2(x)·4.1e-8. For the
// largest published exponent, 0.46 at D = 1e17 (26 bits), that is 2.8e-6 + 1.1e-6 = 4e-6; for any e ≤ 1 it is 3e-6 + 2.3e-6. The
// terms are positive, so neither their sum nor E, which is exact to half an ULP, makes it worse: reducibleLoss stays within
// 5.5e-6, loss below that.
import package::lib::power::{Log2, powerTerm};

struct Coefficients {
  E: f32,
  A: f32,
  alpha: f32,
  B: f32,
  beta: f32,
}

const TERM_COUNT = 2u;

fn parameterTerm(c: Coefficients, log2N: Log2) -> f32 {
  return powerTerm(c.A, c.alpha, log2N);
}

fn tokenTerm(c: Coefficients, log2D: Log2) -> f32 {
  return powerTerm(c.B, c.beta, log2D);
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
  return c.E;
}

/// The loss is the sum itself.
fn link(c: Coefficients, sum: vec4f) -> vec4f {
  return sum;
}
