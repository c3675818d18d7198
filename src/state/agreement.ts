import type { Law } from '../model/laws';
import { optimum } from '../model/optimum';
import type { FrontierResult } from '../worker/api';

/** Largest relative difference in N* between a swept frontier and the f64 optimum; rows without a feasible cell are left out. */
export function sweepAgreement(law: Law, { rows, best }: FrontierResult): number {
  return rows.reduce((largest, C, i) => {
    const difference = Math.abs((best[i] ?? Number.NaN) / optimum(law, C).N - 1);
    return difference > largest ? difference : largest;
  }, 0);
}
