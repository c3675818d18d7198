import type { Formula } from './card';
import { star, superscript } from './mathml';

/** How optimal parameters and tokens grow with compute, N* ∝ C^a and D* ∝ C^b. */
export function growthFormulas(a: number, b: number): readonly Formula[] {
  const growth = (symbol: string, exponent: number): Formula => ({
    text: `${symbol}* ∝ C^${exponent.toFixed(3)}`,
    mathml: `${star(symbol)}<mo>∝</mo>${superscript('<mi>C</mi>', `<mn>${exponent.toFixed(3)}</mn>`)}`,
  });
  return [growth('N', a), growth('D', b)];
}
