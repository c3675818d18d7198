import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CustomLaw, toCustomLaw } from '../model/custom-law';
import { defaultLaw, findLaw, laws } from '../model/laws';
import { loss } from '../model/loss';
import { optimum } from '../model/optimum';
import { lawOf } from '../sweep/file';
import { planSweep } from '../sweep/plan';
import { computeOf } from './curves';
import { readPoint } from './reading';
import { createOwnLaw } from './own-laws';
import { atOnce } from './pace';
import { createStore, defaultChoices } from './store';
import { rowsOf } from './sweeps';

/** Bands over all budgets take seconds where the optimum has no closed form, and are tested elsewhere. */
const withoutBands = { ...atOnce, idle: () => undefined };

const krajewski = toCustomLaw(findLaw('krajewski-2024-moe')!).coefficients;

describe('the store', () => {
  it('opens on the answer', () => {
    const { answer, compared } = createStore(defaultChoices, 'dark');
    expect(answer.value.optimum.N).toBeGreaterThan(6e10);
    expect(answer.value.optimum.N).toBeLessThan(8e10);
    expect(answer.value.reach).toMatchObject({ kind: 'above', factor: 192 });
    expect(compared.value).toEqual([]);
  });

  it('keeps the frontier while the budget moves', () => {
    const { C, answer, content } = createStore(defaultChoices, 'dark');
    const before = { frontier: answer.value.frontier, content: content.value };
    C.value = 1e20;
    expect(answer.value.frontier).toBe(before.frontier);
    expect(content.value).toBe(before.content);
    expect(answer.value.reach.kind).toBe('within');
  });

  it('keeps the run within what it may take, and says what bounds it and what would be without', () => {
    const { C, limits, answer, spread } = createStore(defaultChoices, 'dark');
    const free = answer.value;
    expect(free).not.toHaveProperty('limited');
    limits.value = { ...limits.value, days: 30 };
    // 256 H100 at 40 % of 989.5 TFLOP/s
    const wall = 256 * 989.5e12 * 0.4 * 30 * 86_400;
    expect(answer.value.optimum.C).toBeCloseTo(wall, -12);
    expect(answer.value.limited).toEqual({ by: ['days'], free: free.optimum });
    expect(answer.value.frontier.at(-1)!.C).toBeCloseTo(wall, -12);
    expect(answer.value.freeFrontier).toBe(free.frontier);
    expect(spread.interval.value!.N[1]).toBeLessThan(free.optimum.N);
    C.value = wall / 2;
    expect(answer.value.limited).toBeUndefined();
    limits.value = { hardware: 'v100-sxm2-16', accelerators: 8, mfu: 0.4, memory: true };
    expect(answer.value.limited?.by).toEqual(['memory']);
    expect(answer.value.optimum.N).toBeLessThan((16e9 * 8) / 16);
    expect((6 * answer.value.optimum.N * answer.value.optimum.D) / C.value).toBeCloseTo(1, 12);
    expect(spread.interval.value!.N[0]).toBeCloseTo(answer.value.optimum.N, -2);
    limits.value = defaultChoices.limits;
    expect(answer.value.frontier).toBe(free.frontier);
  });

  it('compares no law with itself', () => {
    const { vs, law, compared } = createStore({ ...defaultChoices, vs: ['hoffmann-2022'] }, 'dark');
    const ids = () => compared.value.map(({ subject }) => subject.id);
    expect(ids()).toEqual(['hoffmann-2022']);
    law.value = 'hoffmann-2022';
    expect(ids()).toEqual([]);
    vs.value = ['besiroglu-2024'];
    expect(ids()).toEqual(['besiroglu-2024']);
  });

  it('compares any number of laws, rules and trends; each keeps its colour, and its curve while the budget moves', () => {
    const { vs, C, compared, comparedCurves, content, sheet } = createStore(
      { ...defaultChoices, vs: ['hoffmann-2022', 'llama3-2024-finer', 'gpt3', 'kaplan-n'] },
      'dark',
    );
    const slots = () => compared.value.map(({ subject, slot }) => [subject.id, slot]);
    expect(slots()).toEqual([
      ['hoffmann-2022', 0],
      ['llama3-2024-finer', 1],
      ['gpt3', 2],
      ['kaplan-n', 3],
    ]);
    const [hoffmann, llama, gpt, kaplan] = compared.value.map(({ optimum: found }) => found);
    expect((hoffmann?.N ?? Number.NaN) / 3.22e10).toBeCloseTo(1, 2);
    expect([llama?.loss, gpt?.N, kaplan?.loss]).toEqual([undefined, undefined, undefined]);
    // 2.57 · (PF-days)^-0.048, GPT-3's figure 3.1
    expect(gpt?.loss).toBeCloseTo(2.57 * (5.76e23 / 8.64e19) ** -0.048, 10);
    const before = { curves: comparedCurves.value, content: content.value };
    C.value = 1e21;
    expect(comparedCurves.value).toBe(before.curves);
    expect(content.value).toBe(before.content);
    expect(sheet.value).toBeUndefined();
    vs.value = ['llama3-2024-finer', 'gpt3', 'kaplan-2020-nd'];
    expect(slots()).toEqual([
      ['llama3-2024-finer', 1],
      ['gpt3', 2],
      ['kaplan-2020-nd', 0],
    ]);
    // the line of a rule lies on the chosen law's surface
    const line = content.value.lines.find(({ role, slot }) => role === 'compared-frontier' && slot === 1)!;
    const [log10N = 0, log10D = 0, height] = line.points;
    expect(height).toBeCloseTo(loss(defaultLaw, 10 ** log10N, 10 ** log10D), 5);
    vs.value = ['kaplan-2020-nd'];
    expect(sheet.value).toMatchObject({ law: { id: 'kaplan-2020-nd' }, slot: 0 });
  });

  it('sweeps and draws a law of the user’s own, which travels in the sweep file', () => {
    const own = createOwnLaw({ form: 'krajewski', coefficients: { ...krajewski, c: 0.5 } } as CustomLaw);
    const { answer, surfaceSweep, frontierSweep, lawTable, scenario } = createStore(
      { ...defaultChoices, law: own.id, own: [own], scenario: { granularity: 8 } },
      'dark',
    );
    expect(answer.value.law.coefficients).toMatchObject({ c: 0.5, granularity: 8 });
    for (const file of [surfaceSweep.value, frontierSweep.value]) {
      expect(file.law).toEqual(toCustomLaw(own));
      expect(lawOf(file).coefficients).toEqual(answer.value.law.coefficients);
    }
    expect(lawTable.value.some(({ subject }) => subject.id === own.id)).toBe(true);
    scenario.value = {};
    expect(frontierSweep.value.scenario).toEqual({});
  });

  it('gives the scene finite points inside its box, for every law and budget', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...laws),
        fc.double({ min: 17, max: 28, noNaN: true }),
        fc.integer({ min: 1, max: 16 }),
        ({ id }, exponent, bits) => {
          const { content, budget } = createStore(
            { ...defaultChoices, law: id, C: 10 ** exponent, scenario: { trainingBits: bits, servingBits: bits } },
            'light',
          );
          const { box, lines } = content.value;
          expect(box.loss[0]).toBeLessThan(box.loss[1]);
          for (const points of [...lines.map((line) => line.points), budget.value.profile, budget.value.optimum]) {
            expect(points.length % 3).toBe(0);
            const isInside = (i: number) =>
              points[i]! >= box.log10N[0] - 1e-5 &&
              points[i]! <= box.log10N[1] + 1e-5 &&
              // where many tokens harm, the least loss stands between the points at which it is looked for
              points[i + 2]! >= box.loss[0] * 0.99 &&
              points[i + 2]! <= box.loss[1] * (1 + 1e-6);
            for (let i = 0; i < points.length; i += 3) {
              if (!isInside(i)) throw new Error(`${points.slice(i, i + 3).join()} lies outside`);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('binds the scenario into law, frontier, picture and sweeps', () => {
    const { scenario, vs, answer, compared, content, budget, surfaceSweep, frontierSweep, readScenario } = createStore(
      { ...defaultChoices, law: 'krajewski-2024-moe', vs: ['kumar-2024'], scenario: { granularity: 8 } },
      'dark',
    );
    expect(answer.value.law.coefficients['granularity']).toBe(8);
    expect(surfaceSweep.value.scenario).toEqual({ granularity: 8 });
    expect(readScenario.value.map(({ id, value }) => [id, value])).toEqual([
      ['granularity', 8],
      ['trainingBits', 16],
      ['servingBits', 16],
    ]);
    const before = { N: answer.value.optimum.N, content: content.value, budget: budget.value };
    scenario.value = { granularity: 64, servingBits: 4 };
    expect(answer.value.optimum.N).not.toBe(before.N);
    expect(answer.value.frontier.every((point) => point.N === optimum(answer.value.law, point.C).N)).toBe(true);
    expect(compared.value[0]?.subject.kind === 'law' && compared.value[0].subject.of.coefficients).toMatchObject({
      trainingBits: 16,
      servingBits: 4,
    });
    expect(content.value).not.toBe(before.content);
    expect(budget.value).not.toBe(before.budget);
    expect(frontierSweep.value.scenario).toEqual({ granularity: 64 }); // nothing else, for this law reads nothing else
    expect(lawOf(frontierSweep.value)).toEqual(answer.value.law);
    vs.value = [];
    expect(readScenario.value.map(({ id }) => id)).toEqual(['granularity']);
  });

  it('makes sweeps of every law that the sweep file allows, whatever the defaults of its form are', () => {
    for (const { id } of laws) expect(createStore({ ...defaultChoices, law: id }, 'dark').frontierSweep.value.scenario).toEqual({});
  });

  it('leaves laws alone that read nothing of the scenario', () => {
    const { scenario, answer, content, frontierSweep } = createStore(defaultChoices, 'dark');
    const before = { frontier: answer.value.frontier, content: content.value, sweep: frontierSweep.value };
    scenario.value = { granularity: 64, servingBits: 2 };
    expect(answer.value.frontier).toBe(before.frontier);
    expect(content.value).toBe(before.content);
    expect(frontierSweep.value).toBe(before.sweep);
    expect(before.sweep.scenario).toEqual({});
  });

  it('binds what every law heeds into law, frontier, picture and sweeps, whatever the laws read', () => {
    const scenario = { rhoD: 1.5, inferenceTokens: 2e12, inferenceCostRatio: 3, flopCount: 'megatron', contextLength: 4096 } as const;
    const store = createStore({ ...defaultChoices, vs: ['hoffmann-2022'], scenario }, 'dark', withoutBands);
    const { answer, comparedLaws, budget, content, frontierSweep, surfaceSweep } = store;
    expect(answer.value.optimum.N).toBeLessThan(createStore(defaultChoices, 'dark').answer.value.optimum.N);
    expect(frontierSweep.value.scenario).toEqual(scenario);
    expect(lawOf(surfaceSweep.value)).toEqual(answer.value.law);
    expect(comparedLaws.value[0]?.spend).toEqual(answer.value.law.spend);
    // every point of the IsoFLOP line spends the budget, and the optimum is the least of them
    const { profile } = budget.value;
    for (let i = 0; i < profile.length; i += 3) {
      const [N, D] = [10 ** profile[i]!, 10 ** profile[i + 1]!];
      expect(computeOf(answer.value.law, { N, D }) / answer.value.optimum.C).toBeCloseTo(1, 3);
      expect(profile[i + 2]!).toBeGreaterThan(answer.value.optimum.loss - 1e-6);
    }
    expect(profile.length / 3).toBeGreaterThan(100);
    const lines = content.value.lines.filter(({ role }) => role === 'isoflop');
    expect(lines.length).toBeGreaterThan(3);
  });

  it('shows the run of a given size where the budget pays for one, on the same frontier', () => {
    const { answer, size, scenario, spread } = createStore(defaultChoices, 'dark', withoutBands);
    const { frontier, optimum: best } = answer.value;
    expect(answer.value.isSized).toBeUndefined();
    size.value = { N: 7e9 };
    expect(answer.value).toMatchObject({ isSized: true, optimum: { N: 7e9 }, frontier });
    expect(answer.value.optimum.loss).toBeGreaterThan(best.loss);
    expect(spread.interval.value?.N).toEqual([7e9, 7e9]);
    size.value = { tokensPerParameter: 20 };
    expect(answer.value.optimum.D / answer.value.optimum.N).toBeCloseTo(20, 9);
    size.value = { N: 1e14 };
    scenario.value = { inferenceTokens: 1e13 };
    expect(answer.value).toMatchObject({ isSized: false, optimum: optimum(answer.value.law, defaultChoices.C) });
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
