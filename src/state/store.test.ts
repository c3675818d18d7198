import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laws } from '../model/laws';
import { optimum } from '../model/optimum';
import { planSweep } from '../sweep/plan';
import { readPoint } from './reading';
import { createStore, defaultChoices } from './store';
import { rowsOf } from './sweeps';

describe('the store', () => {
  it('opens on the answer', () => {
    const { answer, compared } = createStore(defaultChoices, 'dark');
    expect(answer.value.optimum.N).toBeGreaterThan(6e10);
    expect(answer.value.optimum.N).toBeLessThan(8e10);
    expect(answer.value.reach).toMatchObject({ kind: 'above', factor: 192 });
    expect(compared.value).toBeUndefined();
  });

  it('keeps the frontier while the budget moves', () => {
    const { C, answer, content } = createStore(defaultChoices, 'dark');
    const before = { frontier: answer.value.frontier, content: content.value };
    C.value = 1e20;
    expect(answer.value.frontier).toBe(before.frontier);
    expect(content.value).toBe(before.content);
    expect(answer.value.reach.kind).toBe('within');
  });

  it('compares no law with itself', () => {
    const { vs, law, compared } = createStore({ ...defaultChoices, vs: 'hoffmann-2022' }, 'dark');
    expect(compared.value?.law.id).toBe('hoffmann-2022');
    law.value = 'hoffmann-2022';
    expect(compared.value).toBeUndefined();
    vs.value = 'besiroglu-2024';
    expect(compared.value?.law.id).toBe('besiroglu-2024');
  });

  it('gives the scene finite points inside its box, for every law and budget', () => {
    fc.assert(
      fc.property(fc.constantFrom(...laws), fc.double({ min: 17, max: 28, noNaN: true }), ({ id }, exponent) => {
        const { content, budget } = createStore({ ...defaultChoices, law: id, C: 10 ** exponent }, 'light');
        const { box, lines } = content.value;
        expect(box.loss[0]).toBeLessThan(box.loss[1]);
        for (const points of [...lines.map((line) => line.points), budget.value.profile, budget.value.optimum]) {
          expect(points.length % 3).toBe(0);
          for (let i = 0; i < points.length; i += 3) {
            expect(points[i]).toBeGreaterThanOrEqual(box.log10N[0] - 1e-5);
            expect(points[i]).toBeLessThanOrEqual(box.log10N[1] + 1e-5);
            expect(points[i + 2]).toBeLessThanOrEqual(box.loss[1] + 1e-5);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('makes sweeps that can be planned', () => {
    const { surfaceSweep, frontierSweep } = createStore(defaultChoices, 'dark');
    expect(planSweep(surfaceSweep.value)).toMatchObject({ rows: 512, columns: 512 });
    expect(planSweep(frontierSweep.value)).toMatchObject({ rows: 201, columns: 4096 });
    expect(rowsOf(surfaceSweep.value)).toBe(262_144);
    expect(rowsOf(frontierSweep.value)).toBe(201);
  });

  it('does not repeat a notice', () => {
    const { notices, notify, dismiss } = createStore(defaultChoices, 'dark');
    const notice = { message: 'The GPU was lost.', hint: 'Update the driver.' };
    notify(notice);
    notify({ ...notice });
    expect(notices.value).toHaveLength(1);
    dismiss(notice);
    expect(notices.value).toHaveLength(0);
  });
});

describe('readPoint', () => {
  const { answer } = createStore(defaultChoices, 'dark');

  it('finds nothing above the optimum at the optimum', () => {
    expect(readPoint(answer.value.law, optimum(answer.value.law, 1e22)).excess).toBeCloseTo(0, 12);
  });

  it('names the model that stands there', () => {
    expect(readPoint(answer.value.law, { N: 7.05e10, D: 1.4e12 }).model?.name).toBe('Chinchilla 70B');
    expect(readPoint(answer.value.law, { N: 1e8, D: 1e13 }).model).toBeUndefined();
  });
});
