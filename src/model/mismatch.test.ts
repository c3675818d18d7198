import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLaw, laws } from './laws';
import { loss } from './loss';
import { excessCompute, mismatchCost } from './mismatch';
import { optimum } from './optimum';

test('being wrong never saves compute, and being right costs nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...laws),
      fc.constantFrom(...laws),
      fc.double({ min: 18, max: 26, noNaN: true }),
      (trained, truth, log10C) => {
        const C = 10 ** log10C;
        expect(mismatchCost(trained, truth, C)).toBeGreaterThan(-1e-6);
        expect(Math.abs(mismatchCost(truth, truth, C))).toBeLessThan(1e-6);
      },
    ),
  );
});

test('the extra compute is what the true law needs less for the same loss', () => {
  const hoffmann = findLaw('hoffmann-2022')!;
  const besiroglu = findLaw('besiroglu-2024')!;
  const C = 5.76e23;
  const cost = mismatchCost(hoffmann, besiroglu, C);
  const run = optimum(hoffmann, C);
  expect(optimum(besiroglu, C / (1 + cost)).loss).toBeCloseTo(loss(besiroglu, run.N, run.D), 10);
  expect(cost).toBeGreaterThan(0.05);
  // a configuration of any origin can be held against a law
  expect(excessCompute(run, besiroglu)).toBeCloseTo(cost, 12);
  expect(excessCompute(optimum(besiroglu, C), besiroglu)).toBeCloseTo(0, 9);
});
