import { formatCount } from '../../quantities/format';
import { flopCounts } from '../../quantities/registry';
import { plausibleShape } from '../flop/shape';
import type { Law } from '../laws';
import { plainSpend } from './spend';

/** Numbers of a scenario as people write them: 2, 0.75, 8192, 2T. */
function short(value: number): string {
  return value >= 1e6 ? formatCount(value).replace(/\.?0+(?=[A-Z]$)/, '') : String(Number(value.toPrecision(6)));
}

/**
 * What of a law's scenario is not as usual, for a sentence: what else the budget pays for, how FLOP are counted, what the optimizer
 * makes of parameters and tokens. Empty where all is.
 */
export function scenarioPhrases({ spend, efficiency }: Law): readonly string[] {
  const phrases: string[] = [];
  if (spend && spend.inferenceTokens > 0) {
    const price =
      spend.inferenceCostRatio === 1 ? '' : `, a FLOP of inference at ${short(spend.inferenceCostRatio)} times its cost in training`;
    phrases.push(`serving ${short(spend.inferenceTokens)} tokens as well${price}`);
  }
  if (spend && spend.flopCount !== plainSpend.flopCount) {
    phrases.push(`FLOP counted by ${countName(spend.flopCount)} at a context of ${short(spend.contextLength)} tokens`);
  }
  if (efficiency)
    phrases.push(`a parameter worth ${short(efficiency.N)} and a token ${short(efficiency.D)} of what the law was fitted with`);
  return phrases;
}

/** A count's name in a sentence: what stands before the colon of its description. */
function countName(id: keyof typeof flopCounts): string {
  return flopCounts[id].split(':')[0]!;
}

/** The shape on which the FLOP of N parameters are counted, rounded to whole layers and heads; undefined where none is needed. */
export function shapeInWords({ spend }: Law, N: number): string | undefined {
  if (!spend || spend.flopCount === plainSpend.flopCount) return undefined;
  const { layers, width } = plausibleShape(N, spend.contextLength);
  return `${layers} layers of width ${width}`;
}
