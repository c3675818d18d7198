import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lifetimeOptimum, type ChinchillaCoefficients } from '../inference/flop-optimum';
import { findLaw } from '../laws';
import { loss } from '../loss';
import { optimum } from '../optimum';
import { findAccelerator } from './hardware';
import { type LifePrices, leastMoney, lifeBill, lifePrices } from './lifetime';
import type { Plan, PlanRequest } from './request';
import { solvePlan } from './solve';

const sardana = findLaw('sardana-2024')!;
const besiroglu = findLaw('besiroglu-2024')!;
const h100 = findAccelerator('h100-sxm')!;
const a100 = findAccelerator('a100-80')!;
const a100Small = findAccelerator('a100-40')!;

/** A life's fleet with a plan that can be had. */
function planOf(request: Partial<PlanRequest>): Plan {
  const answer = solvePlan({ law: besiroglu, accelerator: h100, ...request });
  if (!answer.isFeasible) throw new Error(JSON.stringify(answer.failures));
  return answer.plan;
}

describe('the example of Sardana and Frankle’s repository', () => {
  // A100-80GB at $1.40 for training, A100-40GB at $0.60 in int8, 10B requests of 1000 + 250 tokens
  const prices = lifePrices(
    { accelerator: a100, pricePerHour: 1.4, utilisation: 0.5 },
    {
      accelerator: a100Small,
      pricePerHour: 0.6,
      arithmeticBits: 8,
      prefillUtilisation: 0.4,
      decodeUtilisation: 0.2,
      outputShare: 0.2,
    },
  );

  test('m is the price of inference over that of training', () => {
    // (1000/0.4 + 250/0.2)/1250 · 0.60/624 over 1.40/312/0.5
    expect(prices.ratio).toBeCloseTo((3 * (0.6 / 624)) / (1.4 / 312 / 0.5), 12);
  });

  test('20.53B parameters on 3.302T tokens, 60.23 % and 182.41 % of Chinchilla’s, cost 88.76 %', () => {
    const { N, D, trainingOptimal, saving } = leastMoney(sardana, { loss: 1.947 }, 1.25e13, prices)!;
    expect(N / 2.053e10).toBeCloseTo(1, 3);
    expect(D / 3.302e12).toBeCloseTo(1, 3);
    expect(N / trainingOptimal.N).toBeCloseTo(0.6023, 4);
    expect(D / trainingOptimal.D).toBeCloseTo(1.8241, 4);
    expect(1 - saving).toBeCloseTo(0.8876, 4);
  });

  test('Chinchilla-30B for a billion requests of 500 + 100 tokens costs $637.8K', () => {
    // printed with the defaults: H100 at $2.00, A100-40GB at $1.10 in int8, 0.5, 0.5 and 0.01
    const usual = lifePrices(
      { accelerator: h100, pricePerHour: 2, utilisation: 0.5 },
      { accelerator: a100Small, pricePerHour: 1.1, arithmeticBits: 8, outputShare: 100 / 600 },
    );
    const bill = lifeBill({ N: 30e9, D: 1.556e12 }, 600e9, usual);
    expect(bill.total / 6.378e5).toBeCloseTo(1, 3);
    expect(bill.training / 3.146e5).toBeCloseTo(1, 2);
    expect(bill.training + bill.reading + bill.writing).toBe(bill.total);
  });
});

const someCosts = fc
  .record({ utilisation: fc.double({ min: 0.2, max: 0.6, noNaN: true }), outputShare: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ utilisation, outputShare }) =>
    lifePrices({ accelerator: h100, pricePerHour: 2, utilisation }, { accelerator: a100, pricePerHour: 1.5, outputShare }),
  );

describe('the least money', () => {
  test('is Sardana and Frankle’s equation with m·T tokens', () => {
    fc.assert(
      fc.property(
        someCosts,
        fc.double({ min: 1.9, max: 2.4, noNaN: true }),
        fc.double({ min: 9, max: 13, noNaN: true }),
        (prices, L, T) => {
          const found = leastMoney(sardana, { loss: L }, 10 ** T, prices)!;
          const stated = lifetimeOptimum(sardana.coefficients as ChinchillaCoefficients, L, prices.ratio * 10 ** T)!;
          expect(found.N / stated.N).toBeCloseTo(1, 5);
          expect(found.D / stated.D).toBeCloseTo(1, 5);
          expect(found.loss).toBeCloseTo(L, 9);
          expect(found.saving).toBeGreaterThanOrEqual(-1e-9);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('is spent in full, and a run beside it of the same money has a higher loss', () => {
    fc.assert(
      fc.property(someCosts, fc.double({ min: 4, max: 8, noNaN: true }), fc.double({ min: 9, max: 13, noNaN: true }), (prices, M, T) => {
        const [money, tokens] = [10 ** M, 10 ** T];
        const { N, D, bill, loss: best } = leastMoney(besiroglu, { money }, tokens, prices)!;
        expect(bill.total / money).toBeCloseTo(1, 9);
        for (const factor of [0.9, 1.1]) {
          const serving = lifeBill({ N: N * factor, D: 0 }, tokens, prices).total;
          const others = (money - serving) / (6 * N * factor * prices.training);
          if (others > 0) expect(loss(besiroglu, N * factor, others)).toBeGreaterThan(best - 1e-12);
        }
        expect(D).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });

  test('without use is the compute-optimal run', () => {
    const prices: LifePrices = lifePrices({ accelerator: h100, pricePerHour: 2, utilisation: 0.4 }, { accelerator: h100, pricePerHour: 2 });
    const { N, saving, bill } = leastMoney(besiroglu, { money: 1e6 }, 0, prices)!;
    expect(N / optimum(besiroglu, 1e6 / prices.training).N).toBeCloseTo(1, 9);
    expect(saving).toBeCloseTo(0, 9);
    expect(bill.training).toBe(bill.total);
    expect(leastMoney(besiroglu, { loss: 1.5 }, 0, prices)).toBeUndefined();
  });
});

describe('a plan for what the model is used for', () => {
  const use = { inferenceTokens: 2e12, serving: { accelerator: h100, pricePerHour: 2 } };

  test('reaches a loss with a smaller model than training alone asks for, and says what that saves', () => {
    const [plain, used] = [planOf({ loss: 2.1 }), planOf({ loss: 2.1, use })];
    expect(used.loss).toBeCloseTo(2.1, 9);
    expect(used.N).toBeLessThan(plain.N);
    expect(used.life!.chosen!.saving).toBeGreaterThan(0);
    expect(used.life!.chosen!.trainingOptimal.N / plain.N).toBeCloseTo(1, 6);
    // the training part is what the accelerators are billed for
    expect(used.life!.bill.training / used.bill.cost!).toBeCloseTo(1, 6);
    expect(used.life!.chosen!.interval![0]).toBeLessThan(used.life!.bill.total);
  });

  test('money pays for training and use together', () => {
    const plan = planOf({ money: 3e6, use });
    expect(plan.life!.bill.total / 3e6).toBeCloseTo(1, 6);
    expect(plan.bill.cost!).toBeLessThan(3e6);
    expect(plan.N).toBeLessThan(planOf({ money: 3e6 }).N);
  });

  test('of a size and tokens that are given is but billed', () => {
    const { life, bill, N } = planOf({ N: 7e9, D: 1e12, use });
    expect(N).toBe(7e9);
    expect(life!.chosen).toBeUndefined();
    expect(life!.bill.training / bill.cost!).toBeCloseTo(1, 9);
    expect(life!.bill.reading + life!.bill.writing).toBeCloseTo(2 * 7e9 * 2e12 * (0.8 / 0.5 + 0.2 / 0.01) * (2 / 3600 / 989.5e12), 3);
  });

  test('says that too little money is, and what a loss below the floor is', () => {
    const answer = solvePlan({ law: besiroglu, accelerator: h100, loss: 2.1, money: 1e4, use });
    expect(answer).toMatchObject({ isFeasible: false, failures: [{ constraint: 'money', allowed: 1e4 }] });
    expect(solvePlan({ law: besiroglu, accelerator: h100, loss: 1.7, use })).toMatchObject({
      isFeasible: false,
      failures: [{ constraint: 'loss', allowed: 1.7 }],
    });
    expect(() => solvePlan({ law: besiroglu, accelerator: findAccelerator('l40s')!, mfu: 0.4, loss: 2.1, use })).toThrow('a price');
  });
});
