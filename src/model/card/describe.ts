import type { CatalogueEntry, CatalogueKind } from '../catalogue';
import { formOf } from '../laws';
import { allocationContent } from './allocation';
import type { Card, CardContent } from './card';
import { curveContent } from './curve';
import { exponentsContent } from './exponents';
import { lossContent } from './loss';
import { ruleContent } from './rule';
import { trendContent } from './trend';

/** Kinds of law in words. */
export const kindNames: Readonly<Record<CatalogueKind, string>> = {
  loss: 'law of the loss',
  allocation: 'allocation rule',
  trend: 'trend',
  curve: 'learning curve',
  hyperparameters: 'hyperparameters',
  exponents: 'exponents only',
};

/** What a card says about an entry of the catalogue. */
export function describeEntry(entry: CatalogueEntry): Card {
  const { id, label, about, answers, counted, validity, source, status } = entry;
  const facts = [
    { name: 'N counts', text: counted },
    { name: 'Fitted on', text: validity },
    { name: 'Uncertainty', text: uncertaintyOf(entry) },
    { name: 'Answers', text: answers.length > 0 ? answers.join(', ') : 'nothing by itself: its factors are not published' },
    { name: 'Source', text: source },
    { name: 'Checked', text: status },
    { name: 'Form', text: entry.kind === 'loss' ? formOf(entry.law).source : undefined },
  ].flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }]));
  return { id, label, kind: kindNames[entry.kind], about, ...contentOf(entry), facts };
}

/** Formulas and numbers of an entry. */
function contentOf(entry: CatalogueEntry): CardContent {
  switch (entry.kind) {
    case 'loss':
      return lossContent(entry.law);
    case 'allocation':
      return allocationContent(entry.allocation);
    case 'trend':
      return trendContent(entry.trend);
    case 'curve':
      return curveContent(entry.curve);
    case 'hyperparameters':
      return ruleContent(entry.rule);
    case 'exponents':
      return exponentsContent(entry.exponents);
  }
}

function uncertaintyOf(entry: CatalogueEntry): string | undefined {
  if (entry.kind === 'allocation') return entry.allocation.interval ? 'the interval of a is the 80 % one of the source' : 'none published';
  if (entry.kind !== 'loss') return undefined;
  const { uncertainty, intervals, exponentInterval } = entry.law;
  const parts = [
    ...(uncertainty ? [`± one standard deviation; drawn jointly, for the coefficients are correlated: ${uncertainty.about}`] : []),
    ...(intervals ? [`intervals of ${percent(intervals.level)} as the source prints them`] : []),
    ...(exponentInterval ? [`80 % interval of the exponent of N* as the source prints it, ${exponentInterval.join(' to ')}`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : 'none published';
}

/** A level of confidence for people: 80 %. */
function percent(level: number): string {
  return `${Math.round(level * 100)} %`;
}
