import { expect, test } from 'vitest';
import { findCorpus } from './corpora';
import { assessSupply, describeSupply, formatShare, formatTimes, shortVerdict } from './supply';

// The Pile: 825 GB, at 3.3 bytes per token 250 billion tokens
const pile = (D: number) => assessSupply(findCorpus('pile'), D, undefined, 3.3);

test.each([
  [2e11, 'fresh', 1],
  [1e12, 'repeated', 3.7257 / 4],
  [4e12, 'worn', 10.5825 / 16],
  [14.75e12, 'short', 16.0328 / 59],
] as const)('%s tokens of the Pile are %s, as Muennighoff et al. 2023 value repeats', (D, verdict, worth) => {
  const supply = pile(D);
  expect(supply.verdict).toBe(verdict);
  expect(supply.worth).toBeCloseTo(worth, 4);
});

test('says the verdict with its numbers', () => {
  expect(describeSupply(pile(1e12))).toBe(
    '1.00T tokens are 4 times the 250B of The Pile; with 250B unique tokens you read each 4 times, worth 93 % of as many new ones (Muennighoff et al. 2023).',
  );
  expect(describeSupply(assessSupply(findCorpus('common-crawl'), 1.33e12))).toBe(
    '1.33T tokens are 1 % of the 130T of Common Crawl; with 13.0T unique tokens you use 10 % of them, each once at most.',
  );
  expect([2e11, 1e12, 4e12, 1e14].map((D) => shortVerdict(pile(D)).split(/[ ,:]/)[0])).toEqual(['Yes', 'Yes', 'Hardly', 'No']);
});

test('the interval of the unique tokens is that of the corpus, through the funnel', () => {
  const { uniqueInterval } = assessSupply(findCorpus('common-crawl'), 1e12, { language: 0.5, filtered: 1, deduplicated: 1, pruned: 1 });
  expect(uniqueInterval?.map((U) => U / 1e13)).toEqual([expect.closeTo(5, 9), expect.closeTo(13, 9)]);
  expect(pile(1e12).uniqueInterval).toBeUndefined();
});

test('one’s own text is as large as its owner says', () => {
  expect(assessSupply(findCorpus('own', 3.3e12), 1e12, undefined, 3.3).rawTokens).toBeCloseTo(1e12, 0);
});

test('formats shares and epochs for people', () => {
  expect([1e-6, 0.0042, 0.931, 0.9996, 1, 4, 1234].map(formatShare)).toEqual([
    '< 0.01 %',
    '0.42 %',
    '93 %',
    '100 %',
    '100 %',
    '400 %',
    '123k %',
  ]);
  expect([0.102, 3.24, 40.4, 1.6e5].map(formatTimes)).toEqual(['0.1', '3.2', '40.4', '160k']);
});
