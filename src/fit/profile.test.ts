import { beforeAll, describe, expect, test } from 'vitest';
import { createNormal } from '../model/math/random';
import { bootstrapFit } from './bootstrap';
import { type ParametricFit, fitLaw } from './fit';
import type { Rows } from './kernels/kernel';
import { CHI_SQUARED_80, profileAll, profileCoefficient } from './profile';
import { exampleRuns } from './runs/examples';
import { readRuns } from './runs/runs';
import { coefficientSpreads } from './uncertainty';

/** Noisy runs of L = 2 + 400·N^-0.3 + 500·D^-0.3. */
function simulate(): Rows {
  const normal = createNormal(11);
  const cells = Array.from({ length: 48 }, (_, i) => [1e7 * 2 ** (i % 8), 1e9 * 3 ** Math.floor(i / 8)] as const);
  const zeros = new Float64Array(cells.length);
  return {
    count: cells.length,
    N: Float64Array.from(cells, ([N]) => N),
    D: Float64Array.from(cells, ([, D]) => D),
    loss: Float64Array.from(cells, ([N, D]) => 2 + 400 * N ** -0.3 + 500 * D ** -0.3 + 0.01 * normal()),
    weight: zeros.map(() => 1),
    scenario: {},
  };
}

describe('the profile of a size, exponents held, under squares of the loss: a quadratic whose answer is known', () => {
  const rows = simulate();
  const fixed = { alpha: 0.3, beta: 0.3, E: 2 };
  const fit = fitLaw(rows, { objective: 'squared-loss', restrictions: { fixed } });
  // L − E = A·x + B·y: ordinary least squares in two columns
  const [x, y] = [rows.N.map((N) => N ** -0.3), rows.D.map((D) => D ** -0.3)];
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const z = rows.loss.map((loss) => loss - 2);
  const determinant = dot(x, x) * dot(y, y) - dot(x, y) ** 2;
  const A = (dot(x, z) * dot(y, y) - dot(x, y) * dot(y, z)) / determinant;
  const B = (dot(y, z) * dot(x, x) - dot(x, y) * dot(x, z)) / determinant;
  const rss = z.reduce((sum, value, i) => sum + (value - A * x[i]! - B * y[i]!) ** 2, 0);
  const sigma = Math.sqrt(rss / (rows.count - 2));

  test('has the interval of ordinary least squares', () => {
    expect(fit.coefficients['A']! / A).toBeCloseTo(1, 6);
    const half = Math.sqrt(CHI_SQUARED_80) * sigma * Math.sqrt(dot(y, y) / determinant);
    const { interval } = profileCoefficient(fit, 'A');
    expect(interval[0]).toBeCloseTo(A - half, 0);
    expect(interval[1]).toBeCloseTo(A + half, 0);
    expect((interval[1]! - interval[0]!) / (2 * half)).toBeCloseTo(1, 3);
  });

  test('rises as a parabola', () => {
    const { points } = profileCoefficient(fit, 'A');
    expect(points.length).toBeGreaterThan(8);
    const curvature = determinant / dot(y, y) / sigma ** 2;
    for (const { value, ratio } of points) expect(ratio).toBeCloseTo(curvature * (value - A) ** 2, 3);
  });
});

describe('profiles of the published points', () => {
  let fit: ParametricFit;
  beforeAll(async () => {
    const text = await exampleRuns.find(({ id }) => id === 'epoch-chinchilla')!.load();
    fit = fitLaw(readRuns(text, { exclude: ['outlier_top5_loss=1'] }));
  });

  test('lie above the optimum, rise to either side, and give intervals near those of the bootstrap', () => {
    const spreads = coefficientSpreads(bootstrapFit(fit, { draws: 400, seed: 1 }));
    const profiles = profileAll(fit);
    expect(profiles.map(({ name }) => name).toSorted()).toEqual(['A', 'B', 'E', 'alpha', 'beta']);
    for (const { name, points, interval } of profiles) {
      expect(
        points.every(({ objective }) => objective >= fit.value * (1 - 1e-9)),
        name,
      ).toBe(true);
      const [low, high] = interval;
      const [from, to] = spreads[name]!.interval;
      const own = fit.coefficients[name]!;
      expect(low, name).toBeLessThan(own);
      expect(high, name).toBeGreaterThan(own);
      const isSize = name === 'A' || name === 'B';
      const width = (a: number, b: number) => (isSize ? Math.log(b / a) : b - a);
      // a profile supposes that every run errs alike; resamples do not, and are up to twice as wide on these points
      expect(width(low!, high!) / width(from, to), name).toBeGreaterThan(0.4);
      expect(width(low!, high!) / width(from, to), name).toBeLessThan(1.2);
    }
  });

  test('of tied coefficients move together, and one that is fixed has none', () => {
    const rows = simulate();
    const tied = fitLaw(rows, { restrictions: { ties: [['alpha', 'beta']], fixed: { E: 2 } } });
    const profile = profileCoefficient(tied, 'beta');
    expect(profile.name).toBe('alpha');
    expect(profile.interval[0]!).toBeLessThan(tied.coefficients['alpha']!);
    expect(profile.interval[1]!).toBeGreaterThan(tied.coefficients['beta']!);
    expect(() => profileCoefficient(tied, 'E')).toThrow('not free');
  });

  test('of a coefficient at the end of its interval goes to one side only', () => {
    // budgets whose best size is the largest: tokens explain nothing, and beta falls to 0
    const cells = [1e18, 1e19, 1e20].flatMap((C) => [1e8, 2e8, 4e8, 8e8, 16e8].map((N) => [N, C / 6 / N] as const));
    const loss = Float64Array.from(cells, ([N]) => 1.8 + 482 * N ** -0.34);
    const [N, D] = [Float64Array.from(cells, ([size]) => size), Float64Array.from(cells, ([, tokens]) => tokens)];
    const open = fitLaw({ count: cells.length, N, D, loss, weight: loss.map(() => 1), scenario: {} });
    expect(open.coefficients['beta']).toBe(0);
    const { points, interval } = profileAll(open).find(({ name }) => name === 'beta')!;
    expect(points[0]!.value).toBe(0);
    expect(points.length).toBeGreaterThan(1);
    expect(interval[0]).toBeUndefined();
  });

  test('that a bound cuts off are open on that side', () => {
    const rows = simulate();
    const bounded = fitLaw(rows, { restrictions: { bounds: { E: [0, 2.001] } } });
    const { points } = profileCoefficient(bounded, 'E');
    expect(Math.max(...points.map(({ value }) => value))).toBeLessThanOrEqual(2.001 * (1 + 1e-12));
  });
});
