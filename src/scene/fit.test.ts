import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { fitBox } from './fit';
import { FIELD_OF_VIEW } from './lens';
import { HALF, type Vector } from './space';

const corners = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].map((z) => new Vector3(x * HALF[0], y * HALF[1], z * HALF[2]))));

/** Room left on each side of the box, CSS pixels. */
function roomAround(phi: number, theta: number, width: number, height: number) {
  const direction = new Vector3().setFromSphericalCoords(1, phi, theta);
  const { distance, target } = fitBox(direction.toArray() as unknown as Vector, { width, height });
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, width / height, 0.1, 100);
  camera.position.set(...target).addScaledVector(direction, distance);
  camera.lookAt(...target);
  camera.updateMatrixWorld();
  const seen = corners.map((corner) => corner.clone().project(camera));
  const x = seen.map((point) => ((point.x + 1) / 2) * width);
  const y = seen.map((point) => ((1 - point.y) / 2) * height);
  return { left: Math.min(...x), right: width - Math.max(...x), top: Math.min(...y), bottom: height - Math.max(...y) };
}

describe('fitBox', () => {
  it.each([
    [1600, 700],
    [960, 700],
    [390, 420],
    [390, 800],
  ])('keeps the whole box with room for labels in view at %i × %i, and fills what is left', (width, height) => {
    for (let theta = 0; theta < 6.3; theta += 0.3) {
      for (const phi of [0.02, 0.5, 1.08, 1.5]) {
        const { left, right, top, bottom } = roomAround(phi, theta, width, height);
        for (const room of [left, right]) expect(room).toBeGreaterThan(Math.min(45, width * 0.124));
        expect(top).toBeGreaterThan(15);
        expect(bottom).toBeGreaterThan(35);
        expect(Math.min(left + right - 96, top + bottom - 90)).toBeLessThan(1);
      }
    }
  });

  it('keeps to the middle where there is room to spare', () => {
    const { left, right } = roomAround(1.08, 0.62, 1600, 700);
    expect(Math.abs(left - right)).toBeLessThan(0.02 * 1600);
  });
});
