/** Most different values that stand for themselves; more are put into bins. */
export const MAX_LEVELS = 1024;

/** Bins of a column with more values. */
const BINS = 256;

/** A column whose largest value is this many times its least, all of them positive, is shown on a logarithmic axis. */
const LOG_RATIO = 20;

/** The values of a column as places along an axis. */
export interface Levels {
  /** Ascending; the middles of the bins where there are more values than levels. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly isLog: boolean;
  /** Whether values were put into bins. */
  readonly isBinned: boolean;
}

/** Whether values that span such a range are shown on a logarithmic axis. */
export function isLogarithmic(least: number, most: number): boolean {
  return least > 0 && most / least >= LOG_RATIO;
}

/** The places of some rows' values; NaN has none. */
export function levelsOf(values: Float64Array | Float32Array, rows: Uint32Array): Levels {
  const found = new Set<number>();
  let [least, most, last] = [Infinity, -Infinity, Number.NaN];
  for (const row of rows) {
    const value = values[row]!;
    // neighbours are often equal, and a comparison is cheaper than a look into the set
    if (value === last || Number.isNaN(value)) continue;
    last = value;
    if (found.size <= MAX_LEVELS) found.add(value);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (found.size <= MAX_LEVELS) {
    const sorted = Float64Array.from(found).toSorted();
    return { values: sorted, isLog: isGeometric(sorted), isBinned: false };
  }
  const isLog = isLogarithmic(least, most);
  return { values: binMiddles(least, most, isLog, BINS), isLog, isBinned: true };
}

/** Whether levels stand at equal factors rather than at equal differences: their middle tells. */
function isGeometric(levels: Float64Array): boolean {
  const [least = 0, most = 0] = [levels[0], levels.at(-1)];
  if (levels.length < 3) return isLogarithmic(least, most);
  const middle = levels[(levels.length - 1) >> 1]!;
  const share = ((levels.length - 1) >> 1) / (levels.length - 1);
  const geometric = least * (most / least) ** share;
  return least > 0 && Math.abs(middle - geometric) < Math.abs(middle - (least + (most - least) * share));
}

/** Middles of equal bins from least to most, on the axis that fits them. */
function binMiddles(least: number, most: number, isLog: boolean, bins: number): Float64Array<ArrayBuffer> {
  const [from, to] = isLog ? [Math.log(least), Math.log(most)] : [least, most];
  return Float64Array.from({ length: bins }, (_, i) => {
    const at = from + ((i + 0.5) * (to - from)) / bins;
    return isLog ? Math.exp(at) : at;
  });
}

/** Finds the place of a value; -1 for NaN. */
export function createPlacing({ values, isLog, isBinned }: Levels, range: readonly [number, number]): (value: number) => number {
  if (!isBinned) {
    const places = new Map(Array.from(values, (value, i) => [value, i]));
    return (value) => places.get(value) ?? -1;
  }
  const bins = values.length;
  const [from, to] = isLog ? [Math.log(range[0]), Math.log(range[1])] : range;
  const scale = bins / (to - from);
  return (value) => {
    if (Number.isNaN(value)) return -1;
    const place = Math.floor(((isLog ? Math.log(value) : value) - from) * scale);
    return Math.min(Math.max(place, 0), bins - 1);
  };
}
