import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSchedule } from './parse';
import { areaSaving } from './savings';
import { checkSchedule, growthFactors, scheduleCompute, scheduleTokens } from './schedule';
import { discretise, shapeAreaSaving } from './shape';

const flm = [
  { N: 16e9, D: 245.37e9 },
  { N: 51e9, D: 39.64e9 },
  { N: 101e9, D: 26.54e9 },
];

describe('parseSchedule', () => {
  test.each(['16e9:245.37e9,51e9:39.64e9,101e9:26.54e9', '16B:245.37B, 51B : 39.64B ,101B:26.54B'])('reads %s', (text) => {
    expect(parseSchedule(text)).toEqual(flm);
  });

  test('reads shares of the tokens in all, also where people rounded them', () => {
    expect(parseSchedule('16B:75%,51B:25%', { tokens: 4e11 })).toEqual([
      { N: 16e9, D: 3e11 },
      { N: 51e9, D: 1e11 },
    ]);
    expect(scheduleTokens(parseSchedule('1B:33.3%,2B:33.3%,3B:33.3%', { tokens: 3e11 }))).toBeCloseTo(3e11, -2);
  });

  test.each([
    ['', /^--stages\[0\]: nothing .*16B:245\.37B/],
    ['16B', /^--stages\[0\]: 16B /],
    ['16B:2B:3B', /^--stages\[0\]: 16B:2B:3B /],
    ['1B:2B,,2B:3B', /^--stages\[1\]: nothing /],
    ['1B:2x,y:2B', /^--stages\[0\]: 1B:2x .*; --stages\[1\]: y:2B /],
    ['1B:50%,2B:3B', /^--stages\[1\]: 2B:3B /],
    ['1B:50%,2B:50%', /^--stages: shares without the tokens in all /],
    ['2B:1B,1B:1B', /^--stages\[1\]\.N: 1000000000 .*at least the 2000000000 parameters of the stage before$/],
    ['1:1B', /^--stages\[0\]\.N: 1 .*from 1e5 to 1e15$/],
    ['1B:1', /^--stages\[0\]\.D: 1 .*from 1e6 to 1e17$/],
  ])('refuses %j', (text, message) => {
    expect(() => parseSchedule(text, { field: '--stages' })).toThrow(message);
  });

  test('refuses shares that do not sum to 100 %, and tokens said twice', () => {
    expect(() => parseSchedule('1B:50%,2B:40%', { tokens: 1e11 })).toThrow(
      'stages: 90 % in all is not allowed; expected shares that sum to 100 %',
    );
    expect(() => parseSchedule('1B:50B', { tokens: 1e11 })).toThrow('one of them, or shares');
  });
});

test('a schedule needs a stage, and may stay at a size', () => {
  expect(checkSchedule([])).toHaveLength(1);
  expect(checkSchedule([...flm, { N: 101e9, D: 1e9 }])).toEqual([]);
});

test('FLM-101B: compute, and factors of growth', () => {
  expect(scheduleCompute(flm)).toBeCloseTo(5.17686e22, -18);
  expect(growthFactors(flm).map((factor) => factor.toFixed(2))).toEqual(['3.19', '1.98']);
});

describe('the area saving', () => {
  const shape = fc.record({
    from: fc.double({ min: 0, max: 9e9, noNaN: true }),
    to: fc.constant(1e10),
    exponent: fc.double({ min: 0.2, max: 5, noNaN: true }),
    tokens: fc.constant(1e12),
  });

  test('of linear growth from nothing is one half; less for exponents below 1, more above', () => {
    const saving = (exponent: number) => shapeAreaSaving({ from: 0, to: 1e9, tokens: 1e10, exponent });
    expect(saving(1)).toBe(0.5);
    expect(saving(0.5)).toBeLessThan(0.5);
    expect(saving(2)).toBeCloseTo(2 / 3, 14);
  });

  test('of many stages tends to the exact one from below', () => {
    fc.assert(
      fc.property(shape, (anyShape) => {
        const exact = shapeAreaSaving(anyShape);
        const [coarse, fine] = [100, 1000].map((count) => exact - areaSaving(discretise(anyShape, count)));
        expect(fine).toBeGreaterThan(-1e-12);
        expect(fine).toBeLessThan(6e-3);
        expect(fine! / coarse!).toBeCloseTo(0.1, 1);
      }),
    );
  });

  test('of one stage is none', () => {
    expect(areaSaving([{ N: 7e9, D: 2e12 }])).toBe(0);
  });
});
