import { defineForm } from '../form';

/** Loss falls as a power of parameters and of tokens: L(N, D) = E + A·N^-alpha + B·D^-beta. */
export const chinchilla = defineForm({
  id: 'chinchilla',
  formula: 'L = E + A·N^-alpha + B·D^-beta',
  mathml:
    '<mi>L</mi><mo>=</mo><mi>E</mi><mo>+</mo><mfrac><mi>A</mi><msup><mi>N</mi><mi>α</mi></msup></mfrac><mo>+</mo>' +
    '<mfrac><mi>B</mi><msup><mi>D</mi><mi>β</mi></msup></mfrac>',
  source: 'Hoffmann et al. 2022, arXiv:2203.15556, section 3.3',
  coefficients: {
    E: { unit: 'nat/token', min: 0, max: 10, about: 'irreducible loss' },
    A: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the parameter term at N = 1' },
    alpha: { unit: '1', min: 0.01, max: 1, about: 'parameter exponent', symbol: 'α' },
    B: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the token term at D = 1' },
    beta: { unit: '1', min: 0.01, max: 1, about: 'token exponent', symbol: 'β' },
  },
  terms: {
    parameterTerm: { size: ({ A }) => A, N: ({ alpha }) => -alpha },
    tokenTerm: { size: ({ B }) => B, D: ({ beta }) => -beta },
  },
  offset: ({ E }) => E,
});
