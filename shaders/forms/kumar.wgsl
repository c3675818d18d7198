// L = E + A·N_eff^-alpha + B·D^-beta + C_T·D^gamma_D·N^-gamma_N·exp(-servingBits/gamma_post). Twin of src/model/forms/kumar.ts.
//
// Three products of powers with exponents below 1: the bound of chinchilla.wgsl for the first two, twice that of one power for the
// third, plus what its size costs: exp within 3 + 2·|x| ULP, 60 ULP at |x| = 28, so 7e-6 + 3e-6 of a term that is then below 1e-8
// of the loss; at the 3 bits where it matters |x| is 5 and the error 1.6e-6. A kept share 1 - exp(-x) loses the more the smaller x
// is: x is at least 1/2.7 at 1 bit, where it costs 5 ULP.
import package::lib::power::{Log2, log2Of, power, powerTerm};

struct Coefficients {
  E: f32,
  A: f32,
  alpha: f32,
  B: f32,
  beta: f32,
  gamma_w: f32,
  gamma_a: f32,
  gamma_kv: f32,
  C_T: f32,
  gamma_D: f32,
  gamma_N: f32,
  gamma_post: f32,
  trainingBits: f32,
  servingBits: f32,
}

const TERM_COUNT = 3u;

/// Share of a tensor's worth that is left at so many bits.
fn kept(bits: f32, gamma: f32) -> f32 {
  return 1.0 - exp(-bits / gamma);
}

fn parameterTerm(c: Coefficients, log2N: Log2) -> f32 {
  let share = kept(c.trainingBits, c.gamma_w) * kept(c.trainingBits, c.gamma_a) * kept(c.trainingBits, c.gamma_kv);
  return powerTerm(powerTerm(c.A, c.alpha, log2Of(share)), c.alpha, log2N);
}

fn tokenTerm(c: Coefficients, log2D: Log2) -> f32 {
  return powerTerm(c.B, c.beta, log2D);
}

fn servingTerm(c: Coefficients, log2N: Log2, log2D: Log2) -> f32 {
  return powerTerm(c.C_T * exp(-c.servingBits / c.gamma_post), c.gamma_N, log2N) * power(log2D, c.gamma_D);
}

fn terms(c: Coefficients, log2N: Log2, log2D: Log2) -> array<f32, TERM_COUNT> {
  return array<f32, TERM_COUNT>(parameterTerm(c, log2N), tokenTerm(c, log2D), servingTerm(c, log2N, log2D));
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
