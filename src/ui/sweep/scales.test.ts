import { describe, expect, test } from 'vitest';
import { placesOf } from './scales';

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
