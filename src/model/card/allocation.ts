import type { Allocation } from '../allocation/allocations';
import type { CardContent, Formula } from './card';
import { fraction, star } from './mathml';

/** What the card of an allocation rule holds. */
export function allocationContent({ of, k, a, interval, tokens, computeUnit }: Allocation): CardContent {
  const symbol = of === 'M' ? 'M' : `${of}*`;
  const shown = of === 'M' ? '<mi>M</mi>' : star(of);
  const inUnit = computeUnit ? `, C in ${computeUnit}s` : '';
  const mathUnit = computeUnit ? `<mtext>, C in ${computeUnit}s</mtext>` : '';
  const law = (left: string, factor: string, exponent: string) =>
    `${left}<mo>=</mo>${factor}<msup><mi>C</mi><mi>${exponent}</mi></msup>${mathUnit}`;
  const rest: Formula =
    of === 'D'
      ? { text: 'N* = C/(6·D*)', mathml: `${star('N')}<mo>=</mo>${fraction('<mi>C</mi>', `<mn>6</mn>${star('D')}`)}` }
      : of === 'M'
        ? { text: 'N* = M/6, D* = C/M', mathml: `${star('N')}<mo>=</mo>${fraction('<mi>M</mi>', '<mn>6</mn>')}` }
        : { text: 'D* = C/(6·N*)', mathml: `${star('D')}<mo>=</mo>${fraction('<mi>C</mi>', `<mn>6</mn>${star('N')}`)}` };
  const unit = of === 'D' ? 'token' : of === 'M' ? 'FLOP/token' : '1';
  const what = { N: 'parameters', D: 'tokens', M: 'training FLOP for each token' }[of];
  const at = computeUnit ? 'at one PF-day' : 'at one FLOP';
  return {
    formulas: [{ text: `${symbol} = k·C^a${inUnit}`, mathml: law(shown, '<mi>k</mi>', 'a') }, rest],
    numbers: [
      { symbol: 'k', value: k, unit, about: `${what} ${at}` },
      {
        symbol: 'a',
        value: a,
        unit: '1',
        about: `exponent of the ${of === 'D' ? 'tokens' : 'parameters'}`,
        ...(interval && { interval: { from: interval[0], to: interval[1], level: 0.8, isPublished: true } }),
      },
      ...(tokens
        ? [
            { symbol: 'k_D', value: tokens.k, unit: 'token', about: `tokens ${at}, by the source’s own law of tokens` },
            { symbol: 'b', value: tokens.a, unit: '1', about: 'exponent of the tokens in that law' },
          ]
        : []),
    ],
  };
}
