import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Term, exponentsOf } from '../form';
import { formOf, hasOptimum, lossLaws } from '../laws';
import { irreducibleLoss, loss, lossOfSum, reducibleLoss } from '../loss';
import { findForm, formIds } from '.';

const size = fc.double({ min: 5, max: 15, noNaN: true }).map((x) => 10 ** x);
const data = fc.double({ min: 6, max: 17, noNaN: true }).map((x) => 10 ** x);

describe.each(formIds)('the form %s', (id) => {
  const form = findForm(id);
  const members = lossLaws.filter((law) => law.form === id);

  test('has laws whose coefficients are all named and in range', () => {
    expect(members.length).toBeGreaterThan(0);
    for (const law of members) {
      expect(Object.keys(law.coefficients).toSorted()).toEqual(
        [...Object.keys(form.coefficients), ...Object.keys(form.scenario)].toSorted(),
      );
      for (const [name, { min, max }] of Object.entries(form.coefficients)) {
        expect(law.coefficients[name]).toBeGreaterThanOrEqual(min);
        expect(law.coefficients[name]).toBeLessThanOrEqual(max);
      }
    }
  });

  // a term that grows with the tokens, as quantisation after training does, makes a law that does not only fall
  const falls = members.every((law) => Object.values<Term>(form.terms).every((term) => exponentsOf(term, law.coefficients).D <= 0));

  test.runIf(falls)('is finite and falls as N or D grows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...members), size, data, fc.double({ min: 1.01, max: 10, noNaN: true }), (law, N, D, factor) => {
        // a penalty may saturate: more of what is not missing then changes nothing
        const least = form.penalty ? -1e-12 : 0;
        expect(loss(law, N, D) - loss(law, N * factor, D)).toBeGreaterThan(least);
        if (hasOptimum(law)) expect(loss(law, N, D) - loss(law, N, D * factor)).toBeGreaterThan(least);
        else expect(loss(law, N, D * factor)).toBe(loss(law, N, D));
        expect(Number.isFinite(loss(law, N, D))).toBe(true);
      }),
    );
  });

  test.runIf(falls)('tends to its irreducible loss', () => {
    for (const law of members) {
      expect(reducibleLoss(law, 1e200, 1e200)).toBeLessThan(1e-3);
      expect(loss(law, 1e200, 1e200)).toBeCloseTo(irreducibleLoss(law), 3);
    }
  });

  test('has a link that rises, and an inverse of it', () => {
    expect(form.link === undefined).toBe(form.unlink === undefined);
    fc.assert(
      fc.property(fc.constantFrom(...members), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (law, sum) => {
        const value = lossOfSum(formOf(law), law.coefficients, sum);
        expect(lossOfSum(formOf(law), law.coefficients, sum * 1.01)).toBeGreaterThan(value);
        expect((form.unlink ? form.unlink(law.coefficients, value) : value) / sum).toBeCloseTo(1, 9);
      }),
    );
  });
});
