import { describe, expect, it } from 'vitest';
import { clipLine, isInside } from './clip';
import { HALF } from './space';

describe('clipLine', () => {
  it('leaves a line inside as it is', () => {
    const line = [
      [0, 0, 0],
      [0.5, 0.1, 0.2],
      [0.9, 0, 0],
    ] as const;
    expect(clipLine(line)).toEqual([line]);
  });

  it('cuts a line where it leaves and starts it again where it comes back', () => {
    const parts = clipLine([
      [0, 0, 0],
      [2, 0, 0],
      [2, 0, 0.5],
      [0, 0, 0.5],
    ]);
    expect(parts).toHaveLength(2);
    expect(parts[0]?.at(-1)?.[0]).toBeCloseTo(1, 5);
    expect(parts[1]?.[0]?.[0]).toBeCloseTo(1, 5);
    expect(parts[1]?.at(-1)).toEqual([0, 0, 0.5]);
  });

  it('drops what passes by, level with a face included', () => {
    expect(
      clipLine([
        [-2, 0.9, 0],
        [2, 0.9, 0],
      ]),
    ).toEqual([]);
  });

  it('drops what is not finite', () => {
    expect(
      clipLine([
        [0, Number.NaN, 0],
        [0.5, 0, 0],
      ]),
    ).toEqual([]);
  });
});

describe('isInside', () => {
  it('takes the border, not what is beyond', () => {
    expect(isInside([1, -HALF[1], -1])).toBe(true);
    expect(isInside([1.01, 0, 0])).toBe(false);
    expect(isInside([Number.NaN, 0, 0])).toBe(false);
  });
});
