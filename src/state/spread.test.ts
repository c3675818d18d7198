import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { type Law, defaultLaw, findLaw } from '../model/laws';
import { optimum } from '../model/optimum';
import { optimumInterval } from '../model/uncertainty';
import { BUDGET_RANGE } from './budget';
import { atOnce } from './pace';
import { type BandPoint, type SweepBand, createSpread } from './spread';

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

  it('takes the interval of tokens per parameter from the same draws: it lies where D/N = C/(6 N²) puts it', () => {
    const C = 1e21;
    const { N, tokensPerParameter } = optimumInterval(defaultLaw, C)!;
    expect(tokensPerParameter[0] / (C / 6 / N[1] ** 2)).toBeCloseTo(1, 2);
    expect(tokensPerParameter[1] / (C / 6 / N[0] ** 2)).toBeCloseTo(1, 2);
  });
});

describe('a band from the engine', () => {
  const pointAt = (C: number): BandPoint => ({ C, ...optimumInterval(defaultLaw, 1e21)! });

  /** Sweeps that end when the test says so. */
  function manualSweeps() {
    const calls: { law: Law; stop: AbortSignal; end: (points: readonly BandPoint[] | undefined) => void }[] = [];
    const sweepBand: SweepBand = (law, stop) => new Promise((end) => calls.push({ law, stop, end }));
    return { calls, sweepBand };
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve));

  it('is asked for once at a time; a stale one is cancelled, and what is drawn stays until the newest is there', async () => {
    const { calls, sweepBand } = manualSweeps();
    const law = signal<Law | undefined>(defaultLaw);
    const { band } = createSpread(law, signal(1e21), atOnce, { sweepBand: signal<SweepBand | undefined>(sweepBand) });
    calls[0]!.end([pointAt(1)]);
    await settle();
    expect(band.value).toEqual([pointAt(1)]);
    const [second, third] = [{ ...defaultLaw }, { ...defaultLaw }];
    law.value = second;
    law.value = third;
    expect(calls).toHaveLength(2);
    expect(calls[1]!.stop.aborted).toBe(true);
    calls[1]!.end([pointAt(2)]);
    await settle();
    expect(band.value).toEqual([pointAt(1)]);
    expect(calls.map((call) => call.law)).toEqual([defaultLaw, second, third]);
    calls[2]!.end([pointAt(3)]);
    await settle();
    expect(band.value).toEqual([pointAt(3)]);
    law.value = rounded;
    expect(band.value).toBeUndefined();
  });

  it('is computed on the page where the engine fails or stops', async () => {
    const { calls, sweepBand } = manualSweeps();
    const engine = signal<SweepBand | undefined>(sweepBand);
    const { band } = createSpread(signal(defaultLaw), signal(1e21), atOnce, { sweepBand: engine });
    calls[0]!.end(undefined);
    await settle();
    expect(band.value).toHaveLength(25);
    const stopped = signal<SweepBand | undefined>(sweepBand);
    const other = createSpread(signal(defaultLaw), signal(1e21), atOnce, { sweepBand: stopped });
    expect(other.band.value).toBeUndefined();
    stopped.value = undefined;
    expect(other.band.value).toHaveLength(25);
  });
});
