import { lawReference } from '../model/custom-law';
import type { Law } from '../model/laws';
import { INTERVAL_LEVEL, type OptimumInterval } from '../model/uncertainty';
import { type AnySweepFile, axisLength } from '../sweep/any';
import { parseSweepFile, type SweepFile } from '../sweep/file';
import type { ExportFormat, QuantilesResult } from '../worker/api';
import { BUDGET_RANGE } from './budget';
import { PICTURE } from './picture';
import { scenarioOf } from './scenario';
import type { BandPoint } from './spread';

/** The surface of the picture as a sweep: loss over parameters and tokens, 512 × 512 cells. */
export function surfaceSweep(law: Law): SweepFile {
  return parseSweepFile({
    version: 1,
    law: lawReference(law),
    scenario: scenarioOf(law),
    axes: [
      { quantity: 'N', scale: 'log', from: PICTURE.N[0], to: PICTURE.N[1], steps: 512 },
      { quantity: 'D', scale: 'log', from: PICTURE.D[0], to: PICTURE.D[1], steps: 512 },
    ],
    metrics: ['loss', 'compute', 'tokensPerParameter'],
  });
}

/** Sizes among which the frontier is swept. */
export const SWEPT_SIZES = [1e6, 1e15] as const;

/** The frontier as a sweep: the best of 4096 sizes for each of 201 budgets. */
export function frontierSweep(law: Law): SweepFile {
  return parseSweepFile({
    version: 1,
    law: lawReference(law),
    scenario: scenarioOf(law),
    axes: [
      { quantity: 'C', scale: 'log', from: BUDGET_RANGE[0], to: BUDGET_RANGE[1], steps: 201 },
      { quantity: 'N', scale: 'log', from: SWEPT_SIZES[0], to: SWEPT_SIZES[1], steps: 4096 },
    ],
    metrics: ['N', 'D', 'loss', 'tokensPerParameter'],
    reduce: { kind: 'frontier', over: ['N'] },
  });
}

/** What a band holds of each budget, in the order of the sweep's columns; an interval has two ends. */
const BAND_METRICS = ['N', 'D', 'loss', 'tokensPerParameter'] as const satisfies readonly (keyof OptimumInterval)[];
const BAND_LEVELS = [(1 - INTERVAL_LEVEL) / 2, (1 + INTERVAL_LEVEL) / 2];

/** The band of uncertainty as a sweep: an 80 % interval over 4000 draws of the law, at 67 budgets, six a decade. */
export function bandSweep(law: Law): SweepFile {
  return parseSweepFile({
    version: 1,
    law: lawReference(law),
    scenario: scenarioOf(law),
    axes: [
      { quantity: 'C', scale: 'log', from: BUDGET_RANGE[0], to: BUDGET_RANGE[1], steps: 67 },
      { quantity: 'N', scale: 'log', from: 1e6, to: 1e15, steps: 256 },
    ],
    metrics: [...BAND_METRICS],
    reduce: { kind: 'quantiles', over: ['N'], levels: BAND_LEVELS },
  });
}

/** The band that a `bandSweep` found. */
export function bandOf({ rows, values }: QuantilesResult): readonly BandPoint[] {
  return Array.from(rows, (C, row) => {
    const intervals = BAND_METRICS.map((id, k) => {
      const first = (row * BAND_METRICS.length + k) * BAND_LEVELS.length;
      return [id, [values[first], values[first + 1]]];
    });
    return { C, ...(Object.fromEntries(intervals) as unknown as OptimumInterval) };
  });
}

/** Rows that a sweep writes: one for each cell of a grid, or for each budget of a reduction. */
export function rowsOf(file: AnySweepFile): number {
  const { reduce } = file;
  const gone: readonly string[] = 'over' in reduce ? reduce.over : 'across' in reduce ? reduce.across : [];
  return file.axes.reduce((rows, axis) => (gone.includes(axis.quantity) ? rows : rows * axisLength(axis)), 1);
}

/**
 * Estimated size of a sweep's file in bytes. As text numbers take about 18 bytes in f64 and 14 in f32, in JSON beside their names; Arrow
 * keeps them as they are. Undefined for Parquet, which depends on how often they repeat, but is smaller than Arrow.
 */
export function estimateBytes(file: AnySweepFile, format: ExportFormat): number | undefined {
  const axes = file.axes.length - (file.reduce.kind === 'frontier' ? 1 : 0);
  const metrics = file.metrics.length;
  const wide = file.reduce.kind === 'grid' ? 4 : 8;
  switch (format) {
    case 'csv':
      return rowsOf(file) * (axes * 18 + metrics * 14);
    case 'jsonl': {
      const names = [...file.axes.map(({ quantity }) => quantity), ...file.metrics].slice(-(axes + metrics));
      const namesBytes = names.reduce((sum, name) => sum + name.length + 3, 2);
      return rowsOf(file) * (namesBytes + axes * 18 + metrics * 14);
    }
    case 'arrow':
      return rowsOf(file) * (axes * 8 + metrics * wide);
    case 'parquet':
      return undefined;
  }
}
