import { describe, expect, test } from 'vitest';
import { clarkLoss, clarkRouters, routingCutoff, saturatedExperts } from './clark';
import { routedTrainingFlop } from './krajewski';

describe.each(clarkRouters)('Clark’s law of $label', ({ coefficients }) => {
  test('experts saturate between one and the limit', () => {
    expect(saturatedExperts(coefficients, 1)).toBeCloseTo(coefficients.start, 10);
    expect(saturatedExperts(coefficients, 1e12) / coefficients.max).toBeCloseTo(1, 6);
  });

  test('at the cut-off experts change nothing', () => {
    const N = routingCutoff(coefficients);
    expect(clarkLoss(coefficients, N, 64) / clarkLoss(coefficients, N, 1)).toBeCloseTo(1, 10);
  });
});

test('finer experts cost routing', () => {
  expect(routedTrainingFlop(1e9, 1e10, 16)).toBeGreaterThan(routedTrainingFlop(1e9, 1e10, 1));
  expect(routedTrainingFlop(1e9, 1e10, 0) / (6 * 1e9 * 1e10)).toBeCloseTo(1, 10);
});
