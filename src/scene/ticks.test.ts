import { describe, expect, it } from 'vitest';
import { createSpace } from './space';
import { decadeTicks, lossTicks, sideTicks } from './ticks';

describe('decadeTicks', () => {
  it('names whole powers of ten, ends included', () => expect(decadeTicks([7, 10])).toEqual([7, 8, 9, 10]));
  it('leaves out ends that are no power of ten', () => expect(decadeTicks([6.5, 9.2])).toEqual([7, 8, 9]));
  it('thins to a common step', () => expect(decadeTicks([7, 13], 4)).toEqual([8, 10, 12]));
});

describe('sideTicks', () => {
  const box = { log10N: [0, 20], log10D: [8, 10], loss: [0, 1], ticks: { log10N: [0, 3.5, 10, 20] } } as const;
  it('takes those that the box has', () => expect(sideTicks(box, 'log10N')).toEqual([0, 3.5, 10, 20]));
  it('thins them', () => expect(sideTicks(box, 'log10N', 2)).toEqual([0, 10]));
  it('names powers of ten where the box has none', () => expect(sideTicks(box, 'log10D')).toEqual([8, 9, 10]));
});

describe('lossTicks', () => {
  const space = createSpace({ log10N: [7, 13], log10D: [8, 14], loss: [1.8, 6.1] });

  it('gives round losses within the box, rising', () => {
    const ticks = lossTicks(space);
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    expect(ticks).toEqual(expect.arrayContaining([2, 3, 4]));
    expect(ticks[0]).toBeGreaterThanOrEqual(1.8);
    expect(ticks.at(-1)).toBeLessThanOrEqual(6.1);
  });

  it('keeps the gap it was asked for', () => {
    const heights = lossTicks(space, 0.05).map((loss) => space.heightOf(loss));
    for (let k = 1; k < heights.length; k++) expect((heights[k] as number) - (heights[k - 1] as number)).toBeGreaterThanOrEqual(0.05);
  });
});
