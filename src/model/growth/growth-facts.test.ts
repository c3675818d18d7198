import { describe, expect, test } from 'vitest';
import { findLaw } from '../laws';
import { billOf, daysAtRate, layoutAccelerators, rateOf, totalBill, utilisation } from './hardware';
import { gstack } from './models/gstack';
import { lossless } from './models/lossless';
import { completeInputs } from './models/model';
import { findGrowthPreset, growthPresets, presetFleets } from './presets';
import { scheduleCompute, scheduleTokens } from './schedule';
import { growthWarnings, warningIds } from './warnings';

const flm = findGrowthPreset('flm-101b')!;
const law = findLaw('hoffmann-2022')!;

describe('FLM-101B', () => {
  test('has three stages on 192 accelerators, whatever the layout', () => {
    expect(flm.stages.map(({ layout }) => layoutAccelerators(layout))).toEqual([192, 192, 192]);
    expect(growthPresets.map(({ id }) => findGrowthPreset(id))).toEqual(growthPresets);
  });

  test('reaches the utilisation that its authors print', () => {
    const shares = flm.stages.map(({ flopPerSecond }) => utilisation(flopPerSecond, flm.peakFlopPerSecond));
    [0.519, 0.513, 0.5288].forEach((stated, i) => expect(Math.abs(shares[i]! - stated)).toBeLessThan(1.5e-3));
  });

  test('takes the days and tokens that they print, and 76.74 days from scratch', () => {
    expect(flm.stages.reduce((sum, { days }) => sum + days, 0)).toBeCloseTo(flm.published.days, 10);
    expect(scheduleTokens(flm.stages) / flm.published.tokens).toBeCloseTo(1, 3);
    expect(daysAtRate(scheduleTokens(flm.stages), flm.stages[2]!) / flm.published.scratchDays).toBeCloseTo(1, 2);
  });

  test('by 6ND at its measured rate takes 11 % fewer days than it did, for the rate counts more FLOP', () => {
    const bills = presetFleets(flm).map((fleet, i) => billOf(scheduleCompute([flm.stages[i]!]), fleet));
    expect(totalBill(bills).days / flm.published.days).toBeCloseTo(0.89, 2);
  });
});

describe('a bill', () => {
  const fleet = { accelerators: 1000, flopPerSecond: 1e14 };

  test('is time, and money where there is a price', () => {
    // 1e17 FLOP/s for a day
    expect(billOf(8.64e21, fleet)).toEqual({ days: 1, acceleratorHours: 24_000 });
    expect(billOf(8.64e21, { ...fleet, pricePerHour: 2 }).cost).toBeCloseTo(48_000, 6);
  });

  test('adds up, without a cost where a part has none', () => {
    const [free, paid] = [billOf(8.64e21, fleet), billOf(8.64e21, { ...fleet, pricePerHour: 2 })];
    expect(totalBill([paid, paid])).toMatchObject({ days: 2, cost: 96_000 });
    expect(totalBill([paid, free])).toEqual({ days: 2, acceleratorHours: 48_000 });
  });

  test('is undone by the rate', () => {
    const { days } = billOf(6e21, fleet);
    expect(rateOf({ D: 1e12, C: 6e21, days, accelerators: 1000 }).flopPerSecond).toBeCloseTo(1e14, -2);
  });
});

describe('warnings', () => {
  const idsOf = (...context: Parameters<typeof growthWarnings>) => growthWarnings(...context).map(({ id }) => id);

  test('have a text and a reason each', () => {
    expect(warningIds.texts).toEqual(warningIds.reasons);
  });

  test('of FLM-101B under lossless growth', () => {
    expect(idsOf({ model: lossless, stages: flm.stages, preset: flm.id })).toEqual([
      'models-disagree',
      'operator',
      'base-overtrained',
      'several-stages',
      'late-growth',
      'tuning',
      'no-control',
      'loss-unpublished',
    ]);
    const because = growthWarnings({ model: lossless, stages: flm.stages }).map((warning) => warning.because);
    expect(because).toContain('the first stage has 78.8 % of the tokens, 1.8 times what the timing law of stacking advises');
    expect(because).toContain('2 jumps');
  });

  test('of a law beyond its runs', () => {
    const besiroglu = findLaw('besiroglu-2024')!;
    const [near, far] = [1e9, 1e11].map((N) => growthWarnings({ model: lossless, law: besiroglu, stages: [{ N, D: 2e10 }] }));
    expect(near).toEqual([]);
    expect(far).toMatchObject([{ id: 'law-extrapolated', because: 'fitted to N from 4.4e7 to 1.6e10, C from 6e18 to 3e21' }]);
  });

  test('of one early small jump are few, and a run from scratch has none', () => {
    const early = [
      { N: 3.5e9, D: 1e9 },
      { N: 7e9, D: 1.3e11 },
    ];
    expect(idsOf({ model: lossless, stages: early })).toEqual(['models-disagree', 'operator', 'tuning']);
    expect(idsOf({ model: lossless, stages: [{ N: 7e9, D: 1.4e11 }] })).toEqual([]);
  });

  test('of large jumps, many tokens per parameter, and inputs outside the range', () => {
    const stages = [
      { N: 1e9, D: 1e9 },
      { N: 1e10, D: 1e12 },
    ];
    expect(idsOf({ model: lossless, stages })).toEqual(['models-disagree', 'operator', 'growth-factor', 'target-budget', 'tuning']);
    const inputs = completeInputs(gstack, {}, { law, stages });
    expect(growthWarnings({ model: gstack, stages, inputs }).at(-1)).toMatchObject({
      id: 'outside-range',
      because: expect.stringMatching(/^N is 10\.0B, fitted from .*; C is /) as unknown,
    });
  });
});
