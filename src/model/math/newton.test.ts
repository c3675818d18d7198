import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minimiseExponentials } from './newton';

const rate = fc.double({ min: 0.01, max: 3, noNaN: true });
const size = fc.double({ min: -20, max: 20, noNaN: true }).map(Math.exp);

test('finds the closed form of two exponentials, or the end of the interval nearest to it', () => {
  fc.assert(
    fc.property(
      size,
      rate,
      size,
      rate,
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      (a, p, b, q, low, width) => {
        const sum = { sizes: Float64Array.of(a, b), rates: Float64Array.of(-p, q) };
        const closed = Math.log((a * p) / (b * q)) / (p + q);
        const expected = Math.min(Math.max(closed, low), low + width);
        expect(Math.abs(minimiseExponentials(sum, low, low + width) - expected)).toBeLessThan(1e-10 * Math.max(1, Math.abs(expected)));
      },
    ),
    { numRuns: 20_000 },
  );
});

test('goes to the end of the interval where all fall or all rise', () => {
  expect(minimiseExponentials({ sizes: Float64Array.of(1, 2), rates: Float64Array.of(-1, -2) }, -1, 2)).toBeCloseTo(2, 12);
  expect(minimiseExponentials({ sizes: Float64Array.of(1, 2), rates: Float64Array.of(1, 2) }, -1, 2)).toBeCloseTo(-1, 12);
});
