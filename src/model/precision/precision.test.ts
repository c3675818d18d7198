import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bindLaw, findLaw } from '../laws';
import { loss } from '../loss';
import { effectiveShare, optimalPrecision, sensitivities } from './kumar';

const bits = fc.double({ min: 1, max: 16, noNaN: true });
const all = (P: number) => effectiveShare({ weights: P, activations: P, kvCache: P });

test('more bits keep more parameters', () => {
  fc.assert(
    fc.property(bits, (P) => {
      expect(effectiveShare({ weights: P })).toBeGreaterThan(0);
      expect(effectiveShare({ weights: P + 1 })).toBeGreaterThan(effectiveShare({ weights: P }));
    }),
  );
  expect(effectiveShare({})).toBe(1);
});

test('the law sees the parameters that are left', () => {
  const law = findLaw('kumar-2024')!;
  const at = (trainingBits: number) => bindLaw(law, { trainingBits, servingBits: 64 });
  fc.assert(
    fc.property(bits, (P) => {
      expect(loss(at(P), 1e8, 1e10)).toBeCloseTo(loss(at(64), 1e8 * all(P), 1e10), 9);
    }),
  );
});

test('the optimal precision spends a bit best', () => {
  const shareOfBit = (P: number) => all(P) / P;
  const best = optimalPrecision(Object.values(sensitivities));
  expect(best).toBeGreaterThan(Math.min(...Object.values(sensitivities)));
  expect(shareOfBit(best)).toBeGreaterThan(shareOfBit(best * 1.05));
  expect(shareOfBit(best)).toBeGreaterThan(shareOfBit(best / 1.05));
});
