import { type TemplateResult, html } from 'lit';
import { formatOwnCount } from '../../locales/numbers';
import { said } from '../../locales/said';
import { formatCount, formatQuantity } from '../../quantities/format';
import { type QuantityId, quantities } from '../../quantities/registry';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A value with its unit, the unit smaller. A count says on hover what the reader's language calls it, where that is another name. */
export function renderValue(id: QuantityId, value: number, digits = 3): TemplateResult {
  const { number, unit } = formatQuantity(id, value, digits);
  const own = isCount(id) ? formatOwnCount(value) : undefined;
  const shown = own === undefined ? number : html`<data value=${value} title=${own}>${number}</data>`;
  return unit === '' ? html`${shown}` : html`${shown} <small>${said(unit)}</small>`;
}

/** Whether a quantity is a number of things, which goes by thousands in the field's prefixes. */
function isCount(id: QuantityId): boolean {
  const { unit } = quantities[id];
  return id !== 'tokensPerParameter' && (unit === '1' || unit === 'token');
}

/** A value with its unit as plain text. */
export function formatValue(id: QuantityId, value: number, digits = 3): string {
  const { number, unit } = formatQuantity(id, value, digits);
  return unit === '' ? number : `${number} ${said(unit)}`;
}

/** The ends of an interval: 58.1B – 93.4B. The unit stands with the figure beside it. */
export function formatInterval(id: QuantityId, [from, to]: readonly [number, number], digits = 3): string {
  return `${formatQuantity(id, from, digits).number} – ${formatQuantity(id, to, digits).number}`;
}

/** A power of ten as it is written: 10²³. */
export function formatPower(value: number): string {
  return `10${String(Math.round(Math.log10(value))).replaceAll(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit)}`;
}

/** A decade of a count, for ticks: 10M, 1B, 100T. */
export function formatDecade(value: number): string {
  return value >= 1e15 ? formatPower(value) : formatCount(value, 3).replace('.00', '').replace('.0', '');
}

/** A ratio for people: 192×, 1.4×, 2.3e4×. */
export function formatRatio(ratio: number): string {
  if (ratio >= 1e4 || ratio < 0.01) return `${ratio.toExponential(1).replace('e+', 'e')}×`;
  return `${Number(ratio.toPrecision(ratio >= 100 ? 3 : 2))}×`;
}

/** What something costs beyond need, given as a share: 0 %, < 0.1 %, +3.2 %, +120 %, +25×. */
export function formatExtra(share: number): string {
  if (Number.isNaN(share)) return '–';
  if (share < 1e-9) return '0 %';
  if (share < 1e-3) return '< 0.1 %';
  if (share < 0.0995) return `+${(share * 100).toFixed(1)} %`;
  return share < 9.995 ? `+${Math.round(share * 100)} %` : `+${formatRatio(share)}`;
}
