import { formatCount } from '../../quantities/format';

/** A share as people read it: 69.9 %, −43.3 %. */
export function formatPercent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return '–';
  // + 0 turns what rounds to −0 into 0
  const text = (Number((share * 100).toFixed(digits)) + 0).toFixed(digits);
  return `${text.replace('-', '−')} %`;
}

/** Days: 19.2, 0.03, 1240. */
export function formatDays(days: number): string {
  if (!Number.isFinite(days)) return '–';
  return days >= 1e5 ? formatCount(days) : String(Number(days.toPrecision(3)));
}

/** USD: $88.5k. */
export function formatMoney(cost: number | undefined): string {
  return cost === undefined || !Number.isFinite(cost) ? '–' : `$${cost < 100 ? cost.toFixed(2) : formatCount(cost)}`;
}

/** A size or a number of tokens without idle zeros: 16B, 51B, 245B, 39.6B. */
export function formatShort(value: number, digits = 3): string {
  return formatCount(value, digits).replace(/\.?0+(?=[a-zA-Z]*$)/, (zeros) => (zeros.startsWith('.') ? '' : zeros));
}
