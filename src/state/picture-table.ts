import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import type { Optimum } from '../model/optimum';
import { computeOf } from './curves';
import type { Model } from './models';

/** A published model beside the law. */
export interface ModelRow extends Optimum {
  readonly name: string;
  readonly year: number;
}

/** The points of a frontier at whole powers of ten of the budget, and its last, where limits end it between two of them. */
export function atDecades(frontier: readonly Optimum[]): readonly Optimum[] {
  const isDecade = ({ C }: Optimum) => Math.abs(Math.log10(C) - Math.round(Math.log10(C))) < 1e-9;
  return frontier.filter((run, i) => isDecade(run) || i === frontier.length - 1);
}

/** Published models by their budget under a law, with the loss that the law gives them. */
export function modelRows(law: Law, models: readonly Model[]): readonly ModelRow[] {
  return models
    .map(({ name, year, N, D }) => ({ name, year, N, D, C: computeOf(law, { N, D }), loss: loss(law, N, D) }))
    .toSorted((a, b) => a.C - b.C);
}

/** Both tables as tab-separated text with every digit, for a spreadsheet. */
export function pictureText(law: Law, frontier: readonly Optimum[], models: readonly Model[]): string {
  const numbers = ({ C, N, D, loss: height }: Optimum) => [C, N, D, D / N, height].map(String);
  const lines = [
    [law.label],
    ['C [FLOP]', 'N*', 'D*', 'tokensPerParameter', 'loss [nat/token]'],
    ...atDecades(frontier).map(numbers),
    [],
    ['C [FLOP]', 'N', 'D', 'tokensPerParameter', 'loss [nat/token]', 'model', 'year'],
    ...modelRows(law, models).map((row) => [...numbers(row), row.name, String(row.year)]),
  ];
  return `${lines.map((cells) => cells.join('\t')).join('\n')}\n`;
}
