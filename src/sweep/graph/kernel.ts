import { quantilesOf } from '../../model/math/quantile';
import type { QuantileTile, ReducedTile, TileRange } from '../backend';
import { pixelsOf } from '../loops';
import { type Selection, selectPareto, selectTop } from './best';
import { EXTRA_COUNTERS, binsOf, createCounter } from './bins';
import { Lines, type Operand } from './lines';
import type { GraphPlan } from './plan';

/** The arithmetic of a general sweep on one processor, in f64. */
export interface GraphKernel {
  /**
   * Fills the metrics of a range of a grid, one array for each in the plan's order, and one more with 1 for feasible cells and 0 for
   * others where the plan has limits. [rows, columns] row-major
   */
  fillGrid(range: TileRange, values: readonly Float32Array[]): void;
  /** Reduces a range of whole rows. */
  reduce(range: TileRange): ReducedTile | QuantileTile;
}

/** Prepares a sweep: what depends on fewer axes is worked out here, or once for each of their values as the loops go by. */
export function createGraphKernel(plan: GraphPlan): GraphKernel {
  const { reduce } = plan.file;
  const sign = plan.objectives[0]?.sign ?? 1;
  switch (reduce.kind) {
    case 'grid':
      return { fillGrid: gridFiller(plan), reduce: unused };
    case 'frontier':
      return { fillGrid: unused, reduce: frontierReducer(plan, sign) };
    case 'quantiles':
      return { fillGrid: unused, reduce: quantileReducer(plan, reduce.levels) };
    case 'top-k':
      return { fillGrid: unused, reduce: selectionReducer(plan, selectTop(reduce.k)) };
    case 'pareto':
      return { fillGrid: unused, reduce: selectionReducer(plan, selectPareto(reduce.of.length)) };
    case 'histogram':
      return {
        fillGrid: unused,
        reduce: histogramReducer(plan, reduce.of, createCounter(binsOf(plan, reduce)), reduce.bins + EXTRA_COUNTERS),
      };
  }
}

function unused(): never {
  throw new Error('this reduction is filled otherwise');
}

/** How many arrays a grid tile of a plan has. */
export function gridArrays({ metrics, limits }: GraphPlan): number {
  return metrics.length + (limits.length > 0 ? 1 : 0);
}

function gridFiller(plan: GraphPlan): GraphKernel['fillGrid'] {
  const lines = new Lines(plan, plan.metrics);
  return (range, values) => {
    const flags = values[plan.metrics.length];
    for (let i = 0; i < range.rows; i++) {
      lines.go(range.row + i, false);
      const at = i * range.columns;
      lines.outputs.forEach(({ values: from, offset, stride }, k) => {
        const out = values[k]!;
        for (let j = 0; j < range.columns; j++) out[at + j] = from[offset + (range.column + j) * stride]!;
      });
      if (!flags) continue;
      for (let j = 0; j < range.columns; j++) flags[at + j] = !lines.isDead && isFeasible(lines, range.column + j) ? 1 : 0;
    }
  };
}

function isFeasible({ bounds }: Lines, j: number): boolean {
  for (let b = 0; b < bounds.length; b++) {
    const { operand, min, max } = bounds[b]!;
    const value = operand.values[operand.offset + j]!;
    if (!(value >= min && value <= max)) return false;
  }
  return true;
}

/** Writes sign · value of a line into `out`, NaN where a cell is not feasible. */
function readLine(lines: Lines, { values, offset, stride }: Operand, sign: number, out: Float64Array): void {
  if (stride === 0) out.fill(sign * values[offset]!);
  else for (let j = 0; j < out.length; j++) out[j] = sign * values[offset + j]!;
  for (let b = 0; b < lines.bounds.length; b++) {
    const { operand, min, max } = lines.bounds[b]!;
    const bounded = operand.values;
    const from = operand.offset;
    for (let j = 0; j < out.length; j++) {
      const value = bounded[from + j]!;
      if (!(value >= min && value <= max)) out[j] = Number.NaN;
    }
  }
}

function frontierReducer(plan: GraphPlan, sign: 1 | -1): GraphKernel['reduce'] {
  const lines = new Lines(plan, [plan.objectives[0]!.id]);
  const operand = lines.outputs[0]!;
  const scratch = new Float64Array(plan.lineCells);
  const isPlain = sign === 1 && lines.bounds.length === 0 && operand.stride === 1;
  return (range) => {
    const { first, count } = pixelsOf(plan, range);
    const values = new Float64Array(count).fill(Number.NaN);
    const schedules = new Float64Array(count).fill(-1);
    for (let line = range.row; line < range.row + range.rows; line++) {
      lines.go(line, true);
      if (lines.isDead) continue;
      const pixel = Math.floor(line / plan.linesPerPixel) - first;
      if (!isPlain) readLine(lines, operand, sign, scratch);
      const known = schedules[pixel]! >= 0;
      const least = known ? values[pixel]! : Infinity;
      const j = isPlain ? leastOf(operand.values, operand.offset, plan.lineCells, least) : leastOf(scratch, 0, plan.lineCells, least);
      if (j < 0) continue;
      const value = isPlain ? operand.values[operand.offset + j]! : scratch[j]!;
      const cell = lines.cell + j * lines.cellStride;
      // loops need not go in the order of the numbers: of equals the lowest counts
      if (known && value === least && cell > schedules[pixel]!) continue;
      values[pixel] = value;
      schedules[pixel] = cell;
    }
    return { kind: 'reduced', range, values, schedules, counts: new Uint32Array(0) };
  };
}

/**
 * The first place of the least value that is at most `most`, -1 where there is none. Four at a time: one branch for four values is much
 * faster than four.
 */
function leastOf(values: Float64Array, offset: number, count: number, most: number): number {
  let least = most;
  let best = -1;
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const a = values[offset + j]!;
    const b = values[offset + j + 1]!;
    const c = values[offset + j + 2]!;
    const d = values[offset + j + 3]!;
    if (a <= least || b <= least || c <= least || d <= least) {
      for (let k = j; k < j + 4; k++) {
        const value = values[offset + k]!;
        if (value < least || (best < 0 && value <= least)) {
          least = value;
          best = k;
        }
      }
    }
  }
  for (; j < count; j++) {
    const value = values[offset + j]!;
    if (value < least || (best < 0 && value <= least)) {
      least = value;
      best = j;
    }
  }
  return best;
}

function quantileReducer(plan: GraphPlan, levels: readonly number[]): GraphKernel['reduce'] {
  const lines = new Lines(plan, plan.metrics);
  const samples = plan.metrics.map(() => new Float64Array(plan.columns));
  return (range) => {
    const values = new Float64Array(range.rows * plan.metrics.length * levels.length).fill(Number.NaN);
    for (let i = 0; i < range.rows; i++) {
      let cells = 0;
      for (let l = 0; l < plan.linesPerPixel; l++) {
        lines.go((range.row + i) * plan.linesPerPixel + l, true);
        if (lines.isDead) continue;
        for (let j = 0; j < plan.lineCells; j++) {
          if (!isFeasible(lines, j)) continue;
          for (let k = 0; k < samples.length; k++) {
            const { values: from, offset, stride } = lines.outputs[k]!;
            samples[k]![cells] = from[offset + j * stride]!;
          }
          cells++;
        }
      }
      samples.forEach((sample, k) => values.set(quantilesOf(sample.subarray(0, cells), levels), (i * samples.length + k) * levels.length));
    }
    return { kind: 'quantiles', range, values };
  };
}

function selectionReducer(plan: GraphPlan, selection: Selection): GraphKernel['reduce'] {
  const lines = new Lines(
    plan,
    plan.objectives.map(({ id }) => id),
  );
  const signs = plan.objectives.map(({ sign }) => sign);
  const values = signs.map(() => new Float64Array(plan.lineCells));
  return (range) => {
    for (let line = range.row; line < range.row + range.rows; line++) {
      lines.go(line, true);
      if (lines.isDead) continue;
      lines.outputs.forEach((operand, k) => readLine(lines, operand, signs[k]!, values[k]!));
      selection.offerLine(lines.cell, lines.cellStride, values);
    }
    const best = selection.take();
    return { kind: 'reduced', range, values: best.values, schedules: best.cells, counts: new Uint32Array(0) };
  };
}

function histogramReducer(plan: GraphPlan, id: string, counter: (value: number) => number, counters: number): GraphKernel['reduce'] {
  const lines = new Lines(plan, [id]);
  const operand = lines.outputs[0]!;
  const scratch = new Float64Array(plan.lineCells);
  return (range) => {
    const counts = new Uint32Array(counters);
    for (let line = range.row; line < range.row + range.rows; line++) {
      lines.go(line, true);
      if (lines.isDead) {
        counts[counters - 1]! += plan.lineCells;
        continue;
      }
      readLine(lines, operand, 1, scratch);
      for (let j = 0; j < scratch.length; j++) counts[counter(scratch[j]!)]!++;
    }
    return { kind: 'reduced', range, values: new Float64Array(0), schedules: new Float64Array(0), counts };
  };
}
