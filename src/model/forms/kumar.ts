import { defineForm } from '../form';
import { exp, power } from '../math/elementary';

/** Share of a tensor's worth that is left at so many bits: 1 − e^(−bits/gamma). */
const kept = (bits: number, gamma: number): number => 1 - exp(-bits / gamma);

/**
 * Loss with numbers of few bits: L = E + A·N_eff^-alpha + B·D^-beta + delta, with
 * N_eff = N·Π(1 − e^(−P/gamma_i)) over weights, activations and key-value cache at training precision P, and the penalty of
 * quantising for serving, delta = C_T·D^gamma_D·N^-gamma_N·e^(−P_post/gamma_post), which grows with over-training.
 */
export const kumar = defineForm({
  id: 'kumar',
  formula: 'L = E + A·N_eff^-alpha + B·D^-beta + C_T·D^gamma_D·N^-gamma_N·exp(-P_post/gamma_post)',
  mathml:
    '<mi>L</mi><mo>=</mo><mi>E</mi><mo>+</mo><mfrac><mi>A</mi><msubsup><mi>N</mi><mtext>eff</mtext><mi>α</mi></msubsup></mfrac><mo>+</mo>' +
    '<mfrac><mi>B</mi><msup><mi>D</mi><mi>β</mi></msup></mfrac><mo>+</mo><msub><mi>C</mi><mi>T</mi></msub>' +
    '<mfrac><msup><mi>D</mi><msub><mi>γ</mi><mi>D</mi></msub></msup><msup><mi>N</mi><msub><mi>γ</mi><mi>N</mi></msub></msup></mfrac>' +
    '<msup><mi>e</mi><mrow><mo>−</mo><msub><mi>P</mi><mtext>post</mtext></msub><mo>/</mo><msub><mi>γ</mi><mtext>post</mtext></msub></mrow></msup>',
  source: 'Kumar et al. 2024, arXiv:2411.04330',
  coefficients: {
    E: { unit: 'nat/token', min: 0, max: 10, about: 'irreducible loss' },
    A: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the parameter term at N = 1' },
    alpha: { unit: '1', min: 0.01, max: 1, about: 'parameter exponent', symbol: 'α' },
    B: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the token term at D = 1' },
    beta: { unit: '1', min: 0.01, max: 1, about: 'token exponent', symbol: 'β' },
    gamma_w: { unit: 'bit', min: 0.1, max: 10, about: 'sensitivity of weights', symbol: 'γ_w' },
    gamma_a: { unit: 'bit', min: 0.1, max: 10, about: 'sensitivity of activations', symbol: 'γ_a' },
    gamma_kv: { unit: 'bit', min: 0.1, max: 10, about: 'sensitivity of the key-value cache', symbol: 'γ_kv' },
    C_T: { unit: 'nat/token', min: 0, max: 10, about: 'size of the serving penalty' },
    gamma_D: { unit: '1', min: 0, max: 1, about: 'token exponent of the serving penalty', symbol: 'γ_D' },
    gamma_N: { unit: '1', min: 0, max: 1, about: 'parameter exponent of the serving penalty', symbol: 'γ_N' },
    gamma_post: { unit: 'bit', min: 0.1, max: 10, about: 'sensitivity of weights quantised for serving', symbol: 'γ_post' },
  },
  scenario: { trainingBits: 16, servingBits: 16 },
  terms: {
    parameterTerm: {
      size: ({ A, alpha, gamma_w, gamma_a, gamma_kv, trainingBits }) =>
        A * power(kept(trainingBits, gamma_w) * kept(trainingBits, gamma_a) * kept(trainingBits, gamma_kv), -alpha),
      N: ({ alpha }) => -alpha,
    },
    tokenTerm: { size: ({ B }) => B, D: ({ beta }) => -beta },
    servingTerm: {
      size: ({ C_T, gamma_post, servingBits }) => C_T * exp(-servingBits / gamma_post),
      N: ({ gamma_N }) => -gamma_N,
      D: ({ gamma_D }) => gamma_D,
    },
  },
  offset: ({ E }) => E,
});
