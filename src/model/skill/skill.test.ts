import { expect, test } from 'vitest';
import { findTaskError, taskError } from './gadre';
import { exactMatch, tokenEditDistance } from './metrics';

test.each(['gadre-2024-c4', 'gadre-2024-redpajama', 'gadre-2024-refinedweb'])('with %s a lower loss is a lower error', (law) => {
  const coefficients = findTaskError(law)!;
  expect(taskError(coefficients, 2.5)).toBeLessThan(taskError(coefficients, 3));
});

test('other laws have no task error', () => {
  expect(findTaskError('besiroglu-2024')).toBeUndefined();
});

test('of two metrics of the same tokens one is sharp and one smooth', () => {
  expect(exactMatch(0.9, 10) / exactMatch(0.4, 10)).toBeGreaterThan(1000);
  expect(tokenEditDistance(0.4, 10) / tokenEditDistance(0.9, 10)).toBeLessThan(10);
});
