import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exp, exp2, log2, power } from './elementary';

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);
const positive = fc.double({ min: -300, max: 300, noNaN: true }).map((x) => 10 ** x);

test('log2 agrees with the engine within an ULP or two, and is exact for powers of two', () => {
  fc.assert(
    fc.property(positive, (x) => {
      expect(Math.abs(log2(x) - Math.log2(x))).toBeLessThanOrEqual(2 * Number.EPSILON * Math.max(1, Math.abs(Math.log2(x))));
    }),
    { numRuns: 20_000 },
  );
  for (let k = -1074; k < 1024; k++) expect(log2(2 ** k)).toBe(k);
});

test('exp2 agrees with the engine within a few ULP, and is exact for whole exponents', () => {
  fc.assert(
    fc.property(fc.double({ min: -1020, max: 1023.9, noNaN: true }), (x) => {
      expect(relative(exp2(x), 2 ** x)).toBeLessThan(1e-15);
    }),
    { numRuns: 20_000 },
  );
  for (let k = -1074; k < 1024; k++) expect(exp2(k)).toBe(2 ** k);
});

test('exp and power agree with the engine', () => {
  fc.assert(
    fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (x) => {
      expect(relative(exp(x), Math.exp(x))).toBeLessThan(5e-14);
    }),
  );
  fc.assert(
    fc.property(fc.double({ min: 0, max: 32, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), (log10x, y) => {
      expect(relative(power(10 ** log10x, y), (10 ** log10x) ** y)).toBeLessThan(5e-14);
    }),
    { numRuns: 20_000 },
  );
});

test('the ends of the range behave', () => {
  expect([log2(0), log2(-1), log2(Infinity), log2(Number.NaN)]).toEqual([-Infinity, Number.NaN, Infinity, Number.NaN]);
  expect([exp2(2000), exp2(-2000), exp2(Infinity), exp2(-Infinity), exp2(Number.NaN)]).toEqual([Infinity, 0, Infinity, 0, Number.NaN]);
  expect([power(7, 0), power(7, 1), power(8, -1), power(0, 0.5)]).toEqual([1, 7, 0.125, 0]);
});
