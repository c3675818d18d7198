import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planChoices } from '../testing/plans';
import { asked, canGive, defaultPlan, givenIds, isPlanNumber, readPlan } from './plan-choices';
import { parseHash } from './url';

describe('the choices of the plan view', () => {
  test('say nothing in a URL as the view opens', () => {
    expect(readPlan({})).toEqual(defaultPlan);
  });

  test('name what is wrong with a link and use the rest of it', () => {
    const { choices, issues } = parseHash('#v=1&view=plan&ask=loss&ploss=2.1&hw=h9000&gpus=2.5&tp=0&zero=4');
    expect(issues.map(({ field }) => field)).toEqual(['hw', 'gpus', 'tp', 'zero']);
    expect(issues.find(({ field }) => field === 'gpus')?.allowed).toContain('a whole number of accelerators from 1 to 131072');
    expect(choices.plan.given).toEqual({ loss: 2.1 });
    expect(choices.plan.hardware).toBe('h100-sxm');
  });

  test('a link that gives what contradicts itself keeps what its question needs', () => {
    const { choices } = parseHash('#v=1&view=plan&ask=loss&ploss=2.1&pC=1e24&pN=7e9&pD=1e12');
    expect(choices.plan.given).toEqual({ loss: 2.1, N: 7e9 });
  });

  test('never give more than two of size, tokens, compute and loss, nor compute with loss', () => {
    fc.assert(
      fc.property(planChoices, ({ ask, given }) => {
        const work = [given.N, given.D, given.C, given.loss].filter((value) => value !== undefined);
        expect(work.length).toBeLessThanOrEqual(2);
        expect(given.C !== undefined && given.loss !== undefined).toBe(false);
        for (const id of Object.keys(asked[ask])) expect(given).toHaveProperty(id);
        for (const id of givenIds) if (given[id] !== undefined) expect(canGive(id, given)).toBe(false);
      }),
    );
  });

  test('take whole numbers where only those make sense', () => {
    expect(isPlanNumber('gpus', 2.5)).toBe(false);
    expect(isPlanNumber('days', 2.5)).toBe(true);
    expect(isPlanNumber('gpus', 131_073)).toBe(false);
    expect(isPlanNumber('loss', Number.NaN)).toBe(false);
  });
});
