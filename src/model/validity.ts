import { formatCount, formatScientific } from '../quantities/format';
import type { FittedRange } from './laws';

/** A quantity that lies outside the range in which a law was fitted. */
export interface Excursion {
  readonly quantity: 'N' | 'D' | 'C';
  readonly side: 'above' | 'below';
  readonly value: number;
  /** The end of the range that it passes. */
  readonly end: number;
  /** How far it passes, above 1. */
  readonly factor: number;
}

/** Rounding of a value that stands on the end of a range. */
const SLACK = 1e-9;

/** Which of the given quantities lie outside the ranges that a source states, in the order C, N, D. */
export function findExcursions(range: FittedRange | undefined, given: { readonly [Q in 'N' | 'D' | 'C']?: number }): readonly Excursion[] {
  return (['C', 'N', 'D'] as const).flatMap((quantity): Excursion[] => {
    const value = given[quantity];
    const ends = range?.[quantity];
    if (value === undefined || ends === undefined) return [];
    const [from, to] = ends;
    if (value > to * (1 + SLACK)) return [{ quantity, side: 'above', value, end: to, factor: value / to }];
    return value < from * (1 - SLACK) ? [{ quantity, side: 'below', value, end: from, factor: from / value }] : [];
  });
}

/** What a run is called by the quantity that it is extreme in. */
const names = {
  C: { above: 'largest run', below: 'smallest run' },
  N: { above: 'largest model', below: 'smallest model' },
  D: { above: 'longest run', below: 'shortest run' },
} as const;

const units = { C: 'FLOP', N: 'parameters', D: 'tokens' } as const;

/** A value of three digits without zeros behind the point: 16B, 3e21. */
function number(quantity: Excursion['quantity'], value: number): string {
  const text = quantity === 'C' ? formatScientific(value) : formatCount(value);
  return text.replace(/(\.\d*?)0+(?!\d)/, '$1').replace(/\.(?!\d)/, '');
}

/** A factor for people: 4.5×, 192×, 2.3e4×. */
function times(factor: number): string {
  return factor >= 1e4 ? `${formatScientific(factor, 2)}×` : `${Number(factor.toPrecision(factor >= 100 ? 3 : 2))}×`;
}

/**
 * An excursion in words, the law as `subject`: `72.2B parameters are 4.5× beyond the largest model that it was fitted on, 16B`. Of a law
 * that has been named just before, `72.2B parameters are 4.5× beyond its largest model, 16B`, without a subject.
 */
export function describeExcursion({ quantity, side, value, end, factor }: Excursion, subject?: string): string {
  const beyond = side === 'above' ? 'beyond' : 'below';
  const extreme = names[quantity][side];
  const run = subject === undefined ? `its ${extreme}` : `the ${extreme} that ${subject} was fitted on`;
  return `${number(quantity, value)} ${units[quantity]} ${quantity === 'C' ? 'is' : 'are'} ${times(factor)} ${beyond} ${run}, ${number(quantity, end)}`;
}

/** Several excursions of one law in words; the first names it by `subject`. */
export function describeExcursions([first, ...others]: readonly Excursion[], subject = 'it'): string {
  return first ? [describeExcursion(first, subject), ...others.map((other) => describeExcursion(other))].join('; ') : '';
}
