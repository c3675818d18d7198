import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carbonKg, dalyInterval, energyKwh, failureOverhead, observedHoursBetweenFailures, usualReliability, youngInterval } from './cost';
import { findGrid, grids } from './grids';
import { findAccelerator, priceIn } from './hardware';
import { storageBill, tokenBytes } from './storage';

const hours = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/**
 * Time over useful time with failures that come at random, work of τ between checkpoints that take δ, and restarts of R: Daly 2006,
 * equation 13, M·e^(R/M)·(e^((τ+δ)/M) − 1)/τ.
 */
function exactTime(work: number, write: number, between: number, restart: number): number {
  return (between * Math.exp(restart / between) * Math.expm1((work + write) / between)) / work;
}

describe('failures', () => {
  test('Daly’s interval is all but the best, and never worse than Young’s', () => {
    fc.assert(
      fc.property(hours(0.001, 1), hours(1, 1000), hours(0, 1), (write, between, restart) => {
        const lost = (work: number) => exactTime(work, write, between, restart);
        const daly = dalyInterval(write, between);
        const best = Math.min(...Array.from({ length: 400 }, (_, i) => lost(daly * 10 ** (i / 200 - 1))));
        expect(lost(daly) / best).toBeLessThan(1.001);
        expect(lost(daly)).toBeLessThanOrEqual(lost(youngInterval(write, between)) * (1 + 1e-3));
      }),
    );
  });

  test('Daly’s interval is Young’s less the writing where failures are rare, and the time between them where writing never ends', () => {
    expect(dalyInterval(1e-4, 1e4) / (youngInterval(1e-4, 1e4) - 1e-4)).toBeCloseTo(1, 3);
    expect(dalyInterval(5, 2)).toBe(2);
  });

  test('Llama 3 405B: one interruption each 2.8 h, one unexpected each 3.1 h, and more than 90 % of the time is useful', () => {
    // 466 interruptions in 54 days, 419 of them unexpected; arXiv 2407.21783, section 3.3.4
    expect(observedHoursBetweenFailures(54, 466)).toBeCloseTo(2.78, 2);
    const { goodput, share, hoursBetweenFailures, checkpointSeconds } = failureOverhead(405e9, 16_384);
    expect(hoursBetweenFailures).toBeCloseTo(3.09, 2);
    expect(goodput).toBeGreaterThan(0.9);
    expect(goodput).toBeCloseTo(1 / (1 + share), 12);
    // 14 bytes of each parameter at 2 TB/s
    expect(checkpointSeconds).toBeCloseTo((14 * 405e9) / 2e12, 9);
  });

  test('cost more on more accelerators, and less where each fails seldom', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 16_384 }), hours(9, 12), (count, exponent) => {
        const N = 10 ** exponent;
        const share = (accelerators: number, factor = 1) =>
          failureOverhead(N, accelerators, {
            ...usualReliability,
            hoursBetweenFailures: factor * usualReliability.hoursBetweenFailures,
          }).share;
        expect(share(2 * count)).toBeGreaterThan(share(count));
        expect(share(count, 10)).toBeLessThan(share(count));
      }),
    );
  });
});

describe('energy and carbon', () => {
  // accelerator-hours, watts, PUE, grid; MWh, tonnes
  test.each([
    ['LLaMA-65B', 1_022_362, 400, 1.1, 'us-llama', 449, 173],
    ['LLaMA-33B', 530_432, 400, 1.1, 'us-llama', 233, 90],
    ['LLaMA-13B', 135_168, 400, 1.1, 'us-llama', 59, 23],
    ['LLaMA-7B', 82_432, 400, 1.1, 'us-llama', 36, 14],
    ['GPT-3', 3_552_000, 330, 1.1, 'us-gpt3', 1287, 552],
    ['BLOOM-176B', 1_082_990, 400, 1, 'france-bloom', 433, 24.7],
  ] as const)('%s as published', (_, acceleratorHours, watts, pue, grid, mwh, tonnes) => {
    const kwh = energyKwh(acceleratorHours, watts, pue);
    expect(kwh / 1000 / mwh).toBeCloseTo(1, 1.5);
    expect(carbonKg(kwh, findGrid(grid)!.kgPerKwh) / 1000 / tonnes).toBeCloseTo(1, 1.5);
  });

  test('grids are listed once each, dated and sourced, and between 0 and 1 kg', () => {
    expect(new Set(grids.map(({ id }) => id)).size).toBe(grids.length);
    for (const { kgPerKwh, when, source } of grids) {
      expect([kgPerKwh > 0 && kgPerKwh < 1, /^20\d\d$/.test(when), source.length > 3]).toEqual([true, true, true]);
    }
  });
});

describe('storage', () => {
  test('GPT-3 and its data for a month', () => {
    const bill = storageBill({ N: 175e9, tokens: 300e9, vocabulary: 50_257, checkpoints: 2, months: 1, pricePerGbMonth: 0.023 });
    // 14 bytes a parameter and two a token
    expect(bill).toMatchObject({ checkpoint: 2.45e12, checkpoints: 4.9e12, data: 6e11 });
    expect(bill.cost).toBeCloseTo(5500 * 0.023, 9);
    expect(tokenBytes(1e9, 128_256)).toBe(4e9);
  });
});

test('prices of a year', () => {
  expect(priceIn(findAccelerator('a100-80')!, '2024')).toMatchObject({ low: 1.4, high: 1.5, middle: 1.45 });
  expect(priceIn(findAccelerator('a100-80')!, '2019')).toBeUndefined();
});
