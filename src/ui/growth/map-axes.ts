import { msg, str } from '@lit/localize';
import type { MapAxis } from '../../state/growth-map';
import type { MapQuantity } from '../../state/growth-choices';
import { formatScientific } from '../../quantities/format';
import { formatPercent, formatShort } from '../controls/plain-values';
import { formatDecade } from '../controls/value';

/** Name of a quantity on an axis of a map. */
export function quantityName(id: MapQuantity, stages: number): string {
  const stage = /\d$/.test(id) ? Number(id.slice(-1)) : 0;
  if (id.startsWith('N')) return stage === stages ? msg('final size') : msg(str`size of stage ${stage}`);
  if (id.startsWith('ratio')) return msg(str`size of stage ${stage} over the last`);
  if (id.startsWith('switch')) return msg(str`end of stage ${stage}`);
  if (id === 'shapePower') return msg('shape p of N(x)');
  if (id === 'D') return msg('tokens in all');
  return id === 'C' ? msg('budget C, FLOP') : msg('transfer efficiency η');
}

/** A value of a quantity as text. */
export function quantityText(id: MapQuantity, value: number): string {
  if (id.startsWith('switch')) return formatPercent(value, 0);
  if (id === 'C') return formatScientific(value);
  if (id.startsWith('N') || id === 'D') return formatShort(value);
  return String(Number(value.toPrecision(3)));
}

/** Ticks of an axis: tenths on a linear one, 1, 2 and 5 in each decade on a short logarithmic one, else decades. */
export function axisTicks({ from, to, isLog }: MapAxis, most: number): readonly number[] {
  if (!isLog) return [0, 0.2, 0.4, 0.6, 0.8, 1].filter((tick) => tick >= from - 0.01 && tick <= to + 0.01);
  const first = Math.floor(Math.log10(from));
  const last = Math.ceil(Math.log10(to));
  const decades = Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
  const all = decades.flatMap((decade) => [1, 2, 5].map((digit) => Number((decade * digit).toPrecision(1))));
  const inside = (ticks: readonly number[]) => ticks.filter((tick) => tick >= from * 0.999 && tick <= to * 1.001);
  return inside(all).length <= most ? inside(all) : inside(decades);
}

/** A tick as text. */
export function tickText(id: MapQuantity, value: number): string {
  if (id.startsWith('N') || id === 'D') return formatDecade(value);
  if (id === 'C') return formatScientific(value, 1);
  return quantityText(id, value);
}
