import { defineForm } from '../form';
import { type RoutingCoefficients, saturatedExperts } from '../moe/clark';
import { log10, power } from '../math/elementary';

/** log10 Ê, of the experts as the law sees them. */
const logExperts = (c: RoutingCoefficients & { readonly experts: number }): number => log10(saturatedExperts(c, c.experts));

/**
 * Loss of routed models after a fixed number of tokens: log L = a·log N + b·log Ê + c·log N·log Ê + d, logarithms to base 10, with the
 * saturated number of experts 1/Ê = 1/(n − 1 + 1/(1/start − 1/max)) + 1/max. For a given number of experts that is one power of N,
 * L = 10^d·Ê^b·N^(a + c·log Ê); it has no term of the tokens, and no irreducible loss.
 */
export const clark = defineForm({
  id: 'clark',
  formula: 'log10 L = a·log10 N + b·log10 Ê + c·log10 N·log10 Ê + d, 1/Ê = 1/(n - 1 + 1/(1/start - 1/max)) + 1/max',
  mathml:
    '<mi>L</mi><mo>=</mo><msup><mn>10</mn><mi>d</mi></msup><msup><mover><mi>E</mi><mo>^</mo></mover><mi>b</mi></msup>' +
    '<msup><mi>N</mi><mrow><mi>a</mi><mo>+</mo><mi>c</mi><mspace width="0.2em"></mspace><mi>log</mi><mover><mi>E</mi><mo>^</mo></mover></mrow></msup>' +
    '<mo>,</mo><mspace width="0.5em"></mspace><mfrac><mn>1</mn><mover><mi>E</mi><mo>^</mo></mover></mfrac><mo>=</mo>' +
    '<mfrac><mn>1</mn><mrow><mi>n</mi><mo>−</mo><mn>1</mn><mo>+</mo><msub><mi>e</mi><mn>0</mn></msub></mrow></mfrac><mo>+</mo>' +
    '<mfrac><mn>1</mn><mtext>max</mtext></mfrac>',
  source: 'Clark et al. 2022, arXiv:2202.01169',
  coefficients: {
    a: { unit: '1', min: -0.5, max: -0.05, about: 'exponent of the parameters, were there one expert' },
    b: { unit: '1', min: -1, max: 0, about: 'exponent of the experts, were there one parameter' },
    c: { unit: '1', min: 0, max: 0.013, about: 'how much less experts help a larger model' },
    d: { unit: '1', min: -2, max: 4, about: 'log10 of the loss of one parameter and one expert' },
    start: { unit: '1', min: 1, max: 100, about: 'experts that a dense model counts for; 1/e₀ = 1/start − 1/max' },
    max: { unit: '1', min: 101, max: 5000, about: 'experts that an unlimited number counts for' },
  },
  scenario: { experts: 1 },
  terms: {
    parameterTerm: {
      size: (c) => power(10, c.d + c.b * logExperts(c)),
      N: (c) => c.a + c.c * logExperts(c),
    },
  },
  offset: () => 0,
});
