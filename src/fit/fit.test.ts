import { beforeAll, describe, expect, test } from 'vitest';
import { optimum } from '../model/optimum';
import { InputError } from '../quantities/issue';
import { bootstrapFit } from './bootstrap';
import { type ParametricFit, fitLaw } from './fit';
import { findObjective, penaltyOf } from './objective';
import { exampleRuns } from './runs/examples';
import { type Runs, readRuns } from './runs/runs';
import { startStrategies } from './starts';

/** The grid's 4500 descents and 4000 resamples take seconds where others share the machine. */
const SLOW_MS = 60_000;

const read = async (id: string, exclude: readonly string[] = []): Promise<Runs> =>
  readRuns(await exampleRuns.find((known) => known.id === id)!.load(), { exclude });

let epoch: Runs;
beforeAll(async () => {
  epoch = await read('epoch-chinchilla', ['outlier_top5_loss=1']);
});

describe('the 240 runs of Hoffmann et al. without their five highest losses', () => {
  test.each(startStrategies)(
    'have the reference optimum from the strategy %s',
    (starts) => {
      const fit = fitLaw(epoch, { starts });
      expect(epoch.count).toBe(240);
      expect(fit.value).toBeLessThanOrEqual(1.01828e-3);
      expect(fit.value).toBeCloseTo(1.018274e-3, 8);
      const { A, B, E, alpha, beta } = fit.coefficients;
      expect(A! / 477.84 - 1).toBeCloseTo(0, 2);
      expect(B! / 2143.86 - 1).toBeCloseTo(0, 2);
      expect(E! / 1.817236 - 1).toBeCloseTo(0, 4);
      expect(alpha! / 0.347313 - 1).toBeCloseTo(0, 3);
      expect(beta! / 0.367183 - 1).toBeCloseTo(0, 3);
      // each strategy has another number of starts; nearly all of them arrive
      expect(fit.starts.agreeing / fit.starts.count).toBeGreaterThan(0.95);
    },
    SLOW_MS,
  );

  test('give the published objective for the published constants', () => {
    const huber = findObjective('huber');
    const objectiveAt = ([A, B, E, alpha, beta]: readonly [number, number, number, number, number]): number =>
      epoch.N.reduce((sum, N, i) => {
        const predicted = E + A * N ** -alpha + B * epoch.D[i]! ** -beta;
        return sum + penaltyOf(huber, Math.log(predicted / epoch.loss[i]!));
      }, 0);
    expect(objectiveAt([406.4, 410.7, 1.69, 0.34, 0.28]) / 0.00412101 - 1).toBeCloseTo(0, 3);
    const unrounded = [Math.exp(6.0073404), Math.exp(6.0179186), Math.exp(0.5267228), 0.33917084, 0.2849083] as const;
    expect(objectiveAt(unrounded) / 0.00123116 - 1).toBeCloseTo(0, 3);
  });
});

test('all 245 runs have another optimum', async () => {
  const { coefficients } = fitLaw(await read('epoch-chinchilla'));
  expect(Math.abs(coefficients['beta']! / 0.45305 - 1)).toBeLessThan(0.01);
  expect(Math.abs(coefficients['alpha']! / 0.34931 - 1)).toBeLessThan(0.01);
  expect(Math.abs(coefficients['E']! / 1.89134 - 1)).toBeLessThan(0.003);
});

test('least squares on the 217 runs below 1e21 FLOP is that of Open-Athena', async () => {
  const runs = await read('epoch-chinchilla', ['outlier_top5_loss=1', 'C>=1e21']);
  expect(runs.count).toBe(217);
  const { coefficients, value } = fitLaw(runs, { objective: 'squared-loss' });
  const { E, alpha, beta } = coefficients as Record<'E' | 'alpha' | 'beta', number>;
  expect(Math.abs(E / 1.9051 - 1)).toBeLessThan(0.001);
  expect(Math.abs(alpha / 0.3511 - 1)).toBeLessThan(0.002);
  expect(Math.abs(beta / 0.4587 - 1)).toBeLessThan(0.002);
  expect(Math.abs(beta / (alpha + beta) / 0.5665 - 1)).toBeLessThan(0.002);
  expect(Math.abs(value / 0.0624143 - 1)).toBeLessThan(1e-4);
});

describe('4000 resamples of the 240 runs', () => {
  let draws: readonly Readonly<Record<string, number>>[];
  let fit: ParametricFit;
  let unconverged: number;
  beforeAll(() => {
    fit = fitLaw(epoch);
    const bootstrap = bootstrapFit(fit, { draws: 4000, seed: 0, isInflated: false });
    unconverged = bootstrap.unconverged;
    draws = bootstrap.draws;
  }, SLOW_MS);

  const deviation = (value: (draw: Readonly<Record<string, number>>) => number): number => {
    const values = draws.map(value);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
  };

  test.each([
    ['A', 124.58, 0.15],
    ['B', 1293.2, 0.25],
    ['E', 0.026, 0.15],
    ['alpha', 0.015, 0.15],
    ['beta', 0.021, 0.15],
  ])('have the standard error of %s that Besiroglu et al. print', (name, stated, tolerance) => {
    expect(Math.abs(deviation((draw) => draw[name]!) / stated - 1)).toBeLessThan(tolerance);
  });

  test('all converge', () => {
    expect(unconverged).toBe(0);
  });

  test('have a standard error of the exponent a of 0.02', () => {
    expect(Math.abs(deviation(({ alpha, beta }) => beta! / (alpha! + beta!)) / 0.02 - 1)).toBeLessThan(0.15);
  });

  test('have an 80 % interval of N* at 1e21 FLOP from 2.52B to 3.13B', () => {
    const law = { id: 'fit', label: '', about: '', form: 'chinchilla', source: '', status: '', validity: '' } as const;
    const sizes = draws.map((coefficients) => optimum({ ...law, coefficients }, 1e21).N).toSorted((a, b) => a - b);
    expect(Math.abs(sizes[400]! / 2.519e9 - 1)).toBeLessThan(0.03);
    expect(Math.abs(sizes[3600]! / 3.129e9 - 1)).toBeLessThan(0.03);
  });

  test('are the same for the same seed and others for another', () => {
    const again = bootstrapFit(fit, { draws: 3, seed: 0, isInflated: false }).draws;
    expect(again).toEqual(draws.slice(0, 3));
    expect(bootstrapFit(fit, { draws: 1, seed: 1 }).draws[0]).not.toEqual(draws[0]);
  });
});

describe('restrictions', () => {
  test('fix, tie and bound coefficients', () => {
    const fixed = fitLaw(epoch, { restrictions: { fixed: { alpha: 0.34, A: 406.4 } } }).coefficients;
    expect([fixed['alpha'], fixed['A']]).toEqual([0.34, 406.4]);
    const tied = fitLaw(epoch, { restrictions: { ties: [['alpha', 'beta']] } });
    expect(tied.coefficients['alpha']).toBe(tied.coefficients['beta']);
    expect(tied.value).toBeGreaterThan(1.018274e-3);
    const bounded = fitLaw(epoch, { restrictions: { bounds: { beta: [0.1, 0.3], A: [100, 300] } } });
    expect(bounded.coefficients['beta']).toBeCloseTo(0.3, 9);
    expect(bounded.coefficients['A']).toBeLessThanOrEqual(300 * (1 + 1e-12));
    expect(bounded.space.boundsHit(bounded.free)).toContain('beta');
  });

  test('of unknown coefficients are refused', () => {
    expect(() => fitLaw(epoch, { restrictions: { fixed: { gamma: 1 } } })).toThrow(InputError);
    expect(() => fitLaw(epoch, { restrictions: { ties: [['A', 'beta']] } })).toThrow('sizes with sizes');
  });

  test('fixing every coefficient but one at its optimum finds that one again', () => {
    const { coefficients } = fitLaw(epoch);
    const { E, ...fixed } = coefficients;
    expect(fitLaw(epoch, { restrictions: { fixed } }).coefficients['E']! / E! - 1).toBeCloseTo(0, 6);
  });
});

describe('a general form', () => {
  test(
    'with the Chinchilla form written out has the same optimum by differences as by derivatives',
    () => {
      // Gadre's form is Chinchilla's with alpha = beta = 2·eta
      const tied = fitLaw(epoch, { restrictions: { ties: [['alpha', 'beta']] } });
      const gadre = fitLaw(epoch, { form: 'gadre' });
      expect(gadre.value / tied.value - 1).toBeCloseTo(0, 6);
      expect(2 * gadre.coefficients['eta']!).toBeCloseTo(tied.coefficients['alpha']!, 4);
    },
    SLOW_MS,
  );
});

describe('runs that cannot say', () => {
  const table = (rows: readonly string[]) => readRuns(['N,D,loss', ...rows].join('\n'));
  test.each([
    [['1e8,1e9,3', '2e8,2e9,2.8', '4e8,4e9,2.6'], 'at least 6'],
    [Array.from({ length: 9 }, (_, i) => `1e8,${i + 1}e9,${3 - i / 10}`), 'at least two sizes'],
    [Array.from({ length: 9 }, (_, i) => `${i + 1}e8,1e9,${3 - i / 10}`), 'at least two token counts'],
    [Array.from({ length: 9 }, (_, i) => `${i + 1}e8,${i + 1}e9,3`), 'losses that differ'],
  ])('are refused: %j', (rows, message) => {
    expect(() => fitLaw(table(rows))).toThrow(message);
  });
});
