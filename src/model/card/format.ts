import type { CoefficientInterval } from '../coefficient-intervals';

/** A number of a card with all its digits, in scientific notation where it is very large or small: 482.01, 6.4e13. */
export function formatCardNumber(value: number): string {
  if (value === Infinity) return 'unlimited';
  const rounded = Number(value.toPrecision(9));
  const isPlain = rounded === 0 || (Math.abs(rounded) >= 1e-3 && Math.abs(rounded) < 1e6);
  return isPlain ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

/** An interval for people, to four digits: 285 – 744. */
export function formatCardInterval({ from, to }: CoefficientInterval): string {
  const short = (value: number) => formatCardNumber(Number(value.toPrecision(4)));
  return `${short(from)} – ${short(to)}`;
}
