import { quantilesOf } from '../../model/math/quantile';
import { isLogarithmic } from './levels';

/** Quantiles of a column that are told. */
export const QUANTILE_LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Bars of a column's histogram. */
export const HISTOGRAM_BARS = 24;

/** What the values of a column are like. */
export interface ColumnStatistics {
  /** Values that are numbers. */
  readonly count: number;
  /** Rows without one. */
  readonly missing: number;
  /** NaN, like all that follows, where there is none. */
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  /** At `QUANTILE_LEVELS`, linear between values. */
  readonly quantiles: readonly number[];
  /** The first row that has the least value, and the first that has the most; -1 where there is none. */
  readonly leastRow: number;
  readonly mostRow: number;
  /** Values in equal parts of the range from least to most, on a logarithmic axis where `isLog`. */
  readonly histogram: { readonly isLog: boolean; readonly counts: readonly number[] };
}

/** Statistics of some rows of a column. */
export function statisticsOf(values: Float64Array | Float32Array, rows: Uint32Array): ColumnStatistics {
  let [least, most, sum, count, leastRow, mostRow] = [Infinity, -Infinity, 0, 0, -1, -1];
  const present = new Float64Array(rows.length);
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    present[count++] = value;
    sum += value;
    if (value < least) [least, leastRow] = [value, row];
    if (value > most) [most, mostRow] = [value, row];
  }
  const sample = present.subarray(0, count);
  const isEmpty = count === 0;
  return {
    count,
    missing: rows.length - count,
    least: isEmpty ? Number.NaN : least,
    most: isEmpty ? Number.NaN : most,
    mean: isEmpty ? Number.NaN : sum / count,
    leastRow,
    mostRow,
    histogram: histogramOf(sample, least, most),
    // last, for it reorders the sample
    quantiles: quantilesOf(sample, QUANTILE_LEVELS),
  };
}

function histogramOf(sample: Float64Array, least: number, most: number): ColumnStatistics['histogram'] {
  const isLog = isLogarithmic(least, most);
  const counts = Array.from({ length: HISTOGRAM_BARS }, () => 0);
  const [from, to] = isLog ? [Math.log(least), Math.log(most)] : [least, most];
  const scale = to > from ? HISTOGRAM_BARS / (to - from) : 0;
  for (const value of sample) {
    const bar = Math.floor(((isLog ? Math.log(value) : value) - from) * scale);
    counts[Math.min(Math.max(bar, 0), HISTOGRAM_BARS - 1)]!++;
  }
  return { isLog, counts };
}
