import fc from 'fast-check';
import { expect, test } from 'vitest';
import { worthOfRepeats } from './repetition';

const R_D = 15.387756;

test('fresh units count in full, repeated ones for less and less, up to a limit', () => {
  fc.assert(
    fc.property(fc.double({ min: 1.001, max: 400, noNaN: true }), (x) => {
      expect(worthOfRepeats(1 / x, R_D)).toBe(1 / x);
      const worth = worthOfRepeats(x, R_D);
      expect(worth).toBeGreaterThan(1);
      expect(worth).toBeLessThan(x);
      expect(worth).toBeLessThanOrEqual((1 + R_D) * (1 + 1e-15));
    }),
  );
  expect(worthOfRepeats(1, R_D)).toBe(1);
});
