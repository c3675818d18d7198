import type { DataPoints } from './content';
import type { Space, Vector } from './space';

/** Points in scene units from points in data space. */
export function toScenePoints(points: DataPoints, space: Space): Vector[] {
  const scene: Vector[] = [];
  for (let at = 0; at + 2 < points.length; at += 3) {
    scene.push(
      space.toScene({ log10N: points[at] ?? Number.NaN, log10D: points[at + 1] ?? Number.NaN, loss: points[at + 2] ?? Number.NaN }),
    );
  }
  return scene;
}
