import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flopCountIds } from '../../quantities/registry';
import { configurationAt, resolveConfiguration, slopesAlong, solveConfiguration } from '../configuration';
import { kaplanForwardFlop } from '../flop/kaplan';
import { megatronFlopPerToken } from '../flop/megatron';
import { idealShape, plausibleShape } from '../flop/shape';
import { type ChinchillaCoefficients, elasticityRatio, lifetimeFlop, lifetimeOptimum } from '../inference/flop-optimum';
import { type Scenario, bindLaw, findLaw, laws } from '../laws';
import { loss } from '../loss';
import { computeForLoss, computeForParameters, numericalOptimum, optimum } from '../optimum';
import { extraCompute, sizedRun } from '../sized-run';
import { flopPerToken } from './counts';
import { inferenceCostRatio } from './money';
import { elasticityOf, inverseOfPowers, sumOfPowers } from './powers';
import { budgetFor, lifetimeFlopOf, mostParameters, spendOf, tokenSlope, tokensForBudget, trainingFlop } from './spend';

const sardana = findLaw('sardana-2024')!;
const coefficients = sardana.coefficients as ChinchillaCoefficients;
const powerOfTen = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((x) => 10 ** x);
const size = powerOfTen(6, 14);
const count = fc.constantFrom(...flopCountIds);
const context = fc.integer({ min: 1, max: 1_000_000 });
const scenario: fc.Arbitrary<Scenario> = fc.record({
  flopCount: count,
  contextLength: context,
  inferenceTokens: fc.oneof(fc.constant(0), powerOfTen(6, 16)),
  inferenceCostRatio: powerOfTen(-1, 2),
});

describe('FLOP of a token', () => {
  test('are the published counts of the usual shape', () => {
    fc.assert(
      fc.property(size, context, (N, tokens) => {
        const shape = idealShape(N, tokens);
        const counted = (id: (typeof flopCountIds)[number]) => flopPerToken(id, tokens);
        expect(sumOfPowers(counted('kaplan').forward, N) / kaplanForwardFlop(shape)).toBeCloseTo(1, 10);
        for (const [id, recomputation] of [
          ['megatron', 'none'],
          ['megatron-selective', 'selective'],
          ['megatron-full', 'full'],
        ] as const) {
          expect(sumOfPowers(counted(id).training, N) / megatronFlopPerToken(shape, recomputation)).toBeCloseTo(1, 10);
        }
      }),
    );
  });

  test('come close to those of the rounded shape, and to 6N where the context is short', () => {
    for (const N of [1e8, 1e9, 1e10, 1e11, 1e12]) {
      const rounded = plausibleShape(N, 4096);
      expect(sumOfPowers(flopPerToken('megatron', 4096).training, N) / megatronFlopPerToken(rounded, 'none')).toBeCloseTo(1, 0);
      expect(sumOfPowers(flopPerToken('kaplan', 1).training, N) / (6 * N)).toBeCloseTo(1, 3);
    }
  });

  test('rise as their elasticity says, and have an inverse', () => {
    fc.assert(
      fc.property(count, context, size, (id, tokens, N) => {
        const { training } = flopPerToken(id, tokens);
        const rise = Math.log(sumOfPowers(training, N * 1.001) / sumOfPowers(training, N / 1.001)) / Math.log(1.001 ** 2);
        expect(elasticityOf(training, N)).toBeCloseTo(rise, 6);
        expect(inverseOfPowers(training, sumOfPowers(training, N)) / N).toBeCloseTo(1, 10);
      }),
    );
  });

  test('take no account of a context or of prices where nothing is served by 6ND', () => {
    expect(spendOf({ contextLength: 1e6, inferenceCostRatio: 50 })).toBeUndefined();
  });
});

describe('a budget', () => {
  test('pays for training and serving, and what it buys spends it', () => {
    fc.assert(
      fc.property(scenario, size, powerOfTen(-4, 4), (given, N, ratio) => {
        const spend = spendOf(given);
        const C = budgetFor(spend, N, ratio * N);
        const D = tokensForBudget(spend, C, N);
        const share = trainingFlop(spend, N, ratio * N) / C;
        if (Number.isNaN(D)) {
          expect(share).toBeLessThan(1.0001e-5);
        } else {
          expect(D / (ratio * N)).toBeCloseTo(1, 8);
          expect(N).toBeLessThanOrEqual(mostParameters(spend, C) * (1 + 1e-9));
        }
      }),
    );
  });

  test('gives back N and D from any two inputs', () => {
    fc.assert(
      fc.property(scenario, size, powerOfTen(-2, 3), (given, N, tokensPerParameter) => {
        const spend = spendOf(given);
        const D = tokensPerParameter * N;
        const C = budgetFor(spend, N, D);
        if (trainingFlop(spend, N, D) < 1e-4 * C) return;
        for (const inputs of [
          { C, N },
          { C, D },
          { C, tokensPerParameter },
        ]) {
          const found = resolveConfiguration(inputs, spend)!;
          expect(found.N / N).toBeCloseTo(1, 7);
          expect(found.D / D).toBeCloseTo(1, 7);
        }
      }),
    );
  });

  test('has a solution that agrees with the definition, with its slopes, where it has a formula', () => {
    const pairs = [
      ['C', 'N'],
      ['N', 'C'],
      ['C', 'D'],
      ['D', 'C'],
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...pairs), scenario, size, powerOfTen(-2, 3), ([first, second], given, N, ratio) => {
        const spend = spendOf(given);
        const solution = solveConfiguration(first, second, spend);
        expect(solution !== undefined).toBe(first === 'N' || second === 'N' || spend === undefined || spend.flopCount === '6nd');
        const values = { N, D: ratio * N, C: budgetFor(spend, N, ratio * N) };
        if (!solution || trainingFlop(spend, N, values.D) < 1e-3 * values.C) return;
        const logs = [Math.log2(values[first]), Math.log2(values[second])] as const;
        const found = configurationAt(solution, ...logs);
        expect(found.N / N).toBeCloseTo(1, 8);
        expect(found.D / values.D).toBeCloseTo(1, 8);
        const step = 1e-6;
        const next = configurationAt(solution, logs[0], logs[1] + step);
        const before = configurationAt(solution, logs[0], logs[1] - step);
        const slopes = slopesAlong(solution, ...logs);
        for (const quantity of ['N', 'D'] as const) {
          const slope = Math.log2(next[quantity] / before[quantity]) / (2 * step);
          expect(Math.abs(slopes[quantity] - slope) / Math.max(1, Math.abs(slope))).toBeLessThan(1e-3);
        }
      }),
    );
  });

  test('at a fixed size loses tokens as the slope says', () => {
    fc.assert(
      fc.property(scenario, size, powerOfTen(-1, 3), (given, N, ratio) => {
        const spend = spendOf(given);
        const C = budgetFor(spend, N, ratio * N);
        if (trainingFlop(spend, N, ratio * N) < 0.01 * C) return;
        const slope = Math.log(tokensForBudget(spend, C, N * 1.00001) / tokensForBudget(spend, C, N / 1.00001)) / (2 * Math.log(1.00001));
        expect(tokenSlope(spend, N, ratio * N) / slope).toBeCloseTo(1, 4);
      }),
    );
  });
});

describe('the optimum of a budget that also serves', () => {
  test('is that of Sardana and Frankle: 1.947 nat/token with 2T inference tokens', () => {
    const law = bindLaw(sardana, { inferenceTokens: 2e12 });
    const best = optimum(law, computeForLoss(law, 1.947));
    const free = optimum(sardana, computeForLoss(sardana, 1.947));
    expect(best.loss).toBeCloseTo(1.947, 9);
    expect(best.N / 2.418e10).toBeCloseTo(1, 3);
    expect(best.D / 2.657e12).toBeCloseTo(1, 3);
    expect(best.N / free.N).toBeCloseTo(0.7096, 3);
    expect(best.D / free.D).toBeCloseTo(1.4677, 3);
    expect(best.C / lifetimeFlop(free, 2e12)).toBeCloseTo(0.9522, 3);
  });

  test('saves 17 % of a 13B model’s life of 2e12 tokens with 7B parameters', () => {
    const law = bindLaw(sardana, { inferenceTokens: 2e12 });
    const original = optimum(sardana, computeForParameters(sardana, 1.3e10));
    const best = optimum(law, computeForLoss(law, original.loss));
    expect(best.N / 7e9).toBeCloseTo(1, 1);
    expect(1 - best.C / lifetimeFlop(original, 2e12)).toBeCloseTo(0.17, 2);
  });

  test('meets the optimum at a given loss, by another route, and its first-order condition', () => {
    fc.assert(
      fc.property(powerOfTen(-1.5, -0.2), powerOfTen(9, 14), (reducible, T) => {
        const target = coefficients.E + reducible;
        const law = bindLaw(sardana, { inferenceTokens: T });
        const expected = lifetimeOptimum(coefficients, target, T)!;
        const C = computeForLoss(law, target);
        expect(C / lifetimeFlop(expected, T)).toBeCloseTo(1, 9);
        const found = optimum(law, lifetimeFlop(expected, T));
        expect(found.N / expected.N).toBeCloseTo(1, 7);
        expect(elasticityRatio(coefficients, found) / (1 + T / (3 * found.D))).toBeCloseTo(1, 7);
      }),
      { numRuns: 50 },
    );
  });

  test('counts inference at its price: T tokens at m times the cost are m·T tokens', () => {
    const dear = optimum(bindLaw(sardana, { inferenceTokens: 1e12, inferenceCostRatio: 4 }), 1e24);
    const many = optimum(bindLaw(sardana, { inferenceTokens: 4e12 }), 1e24);
    expect(dear.N).toBe(many.N);
    expect(lifetimeFlopOf(spendOf({ inferenceTokens: 1e12, inferenceCostRatio: 4 }), 1e9, 1e9)).toBe(6e18 + 2e21);
  });

  test('beats its neighbours of the same budget, under every law, count and demand', () => {
    fc.assert(
      fc.property(fc.constantFrom(...laws), scenario, powerOfTen(20, 28), powerOfTen(-3, 0), (unbound, given, C, step) => {
        const law = bindLaw(unbound, given);
        const best = optimum(law, C);
        expect(budgetFor(law.spend, best.N, best.D) / C).toBeCloseTo(1, 9);
        for (const N of [best.N * (1 + step), best.N / (1 + step)]) {
          const D = tokensForBudget(law.spend, C, N);
          if (D > 0) expect(loss(law, N, D)).toBeGreaterThanOrEqual(best.loss * (1 - 1e-12));
        }
      }),
    );
  });
});

describe('an optimizer', () => {
  test('that makes parameters and tokens worth more reads the law further on', () => {
    fc.assert(
      fc.property(fc.constantFrom(...laws), size, size, powerOfTen(-1, 1), powerOfTen(-1, 1), (law, N, D, rhoN, rhoD) => {
        expect(loss(bindLaw(law, { rhoN, rhoD }), N, D) / loss(law, rhoN * N, rhoD * D)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('saves the compute that its gains say, and has the same closed form and inverses', () => {
    const faster = bindLaw(sardana, { rhoN: 1.2, rhoD: 1.5 });
    const plain = optimum(sardana, 1e23);
    const better = optimum(faster, 1e23 / 1.2 / 1.5);
    // the best run is the same one, read at ρ_N·N and ρ_D·D
    expect(better.loss).toBeCloseTo(plain.loss, 12);
    expect((1.2 * better.N) / plain.N).toBeCloseTo(1, 12);
    expect(numericalOptimum(faster, 1e23).N / optimum(faster, 1e23).N).toBeCloseTo(1, 10);
    expect(computeForLoss(faster, plain.loss) / better.C).toBeCloseTo(1, 9);
    expect(computeForParameters(faster, better.N) / better.C).toBeCloseTo(1, 9);
  });

  test('is AdamW where nothing is said', () => {
    expect(bindLaw(sardana, { rhoN: 1, rhoD: 1 })).toEqual(sardana);
    expect(bindLaw(bindLaw(sardana, { rhoN: 2, inferenceTokens: 1e12 }), {})).toEqual(sardana);
  });
});

describe('a run of a given size', () => {
  test('costs the extra compute of de Vries at 60 % of the size', () => {
    const best = optimum(sardana, 1e22);
    // k_D = 1.834, overhead 10 %: the budget that reaches the optimum's loss at 0.6 N*
    const run = sizedRun(sardana, 6 * 0.6 * best.N * 1.834 * best.D, { N: 0.6 * best.N })!;
    expect(run.loss).toBeCloseTo(best.loss, 3);
    expect(extraCompute(sardana, run)).toBeCloseTo(0.1, 2);
  });

  test('keeps tokens per parameter under any spend, and costs no less than the optimum', () => {
    fc.assert(
      fc.property(scenario, powerOfTen(21, 26), powerOfTen(0, 3), (given, C, tokensPerParameter) => {
        const law = bindLaw(sardana, given);
        const run = sizedRun(law, C, { tokensPerParameter })!;
        expect(run.D / run.N / tokensPerParameter).toBeCloseTo(1, 9);
        expect(budgetFor(law.spend, run.N, run.D) / C).toBeCloseTo(1, 9);
        expect(extraCompute(law, run)).toBeGreaterThan(-1e-8);
      }),
      { numRuns: 50 },
    );
  });

  test('does not exist where serving takes the whole budget', () => {
    expect(sizedRun(bindLaw(sardana, { inferenceTokens: 1e12 }), 1e23, { N: 1e11 })).toBeUndefined();
    expect(extraCompute(sardana, sizedRun(sardana, 1e23, undefined)!)).toBeCloseTo(0, 9);
  });
});

test('money: the ratio weighs input and output tokens by price over utilisation', () => {
  const gpu = { pricePerPeakFlop: 1 };
  expect(inferenceCostRatio([{ ...gpu, utilisation: 0.5, tokens: 1e12 }], { ...gpu, utilisation: 0.5 })).toBe(1);
  const served = [
    { ...gpu, utilisation: 0.5, tokens: 3e12 },
    { ...gpu, utilisation: 0.01, tokens: 1e12 },
  ];
  expect(inferenceCostRatio(served, { ...gpu, utilisation: 0.5 })).toBeCloseTo((3 + 50) / 4, 12);
});
