import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PICTURE, isInPicture } from './picture';
import { walk } from './walk';

const place = fc.record({
  N: fc.double({ min: 7, max: 13, noNaN: true }).map((exponent) => 10 ** exponent),
  D: fc.double({ min: 8, max: 14, noNaN: true }).map((exponent) => 10 ** exponent),
});
const arrow = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowDown', 'ArrowUp');

describe('walk', () => {
  it('steps to the next tenth of a decade, and from node to node', () => {
    const first = walk({ N: 7.22e10, D: 1.33e12 }, 'ArrowRight')!;
    expect(first.N / 10 ** 10.9).toBeCloseTo(1, 12);
    expect(first.D).toBe(1.33e12);
    expect(walk(first, 'ArrowRight')!.N / 1e11).toBeCloseTo(1, 12);
    expect(walk({ N: 1e11, D: 1e12 }, 'ArrowDown')!.D / 10 ** 11.9).toBeCloseTo(1, 12);
  });

  it('stops at the sides of the picture', () => {
    expect(walk({ N: PICTURE.N[1], D: 1e12 }, 'ArrowRight')).toEqual({ N: PICTURE.N[1], D: 1e12 });
    expect(walk({ N: 1e10, D: PICTURE.D[0] }, 'ArrowDown')).toEqual({ N: 1e10, D: PICTURE.D[0] });
  });

  it('knows no other key', () => {
    expect(walk({ N: 1e10, D: 1e12 }, 'Enter')).toBeUndefined();
  });

  it('never leaves the picture, and goes the way of its key', () => {
    fc.assert(
      fc.property(place, arrow, (from, key) => {
        const to = walk(from, key)!;
        expect(isInPicture(to)).toBe(true);
        const sign = key === 'ArrowRight' || key === 'ArrowUp' ? 1 : -1;
        expect(sign * (to.N - from.N)).toBeGreaterThanOrEqual(0);
        expect(sign * (to.D - from.D)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
