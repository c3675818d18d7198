import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trainingCompute } from './compute';
import { bindLaw, findLaw, laws } from './laws';
import { loss } from './loss';
import { closedFormOptimum, computeForLoss, computeForParameters, frontierExponent, numericalOptimum, optimum } from './optimum';

const law = fc.constantFrom(...laws);
const closedLaw = fc.constantFrom(...laws.filter((each) => closedFormOptimum(each, 1e21) !== undefined));
const budget = fc.double({ min: 15, max: 32, noNaN: true }).map((x) => 10 ** x);

describe('the optimum', () => {
  test('of the closed form and of the numerical search agree to 1e-9', () => {
    fc.assert(
      fc.property(closedLaw, budget, (anyLaw, C) => {
        const closed = closedFormOptimum(anyLaw, C)!;
        const numerical = numericalOptimum(anyLaw, C);
        expect(Math.abs(numerical.N / closed.N - 1)).toBeLessThan(1e-9);
        expect(Math.abs(numerical.D / closed.D - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  test('spends the budget and beats its neighbours', () => {
    fc.assert(
      fc.property(law, budget, fc.double({ min: 0.01, max: 3, noNaN: true }), (anyLaw, C, step) => {
        const best = optimum(anyLaw, C);
        expect(trainingCompute(best.N, best.D) / C).toBeCloseTo(1, 12);
        for (const N of [best.N * Math.exp(step), best.N * Math.exp(-step)]) {
          expect(loss(anyLaw, N, C / (6 * N))).toBeGreaterThanOrEqual(best.loss);
        }
      }),
    );
  });

  test('is undone by its inverses', () => {
    fc.assert(
      fc.property(closedLaw, budget, (anyLaw, C) => {
        const best = optimum(anyLaw, C);
        expect(computeForParameters(anyLaw, best.N) / C).toBeCloseTo(1, 9);
        const reducible = best.loss - optimum(anyLaw, 1e300).loss;
        // the loss itself holds only as many digits of the compute as its reducible part keeps
        if (reducible > 1e-3) expect(computeForLoss(anyLaw, best.loss) / C).toBeCloseTo(1, 5);
      }),
    );
  });

  test('no compute reaches the irreducible loss', () => {
    const chinchilla = laws.find(({ id }) => id === 'hoffmann-2022')!;
    expect(computeForLoss(chinchilla, 1.69)).toBeNaN();
    expect(computeForLoss(chinchilla, 1.5)).toBeNaN();
  });

  test('has an inverse also where there is no closed form, and none where the best loss rises again or saturates', () => {
    const scarce = bindLaw(findLaw('muennighoff-2023')!, { U: 25e9 });
    const quantised = bindLaw(findLaw('kumar-2024')!, { servingBits: 4 });
    for (const [anyLaw, C] of [
      [scarce, 1e22],
      [scarce, 3e23],
      [quantised, 1e20],
    ] as const) {
      expect(computeForLoss(anyLaw, optimum(anyLaw, C).loss) / C).toBeCloseTo(1, 6);
    }
    expect(computeForLoss(scarce, 1.9)).toBeNaN();
    expect(computeForLoss(quantised, 2.765)).toBeNaN();
    expect(computeForParameters(scarce, 1e9)).toBeGreaterThan(1e19);
  });

  test('grows with the published exponents', () => {
    const exponent = (id: string) => frontierExponent(laws.find((one) => one.id === id)!);
    expect(exponent('hoffmann-2022')).toBeCloseTo(0.4516, 4);
    expect(exponent('besiroglu-2024')).toBeCloseTo(0.513, 3);
  });
});
