import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FormId } from '../../model/forms';
import { findForm, formIds } from '../../model/forms';
import { lossLaws } from '../../model/laws';
import { loss } from '../../model/loss';
import { createUniform } from '../../model/math/random';
import { createDerivatives } from '../minimise';
import { findObjective, objectiveIds, penaltyOf } from '../objective';
import { FitSpace, type Restrictions } from '../space';
import type { Rows } from './kernel';
import { scenarioOf } from './kernel';

/** Values of scenario quantities that runs of a table might have, from a number in [0, 1). */
const SCENARIO: Readonly<Record<string, (share: number) => number>> = {
  granularity: (x) => 2 ** Math.floor(6 * x),
  trainingBits: (x) => 3 + Math.floor(14 * x),
  servingBits: (x) => 3 + Math.floor(14 * x),
  experts: (x) => 2 ** Math.floor(10 * x),
  U: (x) => 10 ** (9 + 2 * x),
};

/** A few runs whose losses lie near a law of the form. */
function runsNear(form: FormId, seed: number): { readonly rows: Rows; readonly law: (typeof lossLaws)[number] } {
  const uniform = createUniform(seed);
  const law = lossLaws.find((each) => each.form === form)!;
  const count = 12;
  const column = (value: () => number) => Float64Array.from({ length: count }, value);
  const rows = {
    count,
    N: column(() => 10 ** (7 + 3 * uniform())),
    D: column(() => 10 ** (9 + 3 * uniform())),
    loss: column(() => 1),
    weight: column(() => Math.floor(3 * uniform())),
    scenario: Object.fromEntries(Object.keys(findForm(form).scenario).map((id) => [id, column(() => SCENARIO[id]!(uniform()))])),
  };
  for (let i = 0; i < count; i++) {
    const own = { ...law, coefficients: { ...law.coefficients, ...scenarioOf(rows, i) } };
    rows.loss[i] = loss(own, rows.N[i]!, rows.D[i]!) * (1 + 0.02 * (uniform() - 0.5));
  }
  return { rows, law };
}

describe.each(formIds)('derivatives of the form %s', (form) => {
  const specs = findForm(form).coefficients;
  const names = Object.keys(specs);
  const exponents = names.filter((name) => specs[name]!.unit === '1' && specs[name]!.min >= 0 && specs[name]!.max <= 1);
  const restrictions: readonly Restrictions[] = [
    {},
    { fixed: { [names[1]!]: lossLaws.find((law) => law.form === form)!.coefficients[names[1]!]! } },
    ...(exponents.length > 1 ? [{ ties: [[exponents[0]!, exponents[1]!]] }] : []),
  ];

  test('are those of the objective, which is that of the form itself', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom(...objectiveIds),
        fc.constantFrom(...restrictions),
        fc.array(fc.double({ min: -0.03, max: 0.03, noNaN: true }), { minLength: 12, maxLength: 12 }),
        (seed, id, restriction, shifts) => {
          const { rows, law } = runsNear(form, seed);
          const space = new FitSpace(form, rows, restriction);
          // a corner has no derivative; the absolute value is taken as round as Huber's
          const objective = { ...findObjective(id), ...(id === 'absolute' && { delta: 1e-3, scale: 1e3 }) };
          const free = space.fromCoefficients(law.coefficients).map((x, i) => x + shifts[i]!);
          const { gradient, curvature } = createDerivatives(space.size);
          const value = space.evaluate(free, objective, { gradient, curvature, majoriser: curvature.slice() });
          const coefficients = space.toCoefficients(free);
          let expected = 0;
          let isNearCorner = false;
          for (let i = 0; i < rows.count; i++) {
            const own = { ...law, coefficients: { ...law.coefficients, ...coefficients, ...scenarioOf(rows, i) } };
            const predicted = loss(own, rows.N[i]!, rows.D[i]!);
            const r = objective.residual === 'log' ? Math.log(predicted / rows.loss[i]!) : predicted - rows.loss[i]!;
            expected += rows.weight[i]! * penaltyOf(objective, r);
            if (Math.abs(Math.abs(r) - objective.delta) < 1e-4 || (objective.above !== 1 && Math.abs(r) < 1e-4)) isNearCorner = true;
          }
          expect(value / expected).toBeCloseTo(1, 9);
          fc.pre(!isNearCorner);
          const there = createDerivatives(space.size);
          const at = (j: number, step: number): number => {
            const moved = free.slice();
            moved[j] = moved[j]! + step;
            return space.evaluate(moved, objective, there);
          };
          const step = 1e-6;
          const steepest = Math.max(...gradient.map(Math.abs), value);
          const n = space.size;
          const most = Math.max(...curvature.map(Math.abs));
          for (let j = 0; j < n; j++) {
            const [ahead, up] = [at(j, step), there.gradient.slice()];
            const [behind, down] = [at(j, -step), there.gradient.slice()];
            expect(Math.abs((ahead - behind) / (2 * step) - gradient[j]!) / steepest, `slope of ${j}`).toBeLessThan(1e-5);
            for (let i = j; i < n; i++) {
              const difference = (up[i]! - down[i]!) / (2 * step);
              expect(Math.abs(difference - curvature[i * n + j]!) / most, `bend of ${i}, ${j}`).toBeLessThan(1e-5);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
