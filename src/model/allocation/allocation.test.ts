import { describe, expect, test } from 'vitest';
import { findLaw } from '../laws';
import { fitPowerLaw } from '../math/line';
import { allocatedQuantity, allocatedTokens, allocationCompute, allocationOptimum, allocations } from './allocations';
import { kaplanFrontier } from './kaplan';
import { type FrontierCoefficients, nonEmbeddingCompute } from './pearce-song';

describe.each(allocations)('$label', (allocation) => {
  test('spends its budget, and gives it back', () => {
    for (const C of [1e18, 1e21, 1e25]) {
      const { N, D } = allocationOptimum(allocation.id, C)!;
      expect((6 * N * D) / C).toBeCloseTo(1, 12);
      if (allocation.of === 'N') expect(allocationCompute(allocation, N) / C).toBeCloseTo(1, 10);
    }
  });
});

test.each(allocations.filter(({ rows }) => rows))('$label is the line through its published rows', (allocation) => {
  const fitted = fitPowerLaw(allocation.rows!.map(([N, C]) => [C, N]));
  expect(fitted.a).toBeCloseTo(allocation.a, 4);
  expect(allocatedQuantity(fitted, 1e23) / allocatedQuantity(allocation, 1e23)).toBeCloseTo(1, 3);
});

test('the published laws of tokens agree with C/(6N) up to the way compute is counted', () => {
  for (const allocation of allocations) {
    const { D } = allocationOptimum(allocation.id, 1e20)!;
    const published = allocatedTokens(allocation, 1e20) ?? D;
    // Kaplan's tokens are those at the critical batch, which costs twice the least compute
    const ratio = allocation.id === 'kaplan-2020' ? 2 : 1;
    expect(published / D / ratio, allocation.id).toBeGreaterThan(0.85);
    expect(published / D / ratio, allocation.id).toBeLessThan(1.15);
  }
});

test('an unknown frontier gives nothing', () => {
  expect(allocationOptimum('none', 1e20)).toBeUndefined();
});

test('Kaplan’s frontier grows the batch, hardly the steps', () => {
  const [small, large] = [kaplanFrontier(8.64e19), kaplanFrontier(8.64e23)];
  expect(small).toMatchObject({ N: 1.3e9, batch: 2e6, steps: 5.4e3, D: 2e10 });
  expect(large.batch / small.batch).toBeGreaterThan(9);
  expect(large.steps / small.steps).toBeLessThan(1.4);
});

describe('Pearce and Song', () => {
  test.each(['hoffmann-2022', 'besiroglu-2024'])(
    'with %s the line over Kaplan’s models, 768 to 1.5e9, is about as steep as Kaplan’s 0.73',
    (id) => {
      const c = findLaw(id)!.coefficients as unknown as FrontierCoefficients;
      const sizes = Array.from({ length: 64 }, (_, i) => 768 * (1.5e9 / 768) ** (i / 63));
      const fitted = fitPowerLaw(sizes.map((N) => [nonEmbeddingCompute(c, N), N] as const));
      expect(fitted.a).toBeGreaterThan(0.74);
      expect(fitted.a).toBeLessThan(0.8);
    },
  );
});
