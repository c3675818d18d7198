import { expect, test } from 'vitest';
import { defaultLaw, findLaw } from './laws';
import { coefficientDeviations } from './deviations';
import { exp } from './math/elementary';
import { drawLaws } from './uncertainty';

test('standard deviations of the coefficients agree with the standard errors that Besiroglu et al. 2024 print', () => {
  const { E, A, B, alpha, beta } = coefficientDeviations(defaultLaw)!;
  expect(E).toBeCloseTo(0.026, 3);
  expect(A! / 124.58).toBeCloseTo(1, 1);
  // the resamples of B have a longer tail than the log-normal that stands in for them: they give 1338, the source 1293
  expect(B! / 1293.23).toBeGreaterThan(0.85);
  expect(B! / 1293.23).toBeLessThan(1.05);
  expect(alpha).toBeCloseTo(0.015, 3);
  expect(beta).toBeCloseTo(0.02, 2);
});

test('of a law that carries its draws are those of the draws', () => {
  const uncertainty = {
    about: 'a bootstrap',
    parameters: ['alpha', 'log A'],
    draws: [
      [0.3, 6],
      [0.4, 6.2],
    ],
  };
  const deviations = coefficientDeviations({ ...defaultLaw, uncertainty })!;
  expect(deviations['alpha']).toBeCloseTo(0.1 / Math.SQRT2, 12);
  expect(deviations['A']).toBeCloseTo((exp(6.2) - exp(6)) / Math.SQRT2, 9);
});

test('of a coefficient that is drawn as a logarithm are those of what is drawn', () => {
  const drawn = drawLaws(defaultLaw, { draws: 20_000, seed: 1 })!.map((law) => law.coefficients['B']!);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
  expect(coefficientDeviations(defaultLaw)!['B']! / Math.sqrt(variance)).toBeCloseTo(1, 1);
});

test('are unknown where no covariance is', () => {
  expect(coefficientDeviations(findLaw('hoffmann-2022')!)).toBeUndefined();
});
