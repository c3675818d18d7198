import { FIELD_OF_VIEW } from './lens';
import { HALF, type Vector } from './space';

/** The view in CSS pixels. */
export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

/** Where to stand and look so that the box fills the view. */
export interface Fit {
  /** From `target`, scene units. */
  readonly distance: number;
  /** The point in the middle of the view. */
  readonly target: Vector;
}

/** Room around the box for its labels, in CSS pixels, and the largest shares of the view that it may take on each side. */
const ROOM = { left: 46, right: 48, top: 34, bottom: 36, shareAcross: 0.125, shareUp: 0.2 };

/** Seen from above, the title of the axis at the bottom needs so much more, CSS pixels. */
const TITLE_BELOW = 18;

/** Seen from a corner, the far corner stands highest, which has no label: so much less room is needed at the top, CSS pixels. */
const BARE_TOP = 18;

const CORNERS: readonly Vector[] = [-1, 1].flatMap((x) =>
  [-1, 1].flatMap((y) => [-1, 1].map((z): Vector => [x * HALF[0], y * HALF[1], z * HALF[2]])),
);

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Tangents of the angles that the box may take, from the middle of the view to each side. */
function reachOf([x, y, z]: Vector, { width, height }: ViewSize) {
  const up = Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
  const across = (up * width) / height;
  const freeAcross = (room: number) => across * (1 - 2 * Math.min(room / width, ROOM.shareAcross));
  const freeUp = (room: number) => up * (1 - 2 * Math.min(room / height, ROOM.shareUp));
  const top = ROOM.top - BARE_TOP * 2 * Math.abs(y) * Math.hypot(x, z);
  const bottom = ROOM.bottom + TITLE_BELOW * y * y;
  return {
    left: freeAcross(ROOM.left),
    right: freeAcross(ROOM.right),
    top: freeUp(top),
    bottom: freeUp(bottom),
  };
}

/**
 * Along one direction of the view: the least distance, and for a distance the place of the middle. A corner at `a` across and
 * `w` towards the eye is in view when −back·(d − w) ≤ a − s ≤ ahead·(d − w), so s is bounded on both sides by lines in d.
 */
function fitAlong(direction: Vector, across: Vector, back: number, ahead: number) {
  const least = Math.max(...CORNERS.map((corner) => dot(corner, across) + ahead * dot(corner, direction)));
  const most = Math.min(...CORNERS.map((corner) => dot(corner, across) - back * dot(corner, direction)));
  return {
    distance: (least - most) / (ahead + back),
    middleAt: (distance: number) => (least - ahead * distance + most + back * distance) / 2,
  };
}

/** The nearest an eye in a direction (a unit vector, not straight up) can stand and see the whole box, labels included. */
export function fitBox(direction: Vector, size: ViewSize): Fit {
  const [x, y, z] = direction;
  const flat = Math.hypot(x, z);
  const right: Vector = [z / flat, 0, -x / flat];
  const up: Vector = [(-x * y) / flat, flat, (-z * y) / flat];
  const reach = reachOf(direction, size);
  const level = fitAlong(direction, right, reach.left, reach.right);
  const upright = fitAlong(direction, up, reach.bottom, reach.top);
  const distance = Math.max(level.distance, upright.distance);
  const [across, upward] = [level.middleAt(distance), upright.middleAt(distance)];
  return { distance, target: [0, 1, 2].map((i) => across * right[i]! + upward * up[i]!) as unknown as Vector };
}
