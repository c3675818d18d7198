import { expect, test } from 'vitest';
import { defaultLaw } from '../model/laws';
import { optimum } from '../model/optimum';
import { sampleOptima } from '../model/uncertainty';
import { densityOf, factorOf, sharedFactor } from './density';

test('a density lies where its sample does', () => {
  const { heights } = densityOf(Float64Array.of(15, 15, 15), 10, 2);
  const top = heights.indexOf(1);
  expect(top).toBe(Math.floor(((Math.log(1.5) / Math.log(2) + 1) / 2) * heights.length));
  expect(heights.slice(0, top - 6).every((height) => height === 0)).toBe(true);
});

test('a scale holds nearly all of a sample, and hardly more', () => {
  const sample = Float64Array.from({ length: 1000 }, (_, i) => (i < 990 ? 10 * (1 + i / 1500) : 1e6));
  expect(factorOf(sample, 10)).toBe(2);
  expect(factorOf(Float64Array.of(1, 1e9), 10)).toBe(100);
});

test('sizes and tokens per parameter share the scale of the wider, and their optimum lies near the top', () => {
  const sample = sampleOptima(defaultLaw, 1e21)!;
  const { N, D, loss } = optimum(defaultLaw, 1e21);
  const centre = { N, D, loss, tokensPerParameter: D / N };
  const factor = sharedFactor(sample, centre, ['N', 'tokensPerParameter']);
  expect(factor).toBe(factorOf(sample.tokensPerParameter, D / N));
  const { heights } = densityOf(sample.N, N, factor);
  expect(heights[heights.length / 2]).toBeGreaterThan(0.8);
});
