import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLaw, lossLaws } from './laws';
import { describeExcursion, describeExcursions, findExcursions } from './validity';

const { range } = findLaw('besiroglu-2024')!;

test('names every quantity that lies outside, how far, and beyond what', () => {
  expect(describeExcursions(findExcursions(range, { N: 72.2e9, D: 1.33e12, C: 5.76e23 }))).toBe(
    '5.76e23 FLOP is 192× beyond the largest run that it was fitted on, 3e21; 72.2B parameters are 4.5× beyond its largest model, 16B; ' +
      '1.33T tokens are 4.2× beyond its longest run, 320B',
  );
  const [small] = findExcursions(range, { N: 22e6 });
  expect(describeExcursion(small!, 'this law')).toBe('22M parameters are 2× below the smallest model that this law was fitted on, 44M');
  expect(findExcursions(range, { N: 1e9, D: 2e10 })).toEqual([]);
});

test('says nothing where no range is stated, and nothing below a range that has no lower end', () => {
  expect(findExcursions(undefined, { N: 1e15 })).toEqual([]);
  expect(findExcursions({ N: [0, 1.3e9] }, { N: 1, D: 1e17 })).toEqual([]);
  expect(findExcursions({ N: [0, 1.3e9] }, { N: 1.3e10 })[0]).toMatchObject({ side: 'above', end: 1.3e9, factor: 10 });
});

test('the ends of a range lie within it', () => {
  const ranges = lossLaws.flatMap((law) => (law.range ? [law.range] : []));
  fc.assert(
    fc.property(fc.constantFrom(...ranges), fc.constantFrom(0, 1), (ends, i) => {
      expect(findExcursions(ends, { N: ends.N?.[i] ?? 1, D: ends.D?.[i] ?? 1, C: ends.C?.[i] ?? 1 })).toEqual([]);
    }),
  );
});
