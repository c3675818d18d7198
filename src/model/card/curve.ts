import type { LearningCurve } from '../learning-curve';
import type { CardContent } from './card';
import { fraction, superscript } from './mathml';

/** What the card of a law of learning curves holds. */
export function curveContent({ alpha_N, N_c, alpha_S, S_c, alpha_B, B_0 }: LearningCurve): CardContent {
  const index = (symbol: string, below: string) => `<msub><mi>${symbol}</mi><mi>${below}</mi></msub>`;
  const least = '<msub><mi>S</mi><mtext>min</mtext></msub>';
  const critical = '<msub><mi>B</mi><mtext>crit</mtext></msub>';
  const power = (above: string, below: string, exponent: string) =>
    `<msup><mrow><mo>(</mo>${fraction(above, below)}<mo>)</mo></mrow>${exponent}</msup>`;
  return {
    formulas: [
      {
        text: 'L = (N_c/N)^alpha_N + (S_c/S_min)^alpha_S',
        mathml:
          `<mi>L</mi><mo>=</mo>${power(index('N', 'c'), '<mi>N</mi>', index('α', 'N'))}<mo>+</mo>` +
          power(index('S', 'c'), least, index('α', 'S')),
      },
      {
        text: 'S_min = S/(1 + B_crit/B), B_crit = B_0/L^(1/alpha_B)',
        mathml:
          `${least}<mo>=</mo>${fraction('<mi>S</mi>', `<mn>1</mn><mo>+</mo>${critical}<mo>/</mo><mi>B</mi>`)}<mo>,</mo><mspace width="0.5em"></mspace>` +
          `${critical}<mo>=</mo>${fraction(index('B', '0'), superscript('<mi>L</mi>', `<mrow><mn>1</mn><mo>/</mo>${index('α', 'B')}</mrow>`))}`,
      },
    ],
    numbers: [
      { symbol: 'α_N', value: alpha_N, unit: '1', about: 'exponent of the parameters' },
      { symbol: 'N_c', value: N_c, unit: '1', about: 'parameters at which their term is one' },
      { symbol: 'α_S', value: alpha_S, unit: '1', about: 'exponent of the steps' },
      { symbol: 'S_c', value: S_c, unit: 'step', about: 'steps at which their term is one' },
      { symbol: 'α_B', value: alpha_B, unit: '1', about: 'how the critical batch grows as the loss falls' },
      { symbol: 'B_0', value: B_0, unit: 'token', about: 'critical batch at a loss of one nat' },
    ],
  };
}
