import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { type Law, defaultLaw, findLaw } from '../model/laws';
import { optimum } from '../model/optimum';
import { optimumInterval } from '../model/uncertainty';
import { BUDGET_RANGE } from './budget';
import { atOnce } from './pace';
import { createSpread, tokensPerParameterInterval } from './spread';

const rounded = findLaw('hoffmann-2022')!;

describe('the spread of a law', () => {
  it('holds the optimum, at the budget and along the band, and widens beyond the runs', () => {
    const { interval, band } = createSpread(signal(defaultLaw), signal(1e21), atOnce);
    expect(interval.value).toEqual(optimumInterval(defaultLaw, 1e21));
    const points = band.value!;
    expect([points.at(0)?.C, points.at(-1)?.C]).toEqual(BUDGET_RANGE);
    for (const { C, N, D } of points) {
      const best = optimum(defaultLaw, C);
      expect(best.N > N[0] && best.N < N[1]).toBe(true);
      expect(best.D > D[0] && best.D < D[1]).toBe(true);
    }
    const { N } = points.at(-1)!;
    expect(N[1] / N[0]).toBeGreaterThan(interval.value!.N[1] / interval.value!.N[0]);
  });

  it('is unknown where the law publishes none, and where there is no law', () => {
    for (const law of [rounded, undefined]) {
      const { interval, band } = createSpread(signal(law), signal(1e21), atOnce);
      expect(interval.value).toBeUndefined();
      expect(band.value).toBeUndefined();
    }
  });

  it('computes its band while idle, and drops it when another law comes meanwhile', () => {
    const waiting: (() => void)[] = [];
    const law = signal<Law | undefined>(defaultLaw);
    const { band } = createSpread(law, signal(1e21), { ...atOnce, idle: (run) => waiting.push(run) });
    waiting.shift()!();
    expect(band.value).toBeUndefined();
    law.value = rounded;
    while (waiting.length > 0) waiting.shift()!();
    expect(band.value).toBeUndefined();
    law.value = defaultLaw;
    while (waiting.length > 0) waiting.shift()!();
    expect(band.value).toHaveLength(25);
  });

  it('turns the interval of N into that of tokens per parameter', () => {
    const C = 1e21;
    const [from, to] = tokensPerParameterInterval(optimumInterval(defaultLaw, C)!);
    const { N } = optimumInterval(defaultLaw, C)!;
    expect(from / (C / 6 / N[1] ** 2)).toBeCloseTo(1, 2);
    expect(to / (C / 6 / N[0] ** 2)).toBeCloseTo(1, 2);
  });
});
