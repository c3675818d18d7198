import { FIELD_OF_VIEW } from './lens';
import { HALF, type Vector } from './space';

/** The view in CSS pixels. */
export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

/** Room around the box for its labels, in CSS pixels, and the largest share of the view that it may take on each side. */
const ROOM = { across: 64, up: 52, share: 0.14 };

const CORNERS: readonly Vector[] = [-1, 1].flatMap((x) =>
  [-1, 1].flatMap((y) => [-1, 1].map((z): Vector => [x * HALF[0], y * HALF[1], z * HALF[2]])),
);

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Half the visible width and height at distance 1, less the room for labels. */
function reachOf({ width, height }: ViewSize): readonly [number, number] {
  const up = Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
  const across = (up * width) / height;
  const spare = (room: number, side: number) => 1 - 2 * Math.min(room / side, ROOM.share);
  return [across * spare(ROOM.across, width), up * spare(ROOM.up, height)];
}

/**
 * Smallest distance from `target` at which an eye in a direction (a unit vector, not straight up) sees the whole box, with
 * room for labels around it.
 */
export function fitDistance(direction: Vector, target: Vector, size: ViewSize): number {
  const [x, , z] = direction;
  const flat = Math.hypot(x, z);
  const right: Vector = [z / flat, 0, -x / flat];
  const up: Vector = [(-x * direction[1]) / flat, flat, (-z * direction[1]) / flat];
  const [across, upward] = reachOf(size);
  const needed = CORNERS.map((corner) => {
    const from: Vector = [corner[0] - target[0], corner[1] - target[1], corner[2] - target[2]];
    return dot(from, direction) + Math.max(Math.abs(dot(from, right)) / across, Math.abs(dot(from, up)) / upward);
  });
  return Math.max(...needed);
}
