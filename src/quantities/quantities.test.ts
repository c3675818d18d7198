import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCount, formatQuantity, formatScientific, formatSize, formatValue } from './format';
import { parseNumber } from './parse';
import { heading, isQuantityId, quantities, quantityIds } from './registry';

describe('the registry', () => {
  test.each(quantityIds)('%s has an ordered range, a unit and a sentence', (id) => {
    const { min, max, unit, about } = quantities[id];
    expect(min).toBeLessThan(max);
    expect(unit).not.toBe('');
    expect(about).toMatch(/\.$/);
  });

  test('headings name the unit unless the quantity counts things', () => {
    expect(['N', 'D', 'C', 'loss', 'tokensPerParameter'].filter(isQuantityId).map(heading)).toEqual([
      'N',
      'D',
      'C [FLOP]',
      'loss [nat/token]',
      'tokensPerParameter [token/parameter]',
    ]);
  });
});

describe('parseNumber', () => {
  test.each([
    ['70e9', 70e9],
    ['70B', 70e9],
    ['1.4T', 1.4e12],
    ['5.76e23', 5.76e23],
    [' 350 M ', 350e6],
    ['.5', 0.5],
    ['-1', -1],
    ['1E21', 1e21],
    ['2k', 2000],
    ['1e3B', 1e12],
    ['7億', 7e8],
    ['1.4兆', 1.4e12],
    ['25 万', 25e4],
    ['１．４兆', 1.4e12],
    ['７０Ｂ', 70e9],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each(['', 'abc', '7 billion', '1,000', '0x10', 'e5', '--1', '1e', 'Infinity', 'NaN', '億', '1兆4', '七億'])('refuses %j', (text) => {
    expect(parseNumber(text)).toBeNaN();
  });

  test('reads what String writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumber(String(value))).toBe(Object.is(value, -0) ? 0 : value);
      }),
    );
  });
});

describe('formatting', () => {
  test.each([
    [7e10, '70.0B'],
    [1.4e12, '1.40T'],
    [999.6e6, '1.00B'],
    [1234, '1.23k'],
    [12, '12.0'],
    [0, '0.00'],
    [Number.NaN, '–'],
  ])('%s parameters are %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });

  test('counts keep their prefix with fewer digits than stand before the point', () => {
    expect(formatCount(123_400, 2)).toBe('120k');
    expect(formatCount(9.996e11, 2)).toBe('1.0T');
  });

  test('FLOP are scientific, losses have four decimals, tokens name their unit', () => {
    expect(formatScientific(5.76e23)).toBe('5.76e23');
    expect(formatQuantity('C', 5.76e23)).toEqual({ number: '5.76e23', unit: 'FLOP' });
    expect(formatQuantity('loss', 1.973882)).toEqual({ number: '1.9739', unit: 'nat/token' });
    expect(formatQuantity('D', 1.4e12)).toEqual({ number: '1.40T', unit: 'tokens' });
    expect(formatQuantity('tokensPerParameter', 20.04)).toEqual({ number: '20', unit: '' });
    expect(formatQuantity('memoryPerGpu', 8.9e9, 4)).toEqual({ number: '8.9', unit: 'GB' });
    expect(formatValue('memoryPerGpu', 1.2345e12)).toBe('1.23 TB');
    expect([999_600, 999, 0, 2.5e16].map((bytes) => formatSize(bytes))).toEqual(['1 MB', '999 bytes', '0 bytes', '25000 TB']);
  });
});
