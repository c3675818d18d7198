import { describe, expect, it } from 'vitest';
import { parseBudget, roundBudget } from './budget';

describe('parseBudget', () => {
  it.each([
    ['5.76e23', 5.76e23],
    ['5.76e23 FLOP', 5.76e23],
    ['576,000 E flops', 5.76e23],
    ['1E', 1e18],
    ['3640 PF-days', 3640 * 8.64e19],
    ['3,640 pfd', 3640 * 8.64e19],
    ['1 petaflop', undefined],
    ['70B', undefined],
    ['', undefined],
    ['-1e23', undefined],
    ['1e29', undefined],
  ])('%s', (text, expected) => {
    expect(parseBudget(text)).toBe(expected);
  });
});

describe('roundBudget', () => {
  it('keeps four digits and stays within the range', () => {
    expect(roundBudget(5.754399e23)).toBe(5.754e23);
    expect(roundBudget(1)).toBe(1e17);
    expect(roundBudget(1e40)).toBe(1e28);
  });
});
