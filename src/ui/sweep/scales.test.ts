import { describe, expect, test } from 'vitest';
import { quantilesOf } from '../../model/math/quantile';
import { colorScale, heightScale, placesOf, rangeOnAxis } from './scales';

const axis = (values: readonly number[], isLog = false, texts: readonly string[] = []) => ({
  values: Float64Array.from(values),
  isLog,
  texts,
});

describe('places along an axis', () => {
  test('go by value, by its logarithm, or one after the other for categories', () => {
    expect([...placesOf(axis([0, 1, 4]))]).toEqual([0, 0.25, 1]);
    expect(placesOf(axis([1, 10, 1000], true))[1]).toBeCloseTo(1 / 3, 12);
    expect([...placesOf(axis([0, 1, 2], false, ['a', 'b', 'c']))]).toEqual([0, 0.5, 1]);
  });

  test('are none for ends that are open, as those of a histogram', () => {
    expect([...placesOf(axis([-Infinity, 1, 2, 3]))]).toEqual([Number.NaN, 0, 0.5, 1]);
    expect([...placesOf(axis([7]))]).toEqual([0.5]);
  });
});

describe('heights', () => {
  const DECILES = Array.from({ length: 11 }, (_, i) => i / 10);
  const heights = (values: readonly number[]) => heightScale(colorScale({ deciles: quantilesOf(Float64Array.from(values), DECILES) })!);
  const even = Array.from({ length: 101 }, (_, i) => 2 + i / 100);

  test('show every value, the highest tenth too, where none lies far above the others', () => {
    expect(heights(even)).toEqual({ least: 2, most: 3, isLog: false, isCut: false });
    expect(heights([1.8113, 1.83, 1.87, 1.9246, 1.9654])).toMatchObject({ most: 1.9654, isCut: false });
    expect(heights([1, 10, 100, 1000])).toEqual({ least: 1, most: 1000, isLog: true, isCut: false });
    expect(heights([5, 5, 5])).toMatchObject({ least: 5, most: 5, isCut: false });
  });

  test('end below a few values that would press all others flat', () => {
    expect(heights([...even, 60])).toMatchObject({ isLog: false, isCut: true });
    expect(heights([...even, 60]).most).toBeLessThan(3);
  });
});

test('a range without an end reaches to the end of the axis', () => {
  expect(rangeOnAxis({ min: -Infinity, max: 2 }, 1.9, 61)).toEqual([1.9, 2]);
  expect(rangeOnAxis({ min: 3, max: Infinity }, 1.9, 61)).toEqual([3, 61]);
});
