import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import runs from '../../data/growth-runs.json';
import { findLaw } from '../laws';
import { calibrateByFinalLoss, calibrateBySpeedup, switchEfficiencies } from './calibrate';
import { stackingSpeedups } from './models/gstack';
import { areaSaving } from './savings';
import { scheduleCompute } from './schedule';
import { simulateSchedule } from './simulate';

const law = findLaw('hoffmann-2022')!;
const stages = [
  { N: 1e9, D: 2e10 },
  { N: 2e9, D: 2e10 },
  { N: 8e9, D: 4e10 },
];
const eta = fc.double({ min: -1.5, max: 1.5, noNaN: true }).map((x) => 10 ** x);

describe('the transfer efficiency', () => {
  test('of a simulated run is found again, from its last loss and from all of them', () => {
    fc.assert(
      fc.property(eta, (truth) => {
        const run = simulateSchedule(law, stages, { eta: truth });
        expect(calibrateByFinalLoss(law, stages, run.loss) / truth).toBeCloseTo(1, 6);
        for (const each of switchEfficiencies(law, run.stages)) expect(each / truth).toBeCloseTo(1, 6);
      }),
    );
  });

  test('of a measured speed-up reproduces it', () => {
    for (const { N, D, speedup } of stackingSpeedups) {
      const setting = { N, growthFactor: 4, baseTokens: 1e10, scratchTokens: D, speedup };
      const { eta: found, impliedTokens } = calibrateBySpeedup(law, setting);
      // the base, then so many tokens of the target as the speed-up leaves, end where the run from scratch does
      const grown = [
        { N: N / 4, D: 1e10 },
        { N, D: D - impliedTokens },
      ];
      expect(simulateSchedule(law, grown, { eta: found }).loss).toBeCloseTo(simulateSchedule(law, [{ N, D }]).loss, 10);
      expect((6 * N * D) / scheduleCompute(grown) - 1).toBeCloseTo(speedup, 10);
    }
  });

  test('that stacking was measured to have is 8.5 to 62, where lossless growth predicts 2 % at most', () => {
    const found = stackingSpeedups.map(({ N, D, speedup }) =>
      calibrateBySpeedup(law, { N, growthFactor: 4, baseTokens: 1e10, scratchTokens: D, speedup }),
    );
    const etas = found.map((each) => each.eta);
    expect([Math.min(...etas), Math.max(...etas)].map((each) => each.toPrecision(2))).toEqual(['8.5', '62']);
    expect(Math.max(...found.map(({ losslessSpeedup }) => losslessSpeedup))).toBeCloseTo(0.02, 2);
  });

  test('is none where no efficiency ends at the loss', () => {
    expect(calibrateByFinalLoss(law, stages, 5)).toBeNaN();
    expect(calibrateByFinalLoss(law, stages, 1.7)).toBeNaN();
    expect(calibrateByFinalLoss(law, stages.slice(0, 1), 2.5)).toBeNaN();
  });
});

test('a real run of many small steps saves area, and spends what its log says', () => {
  const grown = runs.growlab.arms.find(({ id }) => id === 'grown')!.points;
  const schedule = grown.map(([, C, N], i) => ({ N: N!, D: (C! - (grown[i - 1]?.[1] ?? 0)) / (6 * N!) }));
  expect(scheduleCompute(schedule) / 3.98785e14).toBeCloseTo(1, 5);
  expect(areaSaving(schedule)).toBeGreaterThan(0);
});
