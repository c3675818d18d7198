// L = E + (a·M^eta + b·M^-eta)·C^-eta with M = D/N and C = 6ND. Twin of src/model/forms/gadre.ts.
//
// Written as E + a·6^-eta·N^(-2·eta) + b·6^-eta·D^(-2·eta): two powers with exponents of at most 1, so the bound of chinchilla.wgsl
// holds, plus 3 ULP for 6^-eta, an exp2 of less than 1.3 in absolute value.
import package::lib::power::{Log2, powerTerm};

struct Coefficients {
  E: f32,
  a: f32,
  b: f32,
  eta: f32,
}

const TERM_COUNT = 2u;

fn parameterTerm(c: Coefficients, log2N: Log2) -> f32 {
  return powerTerm(c.a * perCompute(c), 2.0 * c.eta, log2N);
}

fn tokenTerm(c: Coefficients, log2D: Log2) -> f32 {
  return powerTerm(c.b * perCompute(c), 2.0 * c.eta, log2D);
}

/// 6^-eta: what C = 6ND leaves of itself in both terms.
fn perCompute(c: Coefficients) -> f32 {
  return exp2(-c.eta * 2.5849625);
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
