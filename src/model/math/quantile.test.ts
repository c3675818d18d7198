import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantilesOf } from './quantile';

test('quantiles are those of the sorted sample, linear between its values', () => {
  expect(quantilesOf(Float64Array.of(4, 1, 3, 2), [0, 0.5, 0.9, 1])).toEqual([1, 2.5, 3.7, 4]);
  expect(quantilesOf(Float64Array.of(7), [0.1, 0.9])).toEqual([7, 7]);
});

test('nothing is made up where a value is missing', () => {
  expect(quantilesOf(Float64Array.of(), [0.5])).toEqual([Number.NaN]);
  expect(quantilesOf(Float64Array.of(1, Number.NaN, 2), [0.1, 0.5])).toEqual([Number.NaN, Number.NaN]);
});

test('any sample and any levels, repeated values included', () => {
  const value = fc.oneof(fc.double({ noNaN: true, min: -1e30, max: 1e30 }), fc.constantFrom(1, 2, 2, 3));
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
      (sample, levels) => {
        const sorted = Float64Array.from(sample).sort();
        const expected = levels.map((level) => {
          const position = level * (sorted.length - 1);
          const low = sorted[Math.floor(position)]!;
          const high = sorted[Math.ceil(position)]!;
          return low + (high - low) * (position - Math.floor(position));
        });
        expect(quantilesOf(Float64Array.from(sample), levels).map(Number)).toEqual(expected);
      },
    ),
  );
});
