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

test('are unknown where no covariance is', () => {
  expect(coefficientDeviations(findLaw('hoffmann-2022')!)).toBeUndefined();
});
