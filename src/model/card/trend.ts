import { quantities } from '../../quantities/registry';
import type { Trend } from '../trends';
import type { CardContent } from './card';
import { fraction } from './mathml';

/** What the card of a trend holds. */
export function trendContent({ of, size, scale, exponent, floor }: Trend): CardContent {
  const scaleSymbol = `${of}_c`;
  const shownScale = `<msub><mi>${of}</mi><mi>c</mi></msub>`;
  const shownSize = size === 1 ? '' : '<mi>k</mi>';
  const quotient = `<msup><mrow><mo>(</mo>${fraction(shownScale, `<mi>${of}</mi>`)}<mo>)</mo></mrow><mi>α</mi></msup>`;
  return {
    formulas: [
      {
        text: `L = ${size === 1 ? '' : 'k·'}(${scaleSymbol}/${of})^alpha${floor === 0 ? '' : ' + E'}`,
        mathml: `<mi>L</mi><mo>=</mo>${shownSize}${quotient}${floor === 0 ? '' : '<mo>+</mo><mi>E</mi>'}`,
      },
    ],
    numbers: [
      ...(size === 1 ? [] : [{ symbol: 'k', value: size, unit: 'nat/token', about: 'loss above the floor where the power is one' }]),
      { symbol: scaleSymbol, value: scale, unit: quantities[of].unit, about: `${quantities[of].label} at which the power is one` },
      { symbol: 'α', value: exponent, unit: '1', about: `exponent of the ${quantities[of].label}` },
      ...(floor === 0 ? [] : [{ symbol: 'E', value: floor, unit: 'nat/token', about: 'irreducible loss' }]),
    ],
  };
}
