import { describe, expect, test } from 'vitest';
import data from '../../../data/growth.json';
import runs from '../../../data/growth-runs.json';
import { findLaw } from '../../laws';
import { findGrowthModel, growthModels } from './index';
import { baseCostInTokens, gstack, nearestSpeedup, savingOfSpeedup, speedupOfSaving, stackingSpeedups } from './gstack';
import { lateJump } from './late-jump';
import { liewKato, secondStageExponent } from './liew-kato';
import { lossless } from './lossless';
import { completeInputs, outsideFitted } from './model';
import { staged, stagedSlopes, stagedStepRatio } from './staged';
import { warmStart, warmStartCrossing, warmStartFits, warmStartLoss } from './warm-start';

const law = findLaw('hoffmann-2022')!;
const stages = [
  { N: 1.75e9, D: 1e10 },
  { N: 7e9, D: 1.4e11 },
];
const made = { A: 500, alpha1: 0.1, alpha2: 0.25, alpha3: 0.003, E: 1.9 };

describe('every growth model', () => {
  test('has its own id, and is found by it', () => {
    expect(growthModels.map(({ id }) => findGrowthModel(id))).toEqual(growthModels);
    expect(findGrowthModel('none')).toBeUndefined();
  });

  test.each(growthModels)('$id names operator, formula, range and source, and gives declared results only', (model) => {
    for (const text of [model.label, model.operator, model.formula, model.range, model.source, model.status]) expect(text).not.toBe('');
    const given = { ...(model === liewKato && made), ...(model === warmStart && { tokensPerParameter: 20 }) };
    const inputs = completeInputs(model, given, { law, stages });
    const results = model.evaluate(inputs, { law, stages });
    expect(Object.keys(results).length).toBeGreaterThan(0);
    expect(model.results.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(results)));
    expect(Object.values(results).filter((value) => !Number.isFinite(value))).toEqual([]);
  });
});

describe('inputs', () => {
  test('come from those given, then from the schedule, then from defaults', () => {
    expect(completeInputs(gstack, { N: 3e9 }, { stages })).toMatchObject({
      N: 3e9,
      C: 6 * (1.75e19 + 9.8e20),
      growthFactor: 4,
      baseTokens: 1e10,
    });
    expect(completeInputs(gstack, { N: 3e9, C: 1e21 }, {})).toEqual({ N: 3e9, C: 1e21, growthFactor: 4 });
  });

  test('that are missing, unknown or out of range are named, all at once', () => {
    expect(() => completeInputs(gstack, { g: 4, N: 1, growthFactor: 0 }, {}, '--input ')).toThrow(
      /^--input g: 4 .*an input of gstack: N, C, growthFactor, baseTokens; --input N: 1 .*from 1e5 to 1e15; --input C: nothing .*; --input growthFactor: 0 /,
    );
    expect(() => completeInputs(lossless, {}, {})).toThrow(/law: nothing .*stages: nothing /);
  });

  test('outside the fitted range are told', () => {
    const inputs = completeInputs(gstack, { N: 7e9, C: 1e21 }, {});
    expect(outsideFitted(gstack, inputs)).toEqual(['N is 7.00B, fitted from 4.1e8 to 3e9']);
    expect(outsideFitted(gstack, { ...inputs, N: 1e9 })).toEqual([]);
  });
});

describe('depth stacking', () => {
  test('a speed-up and a saving are two names of one thing', () => {
    for (const { speedup } of stackingSpeedups) expect(speedupOfSaving(savingOfSpeedup(speedup))).toBeCloseTo(speedup, 14);
    expect(savingOfSpeedup(0.491)).toBeCloseTo(0.329, 3);
  });

  test('a measurement speaks for its neighbourhood only', () => {
    expect(nearestSpeedup(6.7e9, 2.2e11)?.speedup).toBe(0.553);
    expect(nearestSpeedup(1.01e11, 3e11)).toBeUndefined();
  });

  test('base tokens cost g times less than those of the target', () => {
    expect(baseCostInTokens(1e10, 4)).toBe(2.5e9);
  });

  test('a budget that the base alone exceeds buys no tokens after growth', () => {
    const results = gstack.evaluate({ N: 1e9, C: 1e18, growthFactor: 1, baseTokens: 1e12 }, {});
    expect(results['targetTokens']).toBeUndefined();
  });

  test('of eight operators, width loses, depth wins but for random layers', () => {
    const operators = data.stacking.operators.filter(({ id }) => id !== 'scratch');
    const scratch = data.stacking.operators.find(({ id }) => id === 'scratch')!.loss;
    for (const { id, loss, speedup } of operators) {
      expect(speedup > 0, id).toBe(loss < scratch);
      expect(speedup > 0, id).toBe(id.startsWith('depth') && !id.includes('random'));
    }
  });
});

test('two stages saturate: the exponent is gone where the law says', () => {
  const results = liewKato.evaluate({ ...made, D1: 1e10, D2: 1e11 }, {});
  expect(secondStageExponent(made, results['saturatedBase']!)).toBeCloseTo(0, 12);
  const lossAt = (D1: number, D2: number) => liewKato.evaluate({ ...made, D1, D2 }, {})['loss']!;
  const limit = results['limitOfSecondStage']!;
  expect(lossAt(2e10, limit / 2)).toBeLessThan(lossAt(1e10, limit / 2));
  expect(lossAt(2e10, limit * 2)).toBeGreaterThan(lossAt(1e10, limit * 2));
});

describe('the slope rule', () => {
  test('agrees with a simulation of the curve that it is derived from', () => {
    // Kaplan's loss with steps at the critical batch; S from the slope, then the step of the same loss at four times the size
    const lossAt = (N: number, S: number) => (8.8e13 / N) ** 0.076 + (4.2e3 / S) ** 0.76;
    const slopeAt = (N: number, S: number) => {
      const h = 1e-6;
      const logC = (s: number) => Math.log(lossAt(N, s) ** (-1 / 0.21) * s);
      const [a, b] = [S * (1 - h), S * (1 + h)];
      return Math.log(lossAt(N, b) / lossAt(N, a)) / (logC(b) - logC(a));
    };
    for (const N of [1e8, 1e9]) {
      let [low, high] = [1e2, 1e9];
      while (high / low > 1 + 1e-12) {
        const middle = Math.sqrt(low * high);
        if (slopeAt(N, middle) < stagedSlopes.width) low = middle;
        else high = middle;
      }
      const steps = 4.2e3 * (lossAt(N, low) - (8.8e13 / (4 * N)) ** 0.076) ** (-1 / 0.76);
      expect(low / steps).toBeCloseTo(stagedStepRatio(stagedSlopes.width, 4), 4);
    }
  });

  test('costs less than it spares in width and in depth', () => {
    expect(staged.evaluate({ growthFactor: 4, slope: stagedSlopes.width }, {})['computeRatio']).toBeLessThan(1);
    expect(staged.evaluate({ growthFactor: 2, slope: stagedSlopes.depth }, {})['computeRatio']).toBeLessThan(1);
  });
});

describe('warm-starting', () => {
  test('the fit to the next size follows the best runs within 4 %', () => {
    const [next] = warmStartFits;
    const near = runs.warmStart.rows.filter(([base, N]) => N! / base! <= next!.factor[1]);
    expect(near).toHaveLength(9);
    for (const [, N, D, loss] of near) expect(Math.abs(warmStartLoss(next!, 'warm', N!, D!) / loss! - 1)).toBeLessThan(0.04);
  });

  test('to the next size gains until 37 to 47 tokens per parameter', () => {
    const crossings = [77.1e6, 134.6e6, 287.2e6, 610.5e6].map((N) => warmStartCrossing(warmStartFits[0]!, N));
    expect([Math.min(...crossings), Math.max(...crossings)].map(Math.round)).toEqual([37, 47]);
  });

  test('has no fit between the two ranges of growth', () => {
    expect(() => warmStart.evaluate({ N: 1e8, tokensPerParameter: 20, growthFactor: 3 }, {})).toThrow(
      'growthFactor: 3 is not allowed; expected a growth factor from 1.7 to 2.4 or from 3.7 to 5.3',
    );
  });
});

test('one late jump has the loss of the full size only if it has time to mix', () => {
  const inputs = { baseParameters: 1.5e8, N: 7e9, share: 0.8, tokens: 1e11 };
  expect(lateJump.evaluate({ ...inputs, mixingShare: 0.1 }, { law })['loss']).toBeGreaterThan(2);
  expect(lateJump.evaluate({ ...inputs, mixingShare: 0.3 }, { law })['loss']).toBeUndefined();
});
