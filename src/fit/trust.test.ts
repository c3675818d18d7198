import { safeParse } from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { createCustomLaw, customLawSchema } from '../model/custom-law';
import { findForm } from '../model/forms';
import { findLaw } from '../model/laws';
import { loss } from '../model/loss';
import { createNormal, createUniform } from '../model/math/random';
import { optimum } from '../model/optimum';
import { optimumInterval } from '../model/uncertainty';
import { type Bootstrap, bootstrapFit } from './bootstrap';
import { certify } from './certificate';
import { type ParametricFit, fitLaw, refit } from './fit';
import type { Rows } from './kernels/kernel';
import { toLawFile } from './law';
import { Minimiser } from './minimise';
import { conditionNumber } from './math/condition';
import { findObjective } from './objective';
import { exampleRuns } from './runs/examples';
import { type Runs, readRuns } from './runs/runs';
import { coefficientSpreads, correlations, fittedOptimum, predictLoss, spreadOf } from './uncertainty';
import { validateByBudget, validateHeldOut } from './validation';

const SLOW_MS = 60_000;

let runs: Runs;
let fit: ParametricFit;
let bootstrap: Bootstrap;
beforeAll(async () => {
  runs = readRuns(await exampleRuns.find(({ id }) => id === 'epoch-chinchilla')!.load(), { exclude: ['outlier_top5_loss=1'] });
  fit = fitLaw(runs);
  bootstrap = bootstrapFit(fit, { draws: 300, seed: 1 });
}, SLOW_MS);

/** Noisy runs of a law over sizes and budgets. */
function simulate(id: string, seed: number, noise = 0.003, count = 60): Rows & { readonly C: Float64Array } {
  const law = findLaw(id)!;
  const uniform = createUniform(seed);
  const normal = createNormal(seed ^ 0x5bd1e995);
  const N = Float64Array.from({ length: count }, () => 10 ** (7.5 + 3 * uniform()));
  const D = N.map((size) => size * 10 ** (0.3 + 2 * uniform()));
  return {
    count,
    N,
    D,
    C: N.map((size, i) => 6 * size * D[i]!),
    loss: N.map((size, i) => loss(law, size, D[i]!) * Math.exp(noise * normal())),
    weight: new Float64Array(count).fill(1),
    scenario: {},
  };
}

describe('known truth', () => {
  test.each(['besiroglu-2024', 'kaplan-2020-nd', 'gadre-2024-c4'])(
    'without noise the coefficients of %s come back',
    (id) => {
      const law = findLaw(id)!;
      const found = fitLaw(simulate(id, 5, 0), { form: law.form, objective: 'squared' });
      for (const name of Object.keys(findForm(law.form).coefficients)) {
        expect(Math.abs(found.coefficients[name]! / law.coefficients[name]! - 1), name).toBeLessThan(1e-3);
      }
    },
    SLOW_MS,
  );

  test(
    'with noise the 80 % intervals of N* cover it 80 times in a hundred',
    () => {
      const truth = optimum(findLaw('besiroglu-2024')!, 1e21).N;
      const trials = 500;
      // seeds in a row give related sequences
      const uniform = createUniform(2024);
      const seed = (): number => Math.floor(uniform() * 2 ** 32);
      let covered = 0;
      for (let trial = 0; trial < trials; trial++) {
        const found = fitLaw(simulate('besiroglu-2024', seed()), { objective: 'squared' });
        const { intervals } = fittedOptimum(found, 1e21, bootstrapFit(found, { draws: 200, seed: seed() }));
        if (intervals!.N[0] <= truth && truth <= intervals!.N[1]) covered += 1;
      }
      // the standard error of 500 trials at 80 % is 1.8 %; two of them
      const error = Math.sqrt((0.8 * 0.2) / trials);
      expect(Math.abs(covered / trials - 0.8)).toBeLessThan(2 * error);
    },
    2 * SLOW_MS,
  );

  test('draws are wider than plain resamples by the degrees of freedom', () => {
    const found = fitLaw(simulate('besiroglu-2024', 7), { objective: 'squared' });
    const plain = bootstrapFit(found, { draws: 40, seed: 3, isInflated: false });
    const wide = bootstrapFit(found, { draws: 40, seed: 3 });
    expect([plain.inflation, wide.inflation]).toEqual([1, Math.sqrt(60 / 55)]);
    plain.draws.forEach(({ alpha }, i) => {
      const away = (value: number): number => value - found.coefficients['alpha']!;
      expect(away(wide.draws[i]!['alpha']!)).toBeCloseTo(Math.sqrt(60 / 55) * away(alpha!), 9);
    });
  });
});

test('draws by Huber’s function are moved as far as it squares residuals', () => {
  // 39 of the 240 Epoch runs lie within 1e-3 of the law
  expect(bootstrap.inflation).toBeCloseTo(1 + ((Math.sqrt(240 / 235) - 1) * 39) / 240, 9);
  const inflation = (delta: number) => bootstrapFit({ ...fit, objective: findObjective('huber', delta) }, { draws: 1, seed: 0 }).inflation;
  expect(inflation(1)).toBe(Math.sqrt(240 / 235));
  expect(inflation(1e-6)).toBeLessThan(1 + 0.1 * (Math.sqrt(240 / 235) - 1));
});

describe('the certificate', () => {
  test('of the Epoch runs is sound', () => {
    const certificate = certify(fit, runs, {}, 1e22);
    expect(certificate.verdict.level).toBe('sound');
    expect(certificate.degreesOfFreedom).toBe(235);
    expect(certificate.gradientNorm).toBeLessThan(1e-5);
    expect(certificate.conditionNumber).toBeGreaterThan(1);
    expect(certificate.opinions.map(({ by }) => by)).toEqual(expect.arrayContaining(['squared', 'absolute', 'asymmetric', 'approach 2']));
    expect(certificate.extrapolation).toBe(0);
    expect(certificate.intervals).toContain('1.002');
  });

  test('says what is wrong', () => {
    expect(certify(fit, runs, {}, 1e26).verdict.reasons.join()).toContain('decades beyond the runs');
    const bounded = fitLaw(runs, { restrictions: { bounds: { beta: [0.1, 0.3] } } });
    expect(certify(bounded, runs, {}).verdict.reasons.join()).toContain('At an end of its interval: beta');
    const few = simulate('besiroglu-2024', 1, 0.003, 8);
    expect(certify(fitLaw(few), few, {}).verdict.level).toBe('doubtful');
  });

  test(
    'refuses to vouch for coefficients that the runs leave open',
    () => {
      // nothing in the runs tells g from a: all have one granularity
      const open = simulate('besiroglu-2024', 3);
      const found = fitLaw(open, { form: 'krajewski', restrictions: { fixed: { gamma: 0.5, totalPerActive: 43 } } });
      expect(certify(found, open, { form: 'krajewski' }).verdict.level).not.toBe('sound');
    },
    SLOW_MS,
  );
});

test('condition numbers are those of the scaled matrix', () => {
  expect(conditionNumber(Float64Array.of(4, 0, 0, 9), 2, [true, true])).toBeCloseTo(1, 12);
  // correlation 0.8: eigenvalues 1.8 and 0.2
  expect(conditionNumber(Float64Array.of(4, 0, 0.8 * 6, 9), 2, [true, true])).toBeCloseTo(9, 9);
  expect(conditionNumber(Float64Array.of(1, 0, 1, 1), 2, [true, true])).toBe(Infinity);
  expect(conditionNumber(Float64Array.of(1, 0, 0, -1), 2, [true, true])).toBe(Infinity);
});

test('intervals hold their share of the distribution that the draws come from', () => {
  // the k-th of n draws has k/(n + 1) below it: of 99 draws 1 to 99 the central 80 % run from the 10th to the 90th
  const draws = Array.from({ length: 99 }, (_, i) => 99 - i);
  expect(spreadOf(draws).interval[0]).toBeCloseTo(10, 9);
  expect(spreadOf(draws).interval[1]).toBeCloseTo(90, 9);
});

test('very many runs have the law of a fit that starts among all of them', () => {
  const many = simulate('besiroglu-2024', 11, 0.005, 20_001);
  const found = fitLaw(many);
  expect(found.starts.agreeing).toBe(found.starts.count);
  const best = new Minimiser(found.space);
  const free = Float64Array.from(found.free);
  expect(found.value / refit(best, free, found.objective).value - 1).toBeCloseTo(0, 9);
  expect(found.coefficients['alpha']).toBeCloseTo(findLaw('besiroglu-2024')!.coefficients['alpha']!, 2);
  expect(certify(found, many, {}).opinions.map(({ by }) => by)).toEqual(['squared', 'absolute', 'asymmetric']);
});

test('runs with repeated data have one optimum, which every start reaches', async () => {
  const repeated = readRuns(await exampleRuns.find(({ id }) => id === 'datablations')!.load(), {
    exclude: ['dedup!=0', 'opt_variant!=0'],
  });
  for (const restrictions of [{}, { fixed: { R_N: 5.3 } }]) {
    const { starts, value } = fitLaw(repeated, { form: 'muennighoff', restrictions });
    expect(starts.agreeing).toBe(starts.count);
    expect(value).toBeLessThan('fixed' in restrictions ? 0.020617 : 0.0205903);
  }
});

describe('uncertainty', () => {
  test('holds the coefficients, strongly correlated', () => {
    const spreads = coefficientSpreads(bootstrap);
    for (const [name, { interval }] of Object.entries(spreads)) {
      expect(interval[0]).toBeLessThan(fit.coefficients[name]!);
      expect(interval[1]).toBeGreaterThan(fit.coefficients[name]!);
    }
    const { names, matrix } = correlations(bootstrap);
    expect(matrix[names.indexOf('A')]![names.indexOf('alpha')]).toBeGreaterThan(0.95);
    expect(matrix[0]![0]).toBeCloseTo(1, 12);
  });

  test('of a run is wider than of the law', () => {
    const { loss: predicted, interval, runInterval } = predictLoss(fit, bootstrap, 70e9, 1.4e12);
    expect(predicted).toBeCloseTo(1.973, 2);
    expect(interval[0]).toBeLessThan(predicted);
    expect(runInterval[1] - runInterval[0]).toBeGreaterThan(interval[1] - interval[0]);
  });

  test('by groups draws whole groups', () => {
    const groups = Int32Array.from(runs.N, (_, i) => i % 12);
    const byGroup = bootstrapFit(fit, { draws: 20, seed: 0, groups });
    expect(byGroup.byGroup).toBe(true);
    expect(byGroup.draws[0]).not.toEqual(bootstrap.draws[0]);
  });
});

test('a fit of small budgets predicts larger ones within two per cent', () => {
  const windows = validateByBudget(runs, {});
  expect(windows).toHaveLength(3);
  for (const { rms, budgets, fitted, predicted } of windows) {
    expect(rms).toBeLessThan(0.02);
    expect(budgets[1]).toBeGreaterThan(budgets[0]);
    expect(fitted + predicted).toBe(240);
  }
  expect(validateHeldOut(runs, {}, 0.2, 1)[0]!.rms).toBeLessThan(0.02);
});

describe('a law file', () => {
  test('is read again, with intervals from its draws', () => {
    const file = JSON.parse(JSON.stringify(toLawFile(fit, bootstrap, { label: 'Ours', source: 'here' }))) as unknown;
    const result = safeParse(customLawSchema, file);
    expect(result.success).toBe(true);
    const law = createCustomLaw(result.output as Parameters<typeof createCustomLaw>[0]);
    expect(optimum(law, 1e21).N).toBeCloseTo(fittedOptimum(fit, 1e21).N, -3);
    const [low, high] = optimumInterval(law, 1e21)!.N;
    const own = fittedOptimum(fit, 1e21, bootstrap).intervals!.N;
    expect(Math.abs(low / own[0] - 1)).toBeLessThan(0.05);
    expect(Math.abs(high / own[1] - 1)).toBeLessThan(0.05);
  });

  test('is not written with coefficients that could not be read', () => {
    const wild = { ...fit, coefficients: { ...fit.coefficients, B: 1e9 } };
    expect(() => toLawFile(wild, undefined, { label: '', source: '' })).toThrow('coefficient B of the fit');
  });
});
