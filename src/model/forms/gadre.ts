import { defineForm } from '../form';
import { FLOP_PER_PARAMETER_TOKEN } from '../compute';
import { power } from '../math/elementary';

/**
 * Loss of over-trained models: L(C, M) = E + (a·M^eta + b·M^-eta)·C^-eta with M = D/N and C = 6ND, which is
 * E + a·6^-eta·N^(-2 eta) + b·6^-eta·D^(-2 eta).
 */
export const gadre = defineForm({
  id: 'gadre',
  formula: 'L = E + (a·M^eta + b·M^-eta)·C^-eta, M = D/N',
  mathml:
    '<mi>L</mi><mo>=</mo><mi>E</mi><mo>+</mo><mfrac><mrow><mi>a</mi><msup><mi>M</mi><mi>η</mi></msup><mo>+</mo>' +
    '<mi>b</mi><msup><mi>M</mi><mrow><mo>−</mo><mi>η</mi></mrow></msup></mrow><msup><mi>C</mi><mi>η</mi></msup></mfrac>' +
    '<mo>,</mo><mspace width="0.5em"></mspace><mi>M</mi><mo>=</mo><mfrac><mi>D</mi><mi>N</mi></mfrac>',
  source: 'Gadre et al. 2024, arXiv:2403.08540',
  coefficients: {
    E: { unit: 'nat/token', min: 0, max: 10, about: 'irreducible loss' },
    a: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the parameter term' },
    b: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the token term' },
    eta: { unit: '1', min: 0.01, max: 0.5, about: 'compute exponent', symbol: 'η' },
  },
  terms: {
    parameterTerm: { size: ({ a, eta }) => a * power(FLOP_PER_PARAMETER_TOKEN, -eta), N: ({ eta }) => -2 * eta },
    tokenTerm: { size: ({ b, eta }) => b * power(FLOP_PER_PARAMETER_TOKEN, -eta), D: ({ eta }) => -2 * eta },
  },
  offset: ({ E }) => E,
});
