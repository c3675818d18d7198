import { defineForm } from '../form';
import { power } from '../math/elementary';

/**
 * Loss of a mixture of fine-grained experts: L = c + (g/G^gamma + a)·N_total^-alpha + b·D^-beta. N here counts active parameters, as
 * everywhere in Isoflop; N_total = totalPerActive·N (43 at an expansion of 64).
 */
export const krajewski = defineForm({
  id: 'krajewski',
  formula: 'L = c + (g/G^gamma + a)·N_total^-alpha + b·D^-beta',
  mathml:
    '<mi>L</mi><mo>=</mo><mi>c</mi><mo>+</mo><mfrac><mrow><mi>g</mi><msup><mi>G</mi><mrow><mo>−</mo><mi>γ</mi></mrow></msup><mo>+</mo><mi>a</mi></mrow>' +
    '<msup><mrow><mo>(</mo><mi>k</mi><mi>N</mi><mo>)</mo></mrow><mi>α</mi></msup></mfrac><mo>+</mo><mfrac><mi>b</mi><msup><mi>D</mi><mi>β</mi></msup></mfrac>',
  source: 'Krajewski et al. 2024, arXiv:2402.07871',
  coefficients: {
    a: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the parameter term at infinite granularity' },
    alpha: { unit: '1', min: 0.01, max: 1, about: 'parameter exponent', symbol: 'α' },
    b: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the token term at D = 1' },
    beta: { unit: '1', min: 0.01, max: 1, about: 'token exponent', symbol: 'β' },
    g: { unit: 'nat/token', min: 0, max: 1e6, about: 'what granularity can remove from the parameter term' },
    gamma: { unit: '1', min: 0.01, max: 2, about: 'granularity exponent', symbol: 'γ' },
    c: { unit: 'nat/token', min: 0, max: 10, about: 'irreducible loss' },
    totalPerActive: { unit: '1', min: 1, max: 1e3, about: 'total over active non-embedding parameters', symbol: 'k' },
  },
  scenario: { granularity: 1 },
  terms: {
    parameterTerm: {
      size: ({ a, alpha, g, gamma, granularity, totalPerActive }) => (g * power(granularity, -gamma) + a) * power(totalPerActive, -alpha),
      N: ({ alpha }) => -alpha,
    },
    tokenTerm: { size: ({ b }) => b, D: ({ beta }) => -beta },
  },
  offset: ({ c }) => c,
});
