import { msg, str } from '@lit/localize';
import { said } from '../../locales/said';
import type { Walls } from '../../model/plan/limits';
import { mostTokens } from '../../model/plan/limits';
import type { Law } from '../../model/laws';
import { formatCount, formatValue } from '../../quantities/format';
import type { Model } from '../../state/models';
import { readPoint } from '../../state/reading';
import type { Configuration } from '../../model/configuration';

/** What a point of the picture says, in words for a screen reader; a point that limits cut off says so. */
export function readingWords(law: Law, walls: Walls | undefined, at: Configuration): string {
  const { N, D, C, loss, excess, model } = readPoint(law, at);
  const [size, tokens, height] = [formatCount(N), formatCount(D), formatValue('loss', loss)];
  const [compute, ratio, above] = [formatValue('C', C), formatValue('tokensPerParameter', D / N), formatValue('loss', excess)];
  const sentences = [
    ...(model ? [nameOf(model)] : []),
    msg(str`${size} parameters on ${tokens} tokens: ${height}.`),
    msg(str`${compute}, ${ratio} tokens per parameter.`),
    excess < 5e-5 ? msg('Optimal for this compute.') : msg(str`${above} above the best of this compute.`),
    ...(walls && D > mostTokens(law, walls, N) * (1 + 1e-9) ? [msg('Cut off by the limits.')] : []),
  ];
  return sentences.join(' ');
}

function nameOf({ year, ...model }: Model): string {
  const name = said(model.name);
  return msg(str`${name}, ${year}.`);
}
