import type { TileRange } from '../backend';
import { createCellSum, isInseparable } from '../cell-sum';
import { findFeasibility } from '../feasible';
import { irreducibleLoss } from '../../model/loss';
import { type Factors, type SweepPlan, termFactors } from '../plan';
import { createPolish } from '../polish';
import { type StartColumn, createQuantiles } from '../quantiles';
import { type Bracket, createBracket } from './bisect';
import { type SumRows, argminRow, collectSum, fillRows } from './sum';

/** An optimum moves little from one budget to the next: no column needs to be looked at but those around it. */
const FROM_ROW_BEFORE: StartColumn = () => -1;

/** The sweep's arithmetic on one processor; f64 inside, f32 in grid cells. */
export interface CpuKernel {
  /** Fills the cells of a range, one array for each cell metric of the plan, [rows, columns] row-major. */
  fillGrid(range: TileRange, values: readonly Float32Array[]): void;
  /** Fills the polished best column values for the rows of a range, NaN where no cell is feasible. [rows] */
  fillFrontier(range: TileRange, best: Float64Array): void;
  /** The quantiles over draws of each row of a range. [rows, metrics, levels] */
  quantiles(range: TileRange): Float64Array<ArrayBuffer>;
}

/** Prepares a sweep: every term is evaluated once for each axis point, here and nowhere else. */
export function createCpuKernel(plan: SweepPlan): CpuKernel {
  const factors: readonly Factors[] = termFactors(plan);
  const offset = plan.form.offset(plan.law.coefficients);
  const withOffset = collectSum(factors, offset);
  const withoutOffset = collectSum(factors, 0);
  const feasibility = findFeasibility(plan);
  const polish = createPolish(plan);
  const { link } = plan.form;
  const floor = irreducibleLoss(plan.law);

  const bracket = createBracket(plan);
  const cellSum = createCellSum(plan);

  const fillMetric = (sum: SumRows, subtract: number, range: TileRange, out: Float32Array): void => {
    const linked = link && ((value: number) => link(plan.law.coefficients, value) - subtract);
    if (!isInseparable(plan)) return fillRows(sum, range, out, linked);
    const start = sum === withOffset ? offset : 0;
    for (let cell = 0, i = 0; i < range.rows; i++) {
      for (let j = 0; j < range.columns; j++, cell++) {
        const total = start + cellSum(range.row + i, range.column + j);
        out[cell] = linked ? linked(total) : total;
      }
    }
  };

  /** The best column of a row whose sum does not factor. */
  const bestInseparable = (row: number, findColumn: Bracket): number => {
    const [lowest, highest] = feasibility.sums;
    const [first, end] = feasibility.columnRange(row);
    const sumAt = (column: number): number => offset + cellSum(row, column);
    if (lowest === -Infinity) {
      const column = findColumn(row, first, end);
      return column >= 0 && sumAt(column) <= highest ? column : -1;
    }
    // a bound from below cuts the least sums out of the row: what is left has two ends, and each column must be looked at
    let best = -1;
    for (let column = first; column < end; column++) {
      const sum = sumAt(column);
      if (sum >= lowest && sum <= highest && (best < 0 || sum < sumAt(best))) best = column;
    }
    return best;
  };

  const bestColumn = (row: number): number => {
    if (bracket) return bestInseparable(row, bracket);
    const [first, end] = feasibility.columnRange(row);
    return argminRow(withOffset, row, first, end, ...feasibility.sums);
  };

  const quantiles = plan.ensemble && createQuantiles(plan);

  return {
    fillGrid(range, values) {
      plan.cellMetrics.forEach((metric, k) => {
        const out = values[k];
        if (!out) throw new Error(`no array for ${metric}`);
        if (metric === 'loss') fillMetric(withOffset, 0, range, out);
        else fillMetric(link ? withOffset : withoutOffset, floor, range, out);
      });
    },
    fillFrontier(range, best) {
      for (let i = 0; i < range.rows; i++) best[i] = polish(range.row + i, bestColumn(range.row + i));
    },
    quantiles(range) {
      if (!quantiles) throw new Error('the sweep has no draws');
      const values = new Float64Array(range.rows * quantiles.width);
      quantiles.fill(range, FROM_ROW_BEFORE, values);
      return values;
    },
  };
}
