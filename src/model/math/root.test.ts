import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findRoot } from './root';

test('finds the roots of rising and falling functions', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: 0.01, max: 5, noNaN: true }),
      fc.boolean(),
      (root, slope, falls) => {
        const f = (x: number) => (falls ? -1 : 1) * Math.expm1(slope * (x - root));
        expect(Math.abs(findRoot(f, -60, 60) - root)).toBeLessThan(1e-10);
      },
    ),
  );
});

test('returns the end nearest to a root where the sign does not change', () => {
  expect(findRoot((x) => x + 1, 0, 5)).toBe(0);
  expect(findRoot((x) => x - 9, 0, 5)).toBe(5);
  expect(findRoot((x) => x, 0, 5)).toBe(0);
});

test('an all but straight function needs a few evaluations, not one for each bit', () => {
  let evaluations = 0;
  const root = findRoot(
    (x) => {
      evaluations++;
      return x + 0.01 * x * x - 2;
    },
    -3,
    7,
  );
  expect(root + 0.01 * root * root).toBeCloseTo(2, 12);
  expect(evaluations).toBeLessThan(12);
});
