import type { Walls } from '../../model/plan/limits';
import { mostTokens } from '../../model/plan/limits';
import type { Law } from '../../model/laws';
import { formatCount, formatValue } from '../../quantities/format';
import { readPoint } from '../../state/reading';
import type { Configuration } from '../../model/configuration';

/** What a point of the picture says, in words for a screen reader; a point that limits cut off says so. */
export function readingWords(law: Law, walls: Walls | undefined, at: Configuration): string {
  const { N, D, C, loss, excess, model } = readPoint(law, at);
  const sentences = [
    ...(model ? [`${model.name}, ${model.year}.`] : []),
    `${formatCount(N)} parameters on ${formatCount(D)} tokens: ${formatValue('loss', loss)}.`,
    `${formatValue('C', C)}, ${formatValue('tokensPerParameter', D / N)} tokens per parameter.`,
    excess < 5e-5 ? 'Optimal for this compute.' : `${formatValue('loss', excess)} above the best of this compute.`,
    ...(walls && D > mostTokens(law, walls, N) * (1 + 1e-9) ? ['Cut off by the limits.'] : []),
  ];
  return sentences.join(' ');
}
