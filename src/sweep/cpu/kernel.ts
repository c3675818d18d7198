import type { TileRange } from '../backend';
import { findFeasibility } from '../feasible';
import { irreducibleLoss } from '../../model/loss';
import { type Factors, type SweepPlan, termFactors } from '../plan';
import { createPolish } from '../polish';
import { type SumRows, argminRow, collectSum, fillRows } from './sum';

/** The sweep's arithmetic on one processor; f64 inside, f32 in grid cells. */
export interface CpuKernel {
  /** Fills the cells of a range, one array for each cell metric of the plan, [rows, columns] row-major. */
  fillGrid(range: TileRange, values: readonly Float32Array[]): void;
  /** Fills the polished best column values for the rows of a range, NaN where no cell is feasible. [rows] */
  fillFrontier(range: TileRange, best: Float64Array): void;
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

  const fillMetric = (sum: SumRows, subtract: number, range: TileRange, out: Float32Array): void => {
    fillRows(sum, range, out, link && ((value) => link(plan.law.coefficients, value) - subtract));
  };

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
      const [lowest, highest] = feasibility.sums;
      for (let i = 0; i < range.rows; i++) {
        const row = range.row + i;
        const [first, end] = feasibility.columnRange(row);
        best[i] = polish(row, argminRow(withOffset, row, first, end, lowest, highest));
      }
    },
  };
}
