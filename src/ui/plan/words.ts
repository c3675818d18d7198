import { msg, str } from '@lit/localize';
import { said } from '../../locales/said';
import type { RunPart } from '../../model/plan/breakdown';
import { type TrainingLayout, describeLayout } from '../../model/plan/layout';
import { formatFigure } from '../../model/plan/markdown';
import { type MemoryPart } from '../../model/plan/memory';
import { plural } from '../../model/plan/phrases';
import type { Interval } from '../../model/plan/request';
import type { PlanFigure } from '../../model/plan/trace';
import { parseNumber } from '../../quantities/parse';

/** Colours of parts, the same in every bar. */
export const partColors: Readonly<Record<MemoryPart | RunPart, string>> = {
  weights: 'var(--iso-compared-2)',
  gradients: 'var(--iso-compared-6)',
  optimizer: 'var(--iso-compared-1)',
  activations: 'var(--iso-optimal)',
  buffers: 'var(--iso-line-strong)',
  matrices: 'var(--iso-optimal)',
  useful: 'var(--iso-optimal)',
  elementwise: 'color-mix(in srgb, var(--iso-optimal) 50%, var(--iso-ground))',
  tensor: 'var(--iso-compared-2)',
  pipeline: 'var(--iso-compared-6)',
  data: 'var(--iso-compared-4)',
  bubble: 'repeating-linear-gradient(45deg, var(--iso-limit) 0 2px, transparent 2px 6px)',
  waiting: 'repeating-linear-gradient(45deg, var(--iso-limit) 0 2px, transparent 2px 6px)',
  failures: 'var(--iso-limit)',
  interruptions: 'var(--iso-line-strong)',
};

/** Parts of a list, one after another. */
export function listed(parts: readonly string[]): string {
  return parts.join(msg(', ', { desc: 'between the parts of a list', id: 'list-comma' }));
}

/** The same of words of the model. */
export function saidList(words: readonly string[]): string {
  return listed(words.map((word) => said(word)));
}

/** A layout in one line, in parts: its sizes, and the other choices. */
export function layoutInWords(layout: TrainingLayout): { readonly sizes: string; readonly others: readonly string[] } {
  const [sizes = '', ...others] = describeLayout(layout).split(', ');
  return { sizes: said(sizes), others: others.map((each) => said(each)) };
}

/** The ends of an interval of a figure: `43.0B to 70.7B`; an end that no draw bounds is `no end`. */
export function betweenEnds(figure: PlanFigure, [low, high]: Interval): string {
  const end = (value: number) => (Number.isFinite(value) ? formatFigure(figure, value).number : msg('no end'));
  const [from, to] = [end(low), end(high)];
  return msg(str`${from} to ${to}`);
}

/** Days as a number with its unit: 30 days. */
export function inDays(days: number): string {
  return said(plural(days, 'day'));
}

/** An amount of money as people write it: $1M, 1e6, 250k USD. NaN where it is none. */
export function parseMoney(text: string): number {
  return parseNumber(text.replace(/^\s*\$|\s*(\$|USD)\s*$/gi, ''));
}

/** A share as people write it, 45 % or 0.45. */
export function parsePercent(text: string): number {
  const [, digits, percent] = /^\s*([\d.]+)\s*(%?)\s*$/.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits);
  return percent === '%' || value > 1 ? value / 100 : value;
}
