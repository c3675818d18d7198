import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputIds } from '../quantities/registry';
import { evaluateMonomial, monomialOf, resolveConfiguration, solveConfiguration } from './configuration';

const size = fc.double({ min: 5, max: 15, noNaN: true }).map((x) => 10 ** x);

test('any two different inputs give back N and D', () => {
  const pairs = inputIds.flatMap((a) => inputIds.filter((b) => b > a).map((b) => [a, b] as const));
  fc.assert(
    fc.property(fc.constantFrom(...pairs), size, size, ([a, b], N, D) => {
      const value = (id: (typeof inputIds)[number]) => evaluateMonomial(monomialOf(id, undefined)!, { N, D });
      const found = resolveConfiguration({ [a]: value(a), [b]: value(b) })!;
      expect(found.N / N).toBeCloseTo(1, 12);
      expect(found.D / D).toBeCloseTo(1, 12);
    }),
  );
});

test('too few, too many or equal inputs give nothing', () => {
  expect(resolveConfiguration({ N: 1e9 })).toBeUndefined();
  expect(resolveConfiguration({ N: 1e9, D: 1e10, C: 6e19 })).toBeUndefined();
  expect(solveConfiguration('C', 'C')).toBeUndefined();
});

test('inputs that are N and D themselves are kept to the last bit', () => {
  expect(resolveConfiguration({ N: 70e9, D: 1.4e12 })).toEqual({ N: 70e9, D: 1.4e12 });
});
