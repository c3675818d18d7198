import { describe, expect, test } from 'vitest';
import { formatOwnCount } from './numbers';

describe('counts in the reader’s own names', () => {
  test.each([
    [72.2e9, '722億'],
    [1.33e12, '1.33兆'],
    [7e8, '7億'],
    [12_345, '1.235万'],
    [-5e4, '-5万'],
  ])('%d goes by ten thousands in Japanese', (value, text) => {
    expect(formatOwnCount(value, 'ja')).toBe(text);
  });

  test.each([9999, 0, 5.76e23, Number.NaN, Infinity])('%d has none', (value) => {
    expect(formatOwnCount(value, 'ja')).toBeUndefined();
  });

  test('English has none: the prefixes stand for its names', () => {
    expect(formatOwnCount(72.2e9)).toBeUndefined();
  });
});
