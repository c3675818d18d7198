import { defineForm } from '../form';
import { power } from '../math/elementary';

/** Loss limited by parameters and data together: L(N, D) = [(N_c/N)^(alpha_N/alpha_D) + D_c/D]^alpha_D. No irreducible loss. */
export const kaplan = defineForm({
  id: 'kaplan',
  formula: 'L = ((N_c/N)^(alpha_N/alpha_D) + D_c/D)^alpha_D',
  mathml:
    '<mi>L</mi><mo>=</mo><msup><mrow><mo>[</mo><msup><mrow><mo>(</mo><mfrac><msub><mi>N</mi><mi>c</mi></msub><mi>N</mi></mfrac><mo>)</mo></mrow>' +
    '<mrow><msub><mi>α</mi><mi>N</mi></msub><mo>/</mo><msub><mi>α</mi><mi>D</mi></msub></mrow></msup><mo>+</mo>' +
    '<mfrac><msub><mi>D</mi><mi>c</mi></msub><mi>D</mi></mfrac><mo>]</mo></mrow><msub><mi>α</mi><mi>D</mi></msub></msup>',
  source: 'Kaplan et al. 2020, arXiv:2001.08361, equation 1.5',
  coefficients: {
    alpha_N: { unit: '1', min: 0.01, max: 1, about: 'parameter exponent', symbol: 'α_N' },
    alpha_D: { unit: '1', min: 0.02, max: 1, about: 'token exponent', symbol: 'α_D' },
    N_c: { unit: '1', min: 1e6, max: 1e18, about: 'parameters at which the parameter term is one' },
    D_c: { unit: 'token', min: 1e6, max: 1e18, about: 'tokens at which the token term is one' },
  },
  terms: {
    parameterTerm: {
      size: ({ N_c, alpha_N, alpha_D }) => power(N_c, alpha_N / alpha_D),
      N: ({ alpha_N, alpha_D }) => -alpha_N / alpha_D,
    },
    tokenTerm: { size: ({ D_c }) => D_c, D: () => -1 },
  },
  offset: () => 0,
  link: ({ alpha_D }, sum) => power(sum, alpha_D),
  unlink: ({ alpha_D }, loss) => power(loss, 1 / alpha_D),
});
