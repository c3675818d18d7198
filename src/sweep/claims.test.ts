import { describe, expect, test } from 'vitest';
import { type ClaimCheck, claims, isWithin } from '../model/claims';
import { defaultLaw, findLaw } from '../model/laws';
import { evaluateMetric } from '../model/metrics';
import { frontierExponent, optimum } from '../model/optimum';
import { createCpuKernel } from './cpu/kernel';
import { parseSweepFile } from './file';
import { planSweep } from './plan';

/** The optimum by brute force over 20001 sizes, polished: what the sweep engine does. */
function sweepOptimum(law: string, C: number): number {
  const plan = planSweep(
    parseSweepFile({
      version: 1,
      law,
      scenario: { C },
      axes: [{ quantity: 'N', scale: 'log', from: 1e6, to: 1e13, steps: 20001 }],
      metrics: ['loss'],
      reduce: { kind: 'frontier', over: ['N'] },
    }),
  );
  const best = new Float64Array(1);
  createCpuKernel(plan).fillFrontier({ row: 0, rows: 1, column: 0, columns: plan.columns }, best);
  return best[0]!;
}

function recompute({ kind, law: id, given = {}, quantity = 'N' }: ClaimCheck): number {
  const law = id === undefined ? defaultLaw : findLaw(id)!;
  switch (kind) {
    case 'point':
      return evaluateMetric(quantity, law, { N: given.N!, D: given.D! });
    case 'optimum':
      return evaluateMetric(quantity, law, optimum(law, given.C!));
    case 'sweptOptimum':
      return sweepOptimum(law.id, given.C!);
    case 'frontierExponent':
      return frontierExponent(law)!;
  }
}

describe.each(claims)('$id: $statement', ({ checks }) => {
  test.each(checks)('$kind $quantity = $value', (check) => {
    const value = recompute(check);
    expect(isWithin(value, check.value, check.tolerance), `ours is ${value}`).toBe(true);
  });
});
