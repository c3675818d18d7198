import { describe, expect, test } from 'vitest';
import { bindLaw, hasOptimum, lossLaws } from '../laws';
import { loss } from '../loss';
import { optimum } from '../optimum';
import { type RoutingCoefficients, routingCutoff, saturatedExperts } from './clark';
import { routedTrainingFlop } from './krajewski';

const routed = lossLaws.filter(({ form }) => form === 'clark');

test('three routers of Clark’s are laws', () => {
  expect(routed).toHaveLength(3);
});

describe.each(routed)('$label', (law) => {
  const routing = law.coefficients as unknown as RoutingCoefficients & { b: number; c: number };
  const at = (N: number, experts: number, D = 130e9) => loss(bindLaw(law, { experts }), N, D);

  test('experts saturate between one and the limit', () => {
    expect(saturatedExperts(routing, 1)).toBeCloseTo(routing.start, 10);
    expect(saturatedExperts(routing, 1e12) / routing.max).toBeCloseTo(1, 6);
  });

  test('is the law that the paper prints in logarithms', () => {
    const { a, b, c, d } = law.coefficients as Record<string, number>;
    for (const [N, experts] of [
      [15e6, 1],
      [370e6, 8],
      [1.3e9, 64],
      [1.3e9, 512],
    ] as const) {
      const [n, e] = [Math.log10(N), Math.log10(saturatedExperts(routing, experts))];
      expect(Math.log10(at(N, experts))).toBeCloseTo(a! * n + b! * e + c! * n * e + d!, 12);
    }
  });

  test('experts help up to the cut-off, where they change nothing', () => {
    const N = routingCutoff(routing.b, routing.c);
    expect(at(N, 64) / at(N, 1)).toBeCloseTo(1, 10);
    expect(at(1e8, 64)).toBeLessThan(at(1e8, 1));
    expect(at(1e14, 64)).toBeGreaterThan(at(1e14, 1));
  });

  test('knows one training length, and so no optimum', () => {
    expect(at(1e9, 8, 1e9)).toBe(at(1e9, 8, 1e12));
    expect(law.tokens).toBe(130e9);
    expect(hasOptimum(law)).toBe(false);
    expect(optimum(law, 1e22)).toEqual({ N: Number.NaN, D: Number.NaN, C: 1e22, loss: Number.NaN });
  });
});

test('finer experts cost routing', () => {
  expect(routedTrainingFlop(1e9, 1e10, 16)).toBeGreaterThan(routedTrainingFlop(1e9, 1e10, 1));
  expect(routedTrainingFlop(1e9, 1e10, 0) / (6 * 1e9 * 1e10)).toBeCloseTo(1, 10);
});
