import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { fitDistance } from './fit';
import { FIELD_OF_VIEW } from './lens';
import { HALF, type Vector } from './space';

const corners = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].map((z) => new Vector3(x * HALF[0], y * HALF[1], z * HALF[2]))));

describe('fitDistance', () => {
  it.each([
    [1600, 700],
    [960, 700],
    [390, 420],
    [390, 800],
  ])('keeps the whole box with room around it in view at %i × %i', (width, height) => {
    for (let theta = 0; theta < 6.3; theta += 0.3) {
      for (const phi of [0.02, 0.5, 1.08, 1.5]) {
        const direction = new Vector3().setFromSphericalCoords(1, phi, theta);
        const distance = fitDistance(direction.toArray() as unknown as Vector, [0, -0.1, 0], { width, height });
        const camera = new PerspectiveCamera(FIELD_OF_VIEW, width / height, 0.1, 100);
        camera.position
          .copy(direction)
          .multiplyScalar(distance)
          .add(new Vector3(0, -0.1, 0));
        camera.lookAt(0, -0.1, 0);
        camera.updateMatrixWorld();
        const seen = corners.map((corner) => corner.clone().project(camera));
        const across = Math.max(...seen.map(({ x }) => Math.abs(x)));
        const upward = Math.max(...seen.map(({ y }) => Math.abs(y)));
        expect(across).toBeLessThan(1 - 0.1);
        expect(upward).toBeLessThan(1 - 0.1);
        expect(Math.max(across, upward)).toBeGreaterThan(0.7);
      }
    }
  });
});
