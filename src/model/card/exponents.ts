import { type ExponentsOnly, exponentOfParameters } from '../exponents';
import type { CardContent } from './card';
import { growthFormulas } from './growth';

/** What the card of a law holds of which only exponents are published. */
export function exponentsContent(exponents: ExponentsOnly): CardContent {
  // a derived exponent has no more digits than those that it follows from
  const a = Number(exponentOfParameters(exponents).toPrecision(4));
  const b = exponents.b ?? Number((1 - a).toPrecision(4));
  const { alpha, beta } = exponents;
  return {
    formulas: growthFormulas(a, b),
    numbers: [
      ...(alpha === undefined ? [] : [{ symbol: 'α', value: alpha, unit: '1', about: 'parameter exponent of the loss' }]),
      ...(beta === undefined ? [] : [{ symbol: 'β', value: beta, unit: '1', about: 'token exponent of the loss' }]),
      { symbol: 'a', value: a, unit: '1', about: 'exponent of the parameters' },
      { symbol: 'b', value: b, unit: '1', about: 'exponent of the tokens' },
    ],
  };
}
