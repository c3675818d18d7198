// L = E + A·N^-alpha + B·D^-beta + penalty(N, D; U), the data-constrained law. Twin of src/model/forms/muennighoff.ts.
//
// The terms are those of chinchilla.wgsl, whose bound holds. The penalty is a term times what its repetition costs, a factor of the
// repeats alone: with log2 x held to 4e-6 (f32 at 64) x is off by 3e-6, its worth by no more, and a power of exponent e below 1 by
// e · 3e-6 + 1.5e-6 (log2 and exp2 of a ratio of at least 2^-40). So the penalty is within 5e-6 of a term, and a term is a part of
// the sum.
import package::lib::power::{Log2, powerTerm};

struct Coefficients {
  E: f32,
  A: f32,
  alpha: f32,
  B: f32,
  beta: f32,
  R_D: f32,
  R_N: f32,
  U: f32,
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

const HAS_PENALTY = true;

/// What repeated tokens, and parameters beyond those that the unique tokens call for, add to the terms of four cells.
fn penalty(c: Coefficients, log2N: vec4f, log2D: vec4f) -> vec4f {
  let log2U = log2(c.U);
  let log2G = log2(c.alpha * c.A / (c.beta * c.B)) / (c.alpha + c.beta);
  let log2Needed = (min(vec4f(log2U), log2D) + log2G) * (c.beta / c.alpha) + log2G;
  let parameters = c.A * exp2(-c.alpha * log2N) * excess(log2N - log2Needed, c.alpha, c.R_N);
  let tokens = c.B * exp2(-c.beta * log2D) * excess(log2D - log2U, c.beta, c.R_D);
  return parameters + tokens;
}

/// (worth(x) / x)^-exponent - 1 for x > 1, and 0 where nothing repeats; worth(x) = 1 + R·(1 - e^(-(x - 1)/R)).
fn excess(log2x: vec4f, exponent: f32, R: f32) -> vec4f {
  // beyond 2^60 repeats nothing changes any more, and f32 stays finite
  let x = exp2(clamp(log2x, vec4f(), vec4f(60.0)));
  let worth = 1.0 + R * (1.0 - exp((1.0 - x) / R));
  return select(vec4f(), exp2(-exponent * (log2(worth) - log2x)) - 1.0, log2x > vec4f());
}

fn offset(c: Coefficients) -> f32 {
  return c.E;
}

/// The loss is the sum itself.
fn link(c: Coefficients, sum: vec4f) -> vec4f {
  return sum;
}
