import { scaleLinear } from 'd3-scale';
import type { GridAxis, TableGrid } from '../../sweep/results/result-table';

/** A tick on an axis of levels: where it stands, in levels from the first, and its value. */
export interface LevelTick {
  readonly at: number;
  readonly value: number;
}

/** Most levels that are each a tick. */
const FEW = 10;

/** The place of a value among levels, in levels from the first; between two of them in their proportion. */
export function placeOf({ values, isLog }: Pick<GridAxis, 'values' | 'isLog'>, value: number): number {
  const above = values.findIndex((level) => level >= value);
  if (above < 0) return values.length - 1;
  if (above === 0 || values[above] === value) return above;
  const [low, high] = [values[above - 1]!, values[above]!];
  const share = isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return above - 1 + share;
}

/** The share of an axis at which each of its levels stands: by value, categories one after the other; NaN for what is not finite. */
export function placesOf({ values, isLog, texts }: Pick<GridAxis, 'values' | 'isLog' | 'texts'>): Float64Array {
  const count = values.length;
  if (texts.length > 0 || count < 2) return Float64Array.from(values, (_, i) => (count > 1 ? i / (count - 1) : 0.5));
  const finite = values.filter((value) => Number.isFinite(value));
  const at = (value: number) => (isLog ? Math.log(value) : value);
  const [from, to] = [at(finite[0] ?? 0), at(finite.at(-1) ?? 1)];
  return Float64Array.from(values, (value) => (Number.isFinite(value) ? (at(value) - from) / (to - from || 1) : Number.NaN));
}

/** Round values along an axis of levels, about as many as there is room for; every level where they are few or categories. */
export function levelTicks(axis: GridAxis, most: number): readonly LevelTick[] {
  const { values, isLog, texts } = axis;
  const count = values.length;
  if (texts.length > 0 || count <= Math.min(FEW, most)) return Array.from(values, (value, at) => ({ at, value }));
  const [from, to] = [values[0]!, values[count - 1]!];
  const apart = (0.8 * count) / most;
  return roundValues(from, to, isLog, most)
    .map((value) => ({ at: placeOf(axis, value), value }))
    .filter(({ at }, i, all) => i === 0 || at - all[i - 1]!.at >= apart);
}

/** Round values from one to another: decades or 1, 2 and 5 in them where it is logarithmic. */
export function roundValues(from: number, to: number, isLog: boolean, most: number): readonly number[] {
  if (!isLog) return scaleLinear([from, to], [0, 1]).ticks(Math.max(2, most));
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const fine = decades.flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)));
  const inside = (value: number): boolean => value >= from * 0.999 && value <= to * 1.001;
  if (fine.filter(inside).length <= most) return fine.filter(inside);
  const every = Math.max(1, Math.ceil((decades.length - 1) / most));
  return decades
    .filter((exponent) => exponent % every === 0)
    .map((exponent) => Number(`1e${exponent}`))
    .filter(inside);
}

/** How values become places on the map of colours, 0 to 1: by deciles, so that every colour has its share of the picture, whatever outliers there are. */
export interface ColorScale {
  /** Values at equal steps of the map, ascending. */
  readonly knots: readonly number[];
  place(value: number): number;
}

/** The colour scale of a picture; undefined where it has no values. */
export function colorScale({ deciles: knots }: Pick<TableGrid, 'deciles'>): ColorScale | undefined {
  const steps = knots.length - 1;
  if (steps < 1) return undefined;
  return {
    knots,
    place: (value) => {
      let i = 0;
      while (i < steps - 1 && value > knots[i + 1]!) i++;
      const [low, high] = [knots[i]!, knots[i + 1]!];
      const share = high > low ? (value - low) / (high - low) : 0;
      return (i + Math.min(Math.max(share, 0), 1)) / steps;
    },
  };
}

/** How the values of a picture become heights. */
export interface HeightScale {
  readonly least: number;
  readonly most: number;
  readonly isLog: boolean;
  /** Whether values lie above `most`: they are drawn level with it. */
  readonly isCut: boolean;
}

/** Heights are logarithmic where most values span more than this factor. */
const LOG_FACTOR = 20;

/** How many times as high as nine tenths of the values the highest may be. */
const OUTLYING = 3;

/** Heights of a surface. A few values far above all others would press everything else flat: heights then end below them. */
export function heightScale({ knots }: ColorScale): HeightScale {
  const [least, nearly, highest] = [knots[0]!, Math.max(knots.at(-2)!, knots[0]!), knots.at(-1)!];
  const isLog = least > 0 && nearly / least > LOG_FACTOR;
  const above = (value: number) => (isLog ? Math.log(value / least) : value - least);
  const isCut = above(nearly) > 0 && above(highest) > OUTLYING * above(nearly);
  return { least, most: isCut ? nearly : highest, isLog, isCut };
}

/** Where a range lies on an axis that runs from the least value to the most: open ends are those of the axis. */
export function rangeOnAxis(range: { readonly min: number; readonly max: number }, least: number, most: number): readonly [number, number] {
  const place = (value: number) => Math.min(Math.max(value, least), most);
  return [place(range.min), place(range.max)];
}

/** Levels of contours: round values that split the picture about evenly. */
export function contourLevels({ knots }: ColorScale): readonly number[] {
  const round = (value: number, digits: number) => Number(value.toPrecision(digits));
  const range = knots.at(-1)! - knots[0]!;
  const inner = knots.slice(1, -1);
  // as many digits as it takes to tell neighbours apart
  const digits = [2, 3, 4, 5].find((count) => new Set(inner.map((knot) => round(knot, count))).size === new Set(inner).size) ?? 5;
  return range > 0 ? [...new Set(inner.map((knot) => round(knot, digits)))] : [];
}
