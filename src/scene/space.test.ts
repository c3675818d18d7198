import { describe, expect, it } from 'vitest';
import { createSpace, HALF } from './space';

const box = { log10N: [7, 13], log10D: [8, 14], loss: [1.8, 6.1] } as const;

describe('createSpace', () => {
  const space = createSpace(box);

  it('puts the corners of the box at its corners', () => {
    expect(space.toScene({ log10N: 7, log10D: 14, loss: 1.8 })).toEqual([-HALF[0], -HALF[1], HALF[2]]);
    const [x, y, z] = space.toScene({ log10N: 13, log10D: 8, loss: 6.1 });
    expect([x, z]).toEqual([HALF[0], -HALF[2]]);
    expect(y).toBeCloseTo(HALF[1], 12);
  });

  it('leads back from scene to data', () => {
    const back = space.toData(space.toScene({ log10N: 9.3, log10D: 12.1, loss: 2.37 }));
    expect(back.log10N).toBeCloseTo(9.3, 12);
    expect(back.log10D).toBeCloseTo(12.1, 12);
    expect(back.loss).toBeCloseTo(2.37, 12);
  });

  it('rises with loss and stays on the floor below it', () => {
    const heights = [1.7, 1.8, 1.9, 2, 3, 6.1].map((loss) => space.heightOf(loss));
    expect(heights.slice(0, 2)).toEqual([0, 0]);
    for (let k = 2; k < heights.length; k++) expect(heights[k]).toBeGreaterThan(heights[k - 1] as number);
  });

  it('spaces heights evenly where they are linear, negative ones as well', () => {
    const even = createSpace({ log10N: [9, 11], log10D: [0, 10], loss: [-1, 1], heights: 'linear' });
    for (const [saving, height] of [
      [-1, 0],
      [-0.5, 0.25],
      [0, 0.5],
      [0.7, 0.85],
      [1, 1],
    ] as const) {
      expect(even.heightOf(saving)).toBeCloseTo(height, 4);
      expect(even.lossAt(height)).toBeCloseTo(saving, 3);
    }
  });

  it('refuses an empty span, by name', () => {
    expect(() => createSpace({ ...box, log10D: [9, 9] })).toThrow('log10D runs from 9 to 9');
  });
});
