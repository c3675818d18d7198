import { msg, str } from '@lit/localize';
import { locale } from '../../locales/locale';
import { formatWhole } from '../../locales/numbers';
import { said } from '../../locales/said';
import { formatCount, formatQuantity, formatScientific } from '../../quantities/format';
import { isQuantityId, quantities } from '../../quantities/registry';
import { type SweepKind, sweptQuantity } from '../../state/sweep-kinds';
import type { SweepProgress, SweepSummary } from '../../worker/api';
import { formatDuration, formatRate } from '../controls/amounts';
import { formatPower } from '../controls/value';

/** A column's id without what a reduction adds: `loss` of `loss_p10`, and what it adds. */
function partsOf(id: string): readonly [string, string] {
  const [, quantity = id, percent] = /^(.*)_p([\d.]+)$/.exec(id) ?? [];
  return [quantity, percent === undefined ? '' : `, ${percent} %`];
}

/** Name of a column for people. */
export function columnName(kind: SweepKind, id: string): string {
  const [quantity, addition] = partsOf(id);
  if (quantity === 'feasible') return msg('within bounds');
  return `${sweptQuantity(kind, quantity)?.label ?? quantity}${addition}`;
}

/** Unit of a column; empty for a plain number, and for bytes, which have theirs in each value. */
export function columnUnit(kind: SweepKind, id: string): string {
  const [quantity] = partsOf(id);
  if (isShare(quantity)) return '';
  const unit = sweptQuantity(kind, quantity)?.unit ?? '';
  return unit === BYTE ? '' : unit;
}

/** The unit whose prefix, such as GB, goes with each value. */
const BYTE = 'byte';

function isShare(id: string): boolean {
  return /Saving( from| to)?$|^feasible$|^(ratio|share|switch)\d$/.test(id);
}

/** A value of a column without its unit (`columnUnit`). */
export function columnText(kind: SweepKind, id: string, value: number | string, digits = 3): string {
  if (typeof value === 'string') return value;
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  // whether a row keeps the bounds, and the share of rows that do
  if (id === 'feasible' && (value === 0 || value === 1)) return value === 1 ? msg('yes') : msg('no');
  const [quantity] = partsOf(id);
  if (isShare(quantity)) return `${(value * 100).toFixed(Math.max(digits - 2, 1)).replace('-', '−')} %`;
  if (/^(N|D)\d?$|^(tokens|U|schedules|cells)$/.test(quantity)) return formatCount(value, digits);
  if (quantity === 'C' || quantity === 'compute') return formatScientific(value, digits);
  if (kind.id === 'configurations' && isQuantityId(quantity)) {
    const { number, unit } = formatQuantity(quantity, value, digits);
    return quantities[quantity].unit === BYTE ? `${number} ${unit}` : number;
  }
  return quantity === 'loss' || quantity === 'targetLoss' ? value.toFixed(digits + 1) : String(Number(value.toPrecision(digits)));
}

/** A value at a tick or a line, without zeros that say nothing. */
export function tickText(kind: SweepKind, id: string, value: number): string {
  return columnText(kind, id, value, 3)
    .replace(/(\.\d*?)0+(?=[^\d]|$)/, '$1')
    .replace(/\.(?=[^\d]|$)/, '')
    .replace(/^(\d)e\d+$/, (_, first: string) => `${first === '1' ? '' : `${first}×`}${formatPower(value / Number(first))}`);
}

/** A value of a column with its unit. */
export function columnValue(kind: SweepKind, id: string, value: number | string, digits = 3): string {
  const unit = columnUnit(kind, id);
  const text = columnText(kind, id, value, digits);
  return unit === '' ? text : `${text} ${unit}`;
}

/** How far a run is. */
export function progressText({ cellsDone, cells, cellsPerSecond, secondsLeft }: SweepProgress): string {
  const percent = Math.floor((cellsDone / cells) * 100);
  const [rate, left] = [formatRate(cellsPerSecond), formatDuration(secondsLeft)];
  return msg(str`${percent} %, ${rate}, ${left} left`);
}

/** What a run took. */
export function summaryText({ cells, seconds, cellsPerSecond, backend }: SweepSummary): string {
  const [count, time, rate, place] = [formatWhole(cells), formatDuration(seconds), formatRate(cellsPerSecond), said(backend.adapter)];
  return msg(str`${count} cells in ${time}, ${rate} on ${place}`);
}

/** Texts one after the other, with a comma between. */
export function listText(texts: readonly string[]): string {
  return new Intl.ListFormat(locale(), { style: 'narrow' }).format(texts);
}

/** A number as it is typed into a field: 1e18, 70B, 0.5. */
export function fieldText(value: unknown): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return Math.abs(value) < 1e5 ? String(value) : value.toExponential().replace('e+', 'e');
}
