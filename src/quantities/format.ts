import { type QuantityId, quantities } from './registry';

const PREFIXES = [
  [1e18, 'E'],
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A value split for display, so that the unit can be set smaller than the number. */
export interface FormattedQuantity {
  /** The number with its prefix, e.g. `71.2B` or `5.80e23`. */
  readonly number: string;
  /** The unit, empty for a plain number. */
  readonly unit: string;
}

/** A number with `digits` significant digits and the field's prefixes (k, M, B, T, P, E): 7.1e10 → `71.0B`. */
export function formatCount(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(digits));
  const [factor, prefix] = PREFIXES.find(([size]) => Math.abs(rounded) >= size) ?? [1, ''];
  if (Math.abs(rounded) >= 1e21 || (rounded !== 0 && Math.abs(rounded) < 1e-3)) return formatScientific(value, digits);
  const text = (rounded / factor).toPrecision(digits);
  // three digits before the point and fewer asked for: 120k, not 1.2e2k
  return (text.includes('e') ? String(Number(text)) : text) + prefix;
}

/** How many of something: whole below a thousand, then with the field's prefixes: 35, 1.20k. */
export function formatTally(count: number): string {
  return count < 1000 ? String(count) : formatCount(count);
}

/** Scientific notation as the field writes it: 5.8e23, without a plus sign. */
export function formatScientific(value: number, digits = 3): string {
  return Number.isFinite(value) ? value.toExponential(digits - 1).replace('e+', 'e') : '–';
}

/** A number as a paper would print it: six digits at most, without an exponent from a thousandth to a million. */
export function formatStated(value: number, digits = 6): string {
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(digits));
  if (size === 0 || (size >= 1e-3 && size < 1e6)) return String(rounded);
  return rounded.toExponential().replace('e+', 'e');
}

/** Formats a value of a quantity for people: counts with prefixes, FLOP in scientific notation, losses with four decimals, bytes as GB. */
export function formatQuantity(id: QuantityId, value: number, digits = 3): FormattedQuantity {
  const { unit } = quantities[id];
  const shown = unit === '1' ? '' : unit;
  if (!Number.isFinite(value)) return { number: '–', unit: shown };
  if (unit === 'FLOP') return { number: formatScientific(value, digits), unit: shown };
  if (unit === 'byte') {
    const [number = '', size = ''] = formatSize(value, unit, digits).split(' ');
    return { number, unit: size };
  }
  if (unit === 'nat/token') return { number: value.toFixed(digits + 1), unit: shown };
  if (id === 'tokensPerParameter') {
    return { number: value >= 1e4 || value < 0.01 ? formatScientific(value, digits) : String(Number(value.toPrecision(digits))), unit: '' };
  }
  if (id === 'computePfDays') {
    return {
      number: value >= 1e6 || value < 0.01 ? formatScientific(value, digits) : String(Number(value.toPrecision(digits))),
      unit: shown,
    };
  }
  // counts go by their names, whatever they are counts of
  const isCount = unit === '1' || unit === 'token';
  return { number: formatCount(value, digits), unit: id === 'D' ? 'tokens' : isCount ? '' : shown };
}

/** A value with its unit as plain text. */
export function formatValue(id: QuantityId, value: number, digits = 3): string {
  const { number, unit } = formatQuantity(id, value, digits);
  return unit === '' ? number : `${number} ${unit}`;
}

/** A number to its last bit, large ones with an exponent; without a plus sign, which a URL would have to escape. */
export function formatExact(value: number): string {
  return value < 1e6 ? String(value) : value.toExponential().replace('e+', 'e');
}

const BYTE_PREFIXES = ['kB', 'MB', 'GB', 'TB'];

/** A size of memory or of a file, with three digits unless told: 5.01 GB; `unit` is what single bytes are called. */
export function formatSize(bytes: number, unit = 'bytes', digits = 3): string {
  const rounded = Number(bytes.toPrecision(digits));
  const power = Math.min(Math.floor(Math.log10(Math.max(rounded, 1)) / 3), BYTE_PREFIXES.length);
  return `${Number((rounded / 1000 ** power).toPrecision(digits))} ${power > 0 ? BYTE_PREFIXES[power - 1] : unit}`;
}
