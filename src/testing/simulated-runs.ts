import type { Rows } from '../fit/kernels/kernel';
import { scenarioOf } from '../fit/kernels/kernel';
import { findForm } from '../model/forms';
import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import { createNormal, createUniform } from '../model/math/random';

/** What a run's scenario may be, from numbers in [0, 1) and the run's tokens. */
const SCENARIO: Readonly<Record<string, (share: number, D: number) => number>> = {
  granularity: (x) => 2 ** Math.floor(6 * x),
  trainingBits: (x) => 3 + Math.floor(14 * x),
  servingBits: (x) => 2 + Math.floor(7 * x),
  experts: (x) => 2 ** Math.floor(10 * x),
  // up to a hundred epochs
  U: (x, D) => D / 10 ** (2 * x),
};

/**
 * Runs of a law over three decades of sizes and two of tokens per parameter, with every quantity of its form's scenario varied, and
 * normal noise of ln loss; seeded.
 */
export function simulateRuns(
  law: Law,
  { seed, noise, count }: { readonly seed: number; readonly noise: number; readonly count: number },
): Rows & { readonly C: Float64Array } {
  const uniform = createUniform(seed);
  const normal = createNormal(seed ^ 0x5bd1e995);
  const N = Float64Array.from({ length: count }, () => 10 ** (7 + 3 * uniform()));
  const D = N.map((size) => size * 10 ** (0.3 + 2 * uniform()));
  const ids = Object.keys(findForm(law.form).scenario);
  const scenario = Object.fromEntries(ids.map((id) => [id, D.map((tokens) => SCENARIO[id]!(uniform(), tokens))]));
  const rows = { count, N, D, loss: new Float64Array(count), weight: new Float64Array(count).fill(1), scenario };
  for (let i = 0; i < count; i++) {
    const own = { ...law, coefficients: { ...law.coefficients, ...scenarioOf(rows, i) } };
    rows.loss[i] = loss(own, N[i]!, D[i]!) * Math.exp(noise * normal());
  }
  return { ...rows, C: N.map((size, i) => 6 * size * D[i]!) };
}
