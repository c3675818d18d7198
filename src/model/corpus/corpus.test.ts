import { describe, expect, test } from 'vitest';
import { runFunnel } from './funnel';
import { prunedTestError } from './perceptron';
import { corpusTokens, corpusTrend, exhaustionYear, publishedExhaustion, textStocks } from './stock';

describe('the stock of text', () => {
  const effective = textStocks.find(({ id }) => id === 'effective')!;

  test('lies within its intervals', () => {
    for (const { tokens, interval = [0, Infinity] } of textStocks) {
      expect(tokens).toBeGreaterThan(interval[0]);
      expect(tokens).toBeLessThan(interval[1]);
    }
  });

  test('is used up about when the source says', () => {
    const year = exhaustionYear(corpusTrend, effective.tokens);
    expect(corpusTokens(corpusTrend, year) / effective.tokens).toBeCloseTo(1, 10);
    expect(Math.abs(year - publishedExhaustion.median)).toBeLessThan(1.5);
    expect(exhaustionYear(corpusTrend, effective.interval![1])).toBeLessThan(publishedExhaustion.late);
  });

  test('is used up sooner by over-training', () => {
    expect(exhaustionYear(corpusTrend, effective.tokens, 5)).toBeLessThan(exhaustionYear(corpusTrend, effective.tokens));
  });
});

test('the funnel loses a share at each step, and repeats the rest', () => {
  const { bytes, unique, tokens, effective } = runFunnel(1e15, 4, { language: 0.5, filtered: 0.4, deduplicated: 0.5, pruned: 0.8 }, 4);
  expect(bytes).toEqual({ raw: 1e15, language: 5e14, filtered: 2e14, deduplicated: 1e14, pruned: 8e13 });
  expect([unique, tokens]).toEqual([2e13, 8e13]);
  expect(effective / tokens).toBeCloseTo(0.931, 3);
});

describe('pruning a teacher’s examples', () => {
  const error = (examplesPerDimension: number, rule: 'random' | 'hard' | 'easy') =>
    prunedTestError({ examplesPerDimension, keep: 0.5, rule, dimension: 40, seeds: 4 });

  test('is seeded', () => {
    expect(error(2, 'random')).toBe(error(2, 'random'));
  });

  test('keeps the easy ones when data is scarce, the hard ones when it abounds', () => {
    expect(error(2, 'easy')).toBeLessThan(Math.min(error(2, 'random'), error(2, 'hard')));
    expect(error(30, 'hard')).toBeLessThan(Math.min(error(30, 'random'), error(30, 'easy')));
  });
});
