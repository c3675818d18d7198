import { describe, expect, test } from 'vitest';
import { type Law, defaultLaw, laws } from './laws';
import { choleskyFactor } from './math/cholesky';
import { optimum } from './optimum';
import { drawLaws, optimumInterval, sampleOptima } from './uncertainty';

describe('the uncertainty of a law', () => {
  test('draws have the mean and the standard deviations that are published', () => {
    // Besiroglu et al. 2024: standard errors of alpha 0.015 and beta 0.02
    const draws = drawLaws(defaultLaw)!;
    for (const [name, mean, deviation] of [
      ['alpha', 0.3465, 0.0151],
      ['beta', 0.3699, 0.0207],
    ] as const) {
      const values = draws.map(({ coefficients }) => coefficients[name]!);
      const average = values.reduce((sum, value) => sum + value) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
      expect(Math.abs(average - mean)).toBeLessThan(0.002);
      expect(Math.sqrt(variance) / deviation).toBeCloseTo(1, 1);
    }
  });

  test('gives the 80 % interval of the optimal size at 1e21 FLOP: 2.52B to 3.13B', () => {
    const { N } = optimumInterval(defaultLaw, 1e21)!;
    expect(Math.abs(N[0] / 2.519e9 - 1)).toBeLessThan(0.03);
    expect(Math.abs(N[1] / 3.129e9 - 1)).toBeLessThan(0.03);
  });

  test('widens away from the data, and holds the optimum', () => {
    const width = (C: number) => Math.log(optimumInterval(defaultLaw, C)!.N[1] / optimumInterval(defaultLaw, C)!.N[0]);
    expect(width(1e26)).toBeGreaterThan(width(1e21));
    for (const C of [1e19, 1e21, 1e24]) {
      const { N, D, loss } = optimumInterval(defaultLaw, C)!;
      const best = optimum(defaultLaw, C);
      expect(best.N).toBeGreaterThan(N[0]);
      expect(best.N).toBeLessThan(N[1]);
      expect(best.D).toBeGreaterThan(D[0]);
      expect(best.D).toBeLessThan(D[1]);
      expect(best.loss).toBeGreaterThan(loss[0]);
      expect(best.loss).toBeLessThan(loss[1]);
    }
  });

  test('is unknown for laws whose sources state none', () => {
    expect(
      optimumInterval(
        laws.find(({ id }) => id === 'hoffmann-2022')!,
        1e21,
      ),
    ).toBeUndefined();
  });
});

describe('draws', () => {
  const drawnLaw: Law = {
    ...defaultLaw,
    uncertainty: {
      about: 'a bootstrap',
      parameters: ['log A', 'alpha'],
      draws: [
        [6, 0.34],
        [6.2, 0.35],
        [6.1, 0.345],
      ],
    },
  };

  test('are those that a law carries, all or the first of them; what they leave out stays', () => {
    const draws = drawLaws(drawnLaw)!;
    expect(draws.map(({ coefficients }) => coefficients['alpha'])).toEqual([0.34, 0.35, 0.345]);
    expect(draws[1]!.coefficients['A']).toBeCloseTo(Math.exp(6.2), 9);
    expect(draws[1]!.coefficients['beta']).toBe(defaultLaw.coefficients['beta']);
    expect(drawLaws(drawnLaw, { draws: 2, seed: 1 })).toHaveLength(2);
  });

  test('are optimised one by one: a sample holds what the formula says of each', () => {
    for (const law of [drawnLaw, defaultLaw]) {
      const sample = sampleOptima(law, 3e22)!;
      drawLaws(law)!
        .slice(0, 50)
        .forEach((draw, i) => {
          const { N, D, loss } = optimum(draw, 3e22);
          expect(sample.N[i]! / N).toBeCloseTo(1, 11);
          expect(sample.D[i]! / D).toBeCloseTo(1, 11);
          expect(sample.loss[i]! / loss).toBeCloseTo(1, 12);
          expect(sample.tokensPerParameter[i]! / (D / N)).toBeCloseTo(1, 11);
        });
    }
  });

  test('are laws: a draw whose coefficients the form does not take is drawn again', () => {
    const mean = [0.05, 0.35];
    const covariance = [
      [0.01, 0],
      [0, 1e-4],
    ];
    const draws = drawLaws({ ...defaultLaw, uncertainty: { about: 'wide', parameters: ['alpha', 'beta'], mean, covariance } })!;
    expect(draws).toHaveLength(4000);
    expect(Math.min(...draws.map(({ coefficients }) => coefficients['alpha']!))).toBeGreaterThanOrEqual(0.01);
    expect(() =>
      drawLaws({ ...defaultLaw, uncertainty: { about: 'off', parameters: ['alpha', 'beta'], mean: [-9, 0.35], covariance } }),
    ).toThrow(/hardly a draw/);
  });
});

test('a matrix is the product of its Cholesky factor with itself; others are refused', () => {
  const matrix = [
    [4, 2, 1],
    [2, 5, 3],
    [1, 3, 6],
  ];
  const factor = choleskyFactor(matrix);
  matrix.forEach((row, i) =>
    row.forEach((value, j) => {
      const product = factor[i]!.reduce((sum, x, k) => sum + x * (factor[j]![k] ?? 0), 0);
      expect(product).toBeCloseTo(value, 12);
    }),
  );
  expect(() =>
    choleskyFactor([
      [1, 2],
      [2, 1],
    ]),
  ).toThrow(/not positive definite/);
});
