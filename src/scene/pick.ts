import { type DataPoint, HALF, type Space, type Vector } from './space';

/** A line of sight in scene units; the direction is a unit vector. */
export interface Ray {
  readonly origin: Vector;
  readonly direction: Vector;
}

/** Steps through the box. The surface bends gently: a thinner fold than a 200th of the box cannot be pointed at. */
const STEPS = 200;
const BISECTIONS = 40;

function pointAt({ origin, direction }: Ray, distance: number): Vector {
  return [origin[0] + direction[0] * distance, origin[1] + direction[1] * distance, origin[2] + direction[2] * distance];
}

/** Distances at which a ray enters and leaves the box; undefined where it misses. */
function throughBox({ origin, direction }: Ray): readonly [number, number] | undefined {
  let enter = 0;
  let leave = Number.POSITIVE_INFINITY;
  for (const axis of [0, 1, 2] as const) {
    const inverse = 1 / direction[axis];
    const a = (-HALF[axis] - origin[axis]) * inverse;
    const b = (HALF[axis] - origin[axis]) * inverse;
    if (Number.isNaN(a) || Number.isNaN(b)) continue; // in the plane of a face, and along it
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter < leave ? [enter, leave] : undefined;
}

/**
 * The first point where a ray meets the surface within the box; undefined where it meets none. `lossAt` gives the surface's
 * loss in nat/token at (log10 N, log10 D).
 */
export function pick(ray: Ray, space: Space, lossAt: (log10N: number, log10D: number) => number): DataPoint | undefined {
  const range = throughBox(ray);
  if (!range) return undefined;
  const [enter, leave] = range;
  const surfaceAt = (distance: number): DataPoint => {
    const { log10N, log10D } = space.toData(pointAt(ray, distance));
    return { log10N, log10D, loss: lossAt(log10N, log10D) };
  };
  const gapAt = (distance: number) => pointAt(ray, distance)[1] - space.toScene(surfaceAt(distance))[1];
  const step = (leave - enter) / STEPS;
  const startsAbove = gapAt(enter) >= 0;
  for (let k = 1; k <= STEPS; k++) {
    if (gapAt(enter + k * step) >= 0 === startsAbove) continue;
    let near = enter + (k - 1) * step;
    let far = near + step;
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (near + far) / 2;
      if (gapAt(middle) >= 0 === startsAbove) near = middle;
      else far = middle;
    }
    const found = surfaceAt(far);
    return found.loss <= space.box.loss[1] ? found : undefined;
  }
  return undefined;
}
