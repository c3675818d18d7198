import type { Law } from '../model/laws';
import type { AnySweepFile } from '../sweep/any';
import { parseSweepFile, type SweepFile } from '../sweep/file';
import { BUDGET_RANGE } from './budget';
import { PICTURE } from './picture';
import { scenarioOf } from './scenario';

/** The surface of the picture as a sweep: loss over parameters and tokens, 512 × 512 cells. */
export function surfaceSweep(law: Law): SweepFile {
  return parseSweepFile({
    version: 1,
    law: law.id,
    scenario: scenarioOf(law),
    axes: [
      { quantity: 'N', scale: 'log', from: PICTURE.N[0], to: PICTURE.N[1], steps: 512 },
      { quantity: 'D', scale: 'log', from: PICTURE.D[0], to: PICTURE.D[1], steps: 512 },
    ],
    metrics: ['loss', 'compute', 'tokensPerParameter'],
  });
}

/** The frontier as a sweep: the best of 4096 sizes for each of 201 budgets. */
export function frontierSweep(law: Law): SweepFile {
  return parseSweepFile({
    version: 1,
    law: law.id,
    scenario: scenarioOf(law),
    axes: [
      { quantity: 'C', scale: 'log', from: BUDGET_RANGE[0], to: BUDGET_RANGE[1], steps: 201 },
      { quantity: 'N', scale: 'log', from: 1e6, to: 1e15, steps: 4096 },
    ],
    metrics: ['N', 'D', 'loss', 'tokensPerParameter'],
    reduce: { kind: 'frontier', over: ['N'] },
  });
}

/** Rows that a sweep writes: one for each cell of a grid, or for each budget of a frontier. */
export function rowsOf(file: AnySweepFile): number {
  const over: readonly string[] = file.reduce.kind === 'frontier' ? file.reduce.over : [];
  const axes: readonly { readonly quantity: string; readonly steps: number }[] = file.axes;
  return axes.filter(({ quantity }) => !over.includes(quantity)).reduce((rows, { steps }) => rows * steps, 1);
}

/** Estimated size of a sweep's CSV in bytes: numbers take about 18 bytes in f64 and 11 in f32, comma included. */
export function estimateBytes(file: AnySweepFile): number {
  const columns = file.axes.length - (file.reduce.kind === 'frontier' ? 1 : 0);
  return rowsOf(file) * (columns * 18 + file.metrics.length * 14);
}
