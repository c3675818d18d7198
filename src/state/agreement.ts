import type { Law } from '../model/laws';
import { optimum } from '../model/optimum';
import type { FrontierResult } from '../worker/api';
import { SWEPT_SIZES } from './sweeps';

/**
 * Largest relative difference in N* between a swept frontier and the f64 optimum; rows without a feasible cell, or whose optimum lies
 * beyond the swept sizes, are left out.
 */
export function sweepAgreement(law: Law, { rows, best }: FrontierResult): number {
  return rows.reduce((largest, C, i) => {
    const { N } = optimum(law, C);
    const isSwept = N >= SWEPT_SIZES[0] && N <= SWEPT_SIZES[1];
    const difference = isSwept ? Math.abs((best[i] ?? Number.NaN) / N - 1) : 0;
    return difference > largest ? difference : largest;
  }, 0);
}
