import { describe, expect, test } from 'vitest';
import { claimTopics } from './claim-topics';
import { claims, meets } from './claims';
import { computations, recomputeClaim } from './recompute';

/** The perceptron's simulations take seconds. */
const SIMULATION_TIMEOUT_MS = 60_000;

test.each(claims)(
  '$id: $statement',
  (claim) => {
    recomputeClaim(claim).forEach(({ value, isWithin }, i) => {
      const { quantity, value: stated } = claim.checks[i]!;
      expect.soft(isWithin, `${quantity}: ${stated} is stated, ours is ${value}`).toBe(true);
    });
  },
  SIMULATION_TIMEOUT_MS,
);

describe('the catalogue', () => {
  test('has every id once, and a check in every claim', () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    expect(claims.filter(({ checks }) => checks.length === 0)).toEqual([]);
  });

  test('has claims on every topic, and no other topic', () => {
    expect(new Set(claims.map(({ topic }) => topic))).toEqual(new Set(claimTopics));
  });

  test('names every computation', () => {
    const named = new Set(claims.flatMap(({ checks }) => checks.map((check) => check.case)));
    expect(Object.keys(computations).filter((name) => !named.has(name))).toEqual([]);
  });
});

describe('a claim', () => {
  const [claim] = claims;
  const check = claim!.checks[0]!;
  const recompute = (changes: object) => recomputeClaim({ ...claim!, checks: [{ ...check, ...changes }] })[0]!;

  test('does not pass with a wrong number', () => {
    expect(recompute({}).isWithin).toBe(true);
    expect(recompute({ value: check.value * 1.1 }).isWithin).toBe(false);
  });

  test('must name its computation, its inputs and a law that there is', () => {
    expect(() => recompute({ case: 'none' })).toThrow('unknown none');
    expect(() => recompute({ inputs: {} })).toThrow('no number N');
    expect(() => recompute({ case: 'loss', inputs: { law: 'none', N: 1e9, D: 1e9 } })).toThrow('unknown none');
  });
});

test.each([
  [1.25, { rel: 0.25 }, true],
  [1.26, { rel: 0.25 }, false],
  [0.9, { abs: 0.05 }, false],
  [2, { min: 1, max: 2 }, true],
  [2.1, { min: 1, max: 2 }, false],
  [Number.NaN, { rel: 1 }, false],
])('%d meets 1 within %o: %s', (value, tolerance, isMet) => {
  expect(meets(value, 1, tolerance)).toBe(isMet);
});
