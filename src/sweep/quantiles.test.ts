import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formIds } from '../model/forms';
import { laws } from '../model/laws';
import { loss } from '../model/loss';
import { quantilesOf } from '../model/math/quantile';
import { optimum } from '../model/optimum';
import { ensemble, lawWithDraws } from '../testing/sweeps';
import { InputError } from '../quantities/issue';
import { type SweepFile, type SweepFileInput, parseSweepFile } from './file';
import { type SweepPlan, planSweep } from './plan';
import { createPolish } from './polish';
import { type StartColumn, createQuantiles } from './quantiles';
import { resultTable } from './rows';

const fromBefore: StartColumn = () => -1;

/** All quantiles of a sweep, one object for each row. */
function quantilesOfSweep(file: SweepFile, start = fromBefore): Readonly<Record<string, number>>[] {
  const plan = planSweep(file);
  const quantiles = createQuantiles(plan);
  const values = new Float64Array(plan.rows * quantiles.width);
  quantiles.fill({ row: 0, rows: plan.rows, column: 0, columns: plan.columns }, start, values);
  const names = resultTable(plan)
    .map(({ heading }) => heading)
    .slice(plan.rowAxis ? 1 : 0);
  return Array.from({ length: plan.rows }, (_, row) =>
    Object.fromEntries(names.map((name, k) => [name, values[row * quantiles.width + k]!])),
  );
}

/** The plan of one draw: a frontier, as if the draw were the law. */
const planOfDraw = (plan: SweepPlan, draw: number): SweepPlan => ({ ...plan, law: plan.ensemble!.laws[draw]! });

const oneOfEachForm = formIds.flatMap((form) => laws.find((law) => law.form === form)?.id ?? []);

describe('quantiles over draws', () => {
  test('are those of the closed-form optima of the same draws', () => {
    const file = ensemble(500, 9, 64);
    const plan = planSweep(file);
    quantilesOfSweep(file).forEach((found, row) => {
      const optima = plan.ensemble!.laws.map((law) => optimum(law, plan.rowAxis!.values[row]!));
      const check = (name: string, unit: string, of: (best: { N: number; D: number; loss: number }) => number): void => {
        const expected = quantilesOf(Float64Array.from(optima, of), [0.1, 0.5, 0.9]);
        ['p10', 'p50', 'p90'].forEach((level, k) => expect(found[`${name}_${level}${unit}`]! / expected[k]!).toBeCloseTo(1, 11));
      };
      check('N', '', ({ N }) => N);
      check('D', '', ({ D }) => D);
      check('loss', ' [nat/token]', ({ loss: value }) => value);
      check('tokensPerParameter', ' [token/parameter]', ({ N, D }) => D / N);
    });
  });

  test.each(oneOfEachForm)('equal the search that visits every cell and polishes each draw like a frontier: %s', (id) => {
    const file = ensemble(8, 5, 37, lawWithDraws(id, 8));
    const plan = planSweep(file);
    quantilesOfSweep(file).forEach((found, row) => {
      const best = plan.ensemble!.laws.map((law, draw) => {
        const sizes = [...plan.columnAxis.values];
        const losses = sizes.map((N) => loss(law, N, plan.rowAxis!.values[row]! / 6 / N));
        return createPolish(planOfDraw(plan, draw))(row, losses.indexOf(Math.min(...losses)));
      });
      const expected = quantilesOf(Float64Array.from(best), [0.1, 0.5, 0.9]);
      [found['N_p10'], found['N_p50'], found['N_p90']].forEach((N, k) => expect(Math.abs(N! / expected[k]! - 1)).toBeLessThan(1e-9));
    });
  });

  test.each(oneOfEachForm)('do not depend, to the last bit, on where the search begins: %s', (id) => {
    const file = ensemble(20, 6, 50, lawWithDraws(id, 20));
    const expected = quantilesOfSweep(file);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 49 }), { minLength: 7, maxLength: 7 }), (starts) => {
        expect(quantilesOfSweep(file, (draw, row) => starts[(draw * 5 + row) % 7]!)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  test('optima outside the axis stand at its end, and constraints cut every draw', () => {
    const file = ensemble(50, 3, 20);
    const cut = { ...file, constraints: [{ quantity: 'N' as const, max: 2e8 }] };
    for (const { N_p10, N_p90 } of quantilesOfSweep(cut).slice(1))
      expect([N_p10! / 2e8, N_p90! / 2e8].map((x) => x.toFixed(6))).toEqual(['1.000000', '1.000000']);
    const narrow = { ...file, axes: [file.axes[0]!, { ...file.axes[1]!, to: 1e7 }] };
    expect(quantilesOfSweep(narrow).at(-1)!['N_p50']).toBe(1e7);
    const impossible = { ...file, constraints: [{ quantity: 'N' as const, max: 1e5 }] };
    expect(Object.values(quantilesOfSweep(impossible)[0]!).every(Number.isNaN)).toBe(true);
  });

  test('one axis gives one row, any levels their names', () => {
    const [, sizes] = ensemble(2, 2, 20).axes;
    const file = parseSweepFile({
      version: 1,
      law: 'besiroglu-2024',
      scenario: { C: 1e21 },
      axes: [sizes!],
      metrics: ['loss', 'N'],
      reduce: { kind: 'quantiles', over: ['N'], levels: [0.975, 0.025] },
    });
    expect(planSweep(file).ensemble?.laws).toHaveLength(4000);
    expect(resultTable(planSweep(file)).map(({ heading }) => heading)).toEqual([
      'N_p97.5',
      'N_p2.5',
      'loss_p97.5 [nat/token]',
      'loss_p2.5 [nat/token]',
    ]);
    const [row] = quantilesOfSweep(file);
    expect(row!['N_p97.5']).toBeGreaterThan(row!['N_p2.5']!);
  });
});

describe('a file with quantiles', () => {
  const good = ensemble(100, 3, 20) as SweepFileInput;
  const refusal = (change: Partial<Record<keyof SweepFileInput, unknown>>): string => {
    try {
      parseSweepFile({ ...good, ...change });
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
    return 'accepted';
  };

  test.each([
    [{ law: 'hoffmann-2022' }, 'law: "hoffmann-2022" is not allowed; expected for quantiles a law of known uncertainty: besiroglu-2024'],
    [{ draws: 1 }, 'draws: 1 is not allowed; expected a whole number from 2 to 100000'],
    [{ seed: -1 }, 'seed: -1 is not allowed; expected a whole number from 0 to 4294967295'],
    [{ reduce: { kind: 'frontier', over: ['N'] } }, 'draws: 100 is not allowed; expected the reduction "quantiles" beside it'],
    [{ reduce: { kind: 'quantiles', over: ['D'] } }, 'reduce.over[0]: D is not allowed; expected one of the axes C, N'],
    [
      { reduce: { kind: 'quantiles', over: ['N'], levels: [0.5, 0.5] } },
      'reduce.levels: [0.5,0.5] is not allowed; expected a list of different numbers from 0 to 1',
    ],
    [{ reduce: { kind: 'quantiles', over: ['N'], levels: [10] } }, 'reduce.levels[0]: 10 is not allowed; expected a number from 0 to 1'],
    [
      { constraints: [{ quantity: 'loss', max: 2 }] },
      'constraints[0].quantity: loss is not allowed; expected for quantiles a quantity that no draw changes',
    ],
    [{ law: lawWithDraws('hoffmann-2022', 50) }, 'draws: 100 is not allowed; expected at most 50, the draws of the law'],
  ])('is refused, by the name of the field: %j', (change, message) => {
    expect(refusal(change)).toBe(message);
  });

  test('a law of the user’s own must say how its coefficients spread in numbers that fit together', () => {
    const law = lawWithDraws('hoffmann-2022', 3);
    const change = (uncertainty: unknown): string => refusal({ law: { ...law, uncertainty }, draws: undefined });
    expect(change({ parameters: ['alpha'], draws: [[0.3], [0.31]] })).toBe('accepted');
    expect(change({ parameters: ['gamma'], draws: [[0.3], [0.31]] })).toContain('a coefficient, or "log " and a coefficient');
    expect(change({ parameters: ['alpha'], draws: [[0.3], [0.31, 1]] })).toContain('as many numbers in each row as there are parameters');
    expect(
      change({
        parameters: ['alpha', 'log A'],
        mean: [0.3, 6],
        covariance: [
          [1, 2],
          [2, 1],
        ],
      }),
    ).toContain('positive definite');
  });

  test('another seed draws other laws, more draws hold the fewer', () => {
    const coefficientsOf = (change: Partial<SweepFileInput>) =>
      planSweep(parseSweepFile({ ...good, ...change })).ensemble!.laws.map(({ coefficients }) => coefficients);
    expect(coefficientsOf({ draws: 200 }).slice(0, 100)).toEqual(coefficientsOf({}));
    expect(coefficientsOf({ seed: 2 })[0]).not.toEqual(coefficientsOf({})[0]);
  });
});
