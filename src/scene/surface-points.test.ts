import { describe, expect, it } from 'vitest';
import { gridTriangles } from './grid';
import { createSpace, HALF } from './space';
import { surfacePoints } from './surface-points';

const space = createSpace({ log10N: [7, 13], log10D: [8, 14], loss: [2, 4] });

describe('surfacePoints', () => {
  it('lays columns along N and rows along D', () => {
    const { position } = surfacePoints(new Float32Array([2, 2, 2, 4, 4, 4]), 3, 2, space);
    expect(Array.from(position.slice(3, 6)).map((value) => Number(value.toFixed(5)))).toEqual([0, -HALF[1], -1]);
    expect(Array.from(position.slice(15, 18)).map((value) => Number(value.toFixed(5)))).toEqual([1, HALF[1], 1]);
  });

  it('points normals up on level ground and away from the rise on a slope', () => {
    const flat = surfacePoints(new Float32Array(9).fill(3), 3, 3, space);
    expect(Array.from(flat.normal.slice(12, 15))).toEqual([-0, 1, -0]);
    const slope = surfacePoints(new Float32Array([3, 3.1, 3.2, 3, 3.1, 3.2]), 3, 2, space);
    expect(slope.normal[3]).toBeLessThan(-0.01);
    expect(slope.normal[5]).toBeCloseTo(0, 12);
  });
});

describe('gridTriangles', () => {
  it('covers each cell with two triangles that face up', () => {
    expect([...gridTriangles(3, 2)]).toEqual([0, 3, 1, 1, 3, 4, 1, 4, 2, 2, 4, 5]);
  });
});
