import { expect, test } from 'vitest';
import { defaultLaw, findLaw } from './laws';
import { coefficientDeviations } from './deviations';

test('standard deviations of the coefficients agree with the standard errors that Besiroglu et al. 2024 print', () => {
  const { E, A, alpha, beta } = coefficientDeviations(defaultLaw)!;
  expect(E).toBeCloseTo(0.026, 3);
  expect(A! / 124.58).toBeCloseTo(1, 1);
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
  expect(deviations['A']! / defaultLaw.coefficients['A']!).toBeCloseTo(0.2 / Math.SQRT2, 12);
});

test('are unknown where no covariance is', () => {
  expect(coefficientDeviations(findLaw('hoffmann-2022')!)).toBeUndefined();
});
