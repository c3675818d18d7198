import { type Exponents, defineForm } from '../form';
import { exp, power } from '../math/elementary';
import { worthOfRepeats } from '../repetition';

/** Natural logarithm of what the last of x units is worth: 0 where nothing repeats, and then falling without end. */
const logMarginal = (x: number, R: number): number => (x <= 1 ? 0 : (1 - x) / R);

/** What a term of size·x^-exponent gains where x is worth only `worth` of itself; 0 where nothing repeats. */
const excess = (term: number, exponent: number, x: number, R: number): number =>
  x <= 1 ? 0 : term * (power(worthOfRepeats(x, R) / x, -exponent) - 1);

interface Constants {
  readonly A: number;
  readonly alpha: number;
  readonly B: number;
  readonly beta: number;
  readonly R_D: number;
  readonly R_N: number;
  readonly U: number;
}

/** Parameters that the unique tokens among D call for: (u·G)^(beta/alpha)·G with u = min(U, D), G = (alpha·A/(beta·B))^(1/(alpha+beta)). */
function neededParameters({ A, alpha, B, beta, U }: Constants, D: number): number {
  const G = power((alpha * A) / (beta * B), 1 / (alpha + beta));
  return power(Math.min(U, D) * G, beta / alpha) * G;
}

/**
 * Loss when data repeat: L = E + A·N'^-alpha + B·D'^-beta, where tokens beyond the U unique ones, and parameters beyond those that
 * the unique tokens call for, count for less and less. Written as the terms of fresh data and the penalty of repetition.
 */
export const muennighoff = defineForm({
  id: 'muennighoff',
  formula: "L = E + A·N'^-alpha + B·D'^-beta, D' = U + U·R_D·(1 - exp(-(D/U - 1)/R_D))",
  mathml:
    '<mi>L</mi><mo>=</mo><mi>E</mi><mo>+</mo><mfrac><mi>A</mi><msup><mrow><mi>N</mi><mo>′</mo></mrow><mi>α</mi></msup></mfrac><mo>+</mo>' +
    '<mfrac><mi>B</mi><msup><mrow><mi>D</mi><mo>′</mo></mrow><mi>β</mi></msup></mfrac><mo>,</mo><mspace width="0.5em"></mspace>' +
    '<mi>D</mi><mo>′</mo><mo>=</mo><mi>U</mi><mo stretchy="false">(</mo><mn>1</mn><mo>+</mo><msub><mi>R</mi><mi>D</mi></msub>' +
    '<mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><msup><mi>e</mi><mrow><mo>−</mo><mo stretchy="false">(</mo><mi>D</mi><mo>/</mo><mi>U</mi>' +
    '<mo>−</mo><mn>1</mn><mo stretchy="false">)</mo><mo>/</mo><msub><mi>R</mi><mi>D</mi></msub></mrow></msup><mo stretchy="false">)</mo><mo stretchy="false">)</mo>',
  source: 'Muennighoff et al. 2023, arXiv:2305.16264; constants of the datablations README',
  coefficients: {
    E: { unit: 'nat/token', min: 0, max: 10, about: 'irreducible loss' },
    A: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the parameter term at N = 1' },
    alpha: { unit: '1', min: 0.01, max: 1, about: 'parameter exponent', symbol: 'α' },
    B: { unit: 'nat/token', min: 1e-3, max: 1e6, about: 'size of the token term at D = 1' },
    beta: { unit: '1', min: 0.01, max: 1, about: 'token exponent', symbol: 'β' },
    R_D: { unit: '1', min: 0.1, max: 1e3, about: 'repeats after which a repeated token is worth 1/e of a new one' },
    R_N: { unit: '1', min: 0.1, max: 1e3, about: 'the same for parameters beyond what the unique tokens call for' },
  },
  // no limit: more tokens than anything here can see
  scenario: { U: 1e30 },
  terms: {
    parameterTerm: { size: ({ A }) => A, N: ({ alpha }) => -alpha },
    tokenTerm: { size: ({ B }) => B, D: ({ beta }) => -beta },
  },
  penalty: {
    value: (c, N, D) =>
      excess(c.A * power(N, -c.alpha), c.alpha, N / neededParameters(c, D), c.R_N) +
      excess(c.B * power(D, -c.beta), c.beta, D / c.U, c.R_D),
    sumSlopes: (c, N, D): Exponents => {
      const needed = neededParameters(c, D);
      const [x, epochs] = [N / needed, D / c.U];
      const [parameters, tokens] = [worthOfRepeats(x, c.R_N), worthOfRepeats(epochs, c.R_D)];
      const parameterTerm = c.A * power(needed * parameters, -c.alpha);
      const tokenTerm = c.B * power(c.U * tokens, -c.beta);
      // deep in saturation both marginal worths are below what a number holds: only their ratio counts
      const common = Math.max(logMarginal(x, c.R_N), logMarginal(epochs, c.R_D));
      const elasticity = (x * exp(logMarginal(x, c.R_N) - common)) / (x <= 1 ? x : parameters);
      const tokenElasticity = (epochs * exp(logMarginal(epochs, c.R_D) - common)) / tokens;
      // fresh tokens also raise the parameters that are called for, by beta/alpha; where N falls short of them that changes nothing
      const calledFor = D < c.U && x > 1 ? (1 - elasticity) * (c.beta / c.alpha) : 0;
      return {
        N: -c.alpha * parameterTerm * elasticity,
        D: -c.beta * tokenTerm * tokenElasticity - c.alpha * parameterTerm * calledFor,
      };
    },
  },
  offset: ({ E }) => E,
});
