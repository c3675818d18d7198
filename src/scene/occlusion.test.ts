import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occlusionOf } from './occlusion';

/** Heights over a square grid, x and z from −1 to 1. */
function heightsOf(side: number, height: (x: number, z: number) => number): Float32Array {
  const at = (k: number) => (2 * k) / (side - 1) - 1;
  return Float32Array.from({ length: side * side }, (_, k) => height(at(k % side), at(Math.floor(k / side))));
}

const valley = (x: number) => 0.3 + 0.5 * x * x;
const middleOf = (occlusion: Float32Array) => occlusion[(occlusion.length - 1) / 2]!;

describe('occlusionOf', () => {
  it('is none on level ground, on a slope and on a ridge', () => {
    for (const shape of [() => 0.4, (x: number, z: number) => 0.5 + 0.3 * x - 0.1 * z, (x: number) => 0.9 - valley(x)]) {
      expect(Math.max(...occlusionOf(heightsOf(33, shape), 33, 33))).toBeLessThan(1e-6);
    }
  });

  it('is the mean sine over the directions: at the bottom of a trough with straight walls, six of eight rise at one angle', () => {
    const wall = 0.5 / 1.08;
    const trough = heightsOf(41, (x) => 0.2 + wall * Math.abs(x));
    // a wall that rises 0.5 a unit rises 0.5 along x and 0.5/√2 a unit of the diagonals
    const expected = (2 * Math.sin(Math.atan(0.5)) + 4 * Math.sin(Math.atan(0.5 / Math.SQRT2))) / 8;
    expect(middleOf(occlusionOf(trough, 41, 41))).toBeCloseTo(expected, 2);
  });

  it('is greatest at the bottom, and greater in a narrower valley', () => {
    const wide = occlusionOf(heightsOf(33, valley), 33, 33);
    const row = wide.slice(16 * 33, 17 * 33);
    expect(row.indexOf(Math.max(...row))).toBe(16);
    const narrow = occlusionOf(
      heightsOf(33, (x) => 0.3 + 0.7 * x * x),
      33,
      33,
    );
    expect(middleOf(narrow)).toBeGreaterThan(1.1 * middleOf(wide));
  });

  it('does not depend on how fine the grid is, nor on which way its rows run', () => {
    const coarse = occlusionOf(heightsOf(41, valley), 41, 41);
    const fine = occlusionOf(heightsOf(201, valley), 201, 201);
    const along = occlusionOf(
      heightsOf(41, (_, z) => valley(z)),
      41,
      41,
    );
    for (let row = 0; row < 41; row++) {
      for (let column = 0; column < 41; column++) {
        const at = coarse[row * 41 + column]!;
        expect(Math.abs(fine[row * 5 * 201 + column * 5]! - at)).toBeLessThan(0.01);
        expect(along[column * 41 + row]).toBeCloseTo(at, 6);
      }
    }
  });

  it('leaves out what is not drawn: ground under the box, and what rises out of it', () => {
    const sunk = heightsOf(33, (x) => (x < 0 ? 0.2 * -x : 0));
    const drawn = occlusionOf(sunk, 33, 33).filter((_, k) => sunk[k]! > 0);
    expect(drawn.length).toBe(16 * 33);
    expect(Math.max(...drawn)).toBeLessThan(1e-6);
    const cut = (top: number) =>
      occlusionOf(
        heightsOf(33, (x) => (Math.abs(x) < 0.5 ? 0.5 : top)),
        33,
        33,
      );
    expect(cut(40)).toEqual(cut(1));
  });

  it('lies between 0 and 1 whatever the heights', () => {
    const height = fc.double({ min: -1, max: 3, noNaN: true });
    const grid = fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 9 }));
    fc.assert(
      fc.property(grid, fc.array(height, { minLength: 81, maxLength: 81 }), ([columns, rows], heights) => {
        for (const value of occlusionOf(Float32Array.from(heights.slice(0, columns * rows)), columns, rows)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
