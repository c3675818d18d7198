import { describe, expect, test } from 'vitest';
import { findLaw } from '../laws';
import { findTaskError, largestPredictedRun, taskError } from './gadre';
import { exactMatch, reducibleLossForMatch, tokenEditDistance, tokenProbability } from './metrics';
import { CHANCE_SCORE, publishedScores } from './scores';
import { computeForMatch, datasetError, lawOfDataset, predictSkill } from './skill';

test.each(['gadre-2024-c4', 'gadre-2024-redpajama', 'gadre-2024-refinedweb'])('with %s a lower loss is a lower error', (law) => {
  const coefficients = findTaskError(law)!;
  expect(taskError(coefficients, 2.5)).toBeLessThan(taskError(coefficients, 3));
});

test('other laws have no task error', () => {
  expect(findTaskError('besiroglu-2024')).toBeUndefined();
});

test('of two metrics of the same tokens one is sharp and one smooth', () => {
  expect(exactMatch(0.9, 10) / exactMatch(0.4, 10)).toBeGreaterThan(1000);
  expect(tokenEditDistance(0.4, 10) / tokenEditDistance(0.9, 10)).toBeLessThan(10);
});

describe('what a configuration can do', () => {
  const law = findLaw('besiroglu-2024')!;
  const exam = { dataset: 'redpajama', tasks: 17, length: 5 } as const;

  test('the largest run of the paper is predicted as it predicts it', () => {
    const { N, D, predicted } = largestPredictedRun;
    expect(predictSkill(lawOfDataset('redpajama'), N, D, exam).taskError).toBeCloseTo(predicted, 2.7);
  });

  test('errors of 46 tasks have constants of their own', () => {
    expect(datasetError('c4', 17, 3)).toBeCloseTo(0.6346117877, 9);
    expect(datasetError('c4', 46, 3)).toBeCloseTo(0.75895 - 1.28852 * Math.exp(-0.97216 * 3), 9);
  });

  test('exact match is the token’s probability to the power of the length', () => {
    expect(exactMatch(0.95, 5)).toBeCloseTo(0.7737809375, 10);
    const { tokenProbability: p, exactMatch: match } = predictSkill(law, 7e10, 1.4e12, exam);
    expect(match).toBeCloseTo(p ** 5, 12);
    expect(tokenProbability(reducibleLossForMatch(0.25, 2))).toBeCloseTo(0.5, 12);
  });

  test('longer answers need more compute for the same score', () => {
    expect(computeForMatch(law, 0.5, 20)).toBeGreaterThan(computeForMatch(law, 0.5, 5));
  });
});

test('published scores beat chance', () => {
  expect(publishedScores.every(({ score, C }) => score > CHANCE_SCORE && C > 1e22)).toBe(true);
});
