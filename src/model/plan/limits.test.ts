import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindLaw, findLaw } from '../laws';
import { loss } from '../loss';
import { optimum } from '../optimum';
import { trainingFlop } from '../spend/spend';
import { findAccelerator } from './hardware';
import { limitedFrontier, limitedRun, wallsOf } from './limits';
import { solvePlan } from './solve';

const law = findLaw('besiroglu-2024')!;
const h100 = findAccelerator('h100-sxm')!;
const base = { accelerator: h100, accelerators: 256, mfu: 0.4 };

const exponent = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((x) => 10 ** x);

describe('walls', () => {
  test('of days and money are FLOP, of memory parameters', () => {
    // 256 · 989.5e12 · 0.4 · 30 · 86,400; half a million USD at 3.495 an hour; (80 GB − 1.5 GiB) · 256 / 16
    const walls = wallsOf(law, { ...base, days: 30, money: 5e5, memory: true });
    expect(walls.training / ((5e5 / 3.495) * 3600 * 989.5e12 * 0.4)).toBeCloseTo(1, 12);
    expect(walls.by).toBe('money');
    expect(walls.budget).toBe(walls.training);
    expect(walls.N / (((80e9 - 1.5 * 2 ** 30) * 256) / 16)).toBeCloseTo(1, 12);
    const days = wallsOf(law, { ...base, days: 30 });
    expect(days.training / (256 * 989.5e12 * 0.4 * 30 * 86_400)).toBeCloseTo(1, 12);
    expect([days.by, days.N]).toEqual(['days', Infinity]);
    expect(wallsOf(law, base)).toEqual({ training: Infinity, budget: Infinity, N: Infinity });
  });

  test('a budget that serves as well ends where its training does', () => {
    const serving = bindLaw(law, { inferenceTokens: 2e12 });
    const walls = wallsOf(serving, { ...base, days: 30 });
    expect(walls.budget).toBeGreaterThan(walls.training);
    const { N, D } = optimum(serving, walls.budget);
    expect(trainingFlop(serving.spend, N, D) / walls.training).toBeCloseTo(1, 6);
  });

  test('of memory are above what any plan holds', () => {
    // one node: the planner, with activations and layouts, holds less
    const { N } = wallsOf(law, { ...base, accelerators: 8, memory: true });
    expect(solvePlan({ law, accelerator: h100, accelerators: 8, N: N * 1.001, D: 1e9 }).isFeasible).toBe(false);
    expect(solvePlan({ law, accelerator: h100, accelerators: 8, N: N * 0.6, D: 1e9 }).isFeasible).toBe(true);
  });
});

describe('the best run within walls', () => {
  test('keeps to them, and no run beside it that does is better', () => {
    fc.assert(
      fc.property(exponent(19, 27), exponent(0, 3), exponent(3, 8), fc.integer({ min: 1, max: 4096 }), (C, days, money, count) => {
        const walls = wallsOf(law, { ...base, accelerators: count, days, money, memory: true });
        const run = limitedRun(law, C, undefined, walls)!;
        expect(6 * run.N * run.D).toBeLessThanOrEqual(Math.min(C, walls.training) * (1 + 1e-9));
        expect(run.N).toBeLessThanOrEqual(walls.N);
        for (const factor of [0.5, 0.9, 1.1, 2]) {
          const N = run.N * factor;
          if (N <= walls.N) expect(loss(law, N, run.C / 6 / N)).toBeGreaterThanOrEqual(run.loss - 1e-12);
        }
        expect(run.limits.includes('memory')).toBe(optimum(law, run.C).N > walls.N);
        expect(run.limits.some((kind) => kind !== 'memory')).toBe(C > walls.training);
      }),
    );
  });

  test('is the optimum where there are none, and a given size as far as memory goes', () => {
    const free = wallsOf(law, base);
    expect(limitedRun(law, 1e23, undefined, free)).toEqual({ ...optimum(law, 1e23), limits: [] });
    const tight = wallsOf(law, { ...base, accelerators: 8, memory: true });
    expect(limitedRun(law, 1e23, { N: 1e9 }, tight)).toMatchObject({ N: 1e9, limits: [] });
    expect(limitedRun(law, 1e23, { N: 1e12 }, tight)).toMatchObject({ N: tight.N, limits: ['memory'] });
  });

  test('the frontier bends at memory and ends at the wall', () => {
    const frontier = [1e20, 1e22, 1e24, 1e26].map((C) => optimum(law, C));
    const walls = wallsOf(law, { ...base, accelerators: 32, days: 90, memory: true });
    const bent = limitedFrontier(law, frontier, walls);
    expect(bent.at(-1)!.C).toBeCloseTo(walls.budget, -10);
    expect(bent.slice(0, -1)).toEqual(frontier.filter(({ C }) => C < walls.budget));
    const small = limitedFrontier(law, frontier, { ...walls, budget: Infinity, N: 1e10 });
    expect(small.map(({ N }) => N)).toEqual(frontier.map(({ N }) => Math.min(N, 1e10)));
    for (const [i, { N, D, C, loss: height }] of small.entries()) {
      expect((6 * N * D) / C).toBeCloseTo(1, 12);
      expect(height).toBeGreaterThanOrEqual(frontier[i]!.loss);
    }
  });
});
