import { HALF, type Vector } from './space';

/** Where the segment from `a` to `b` lies inside the box: two shares of its length, or undefined where it misses (Liang and Barsky). */
function insideShares(a: Vector, b: Vector): readonly [number, number] | undefined {
  let enter = 0;
  let leave = 1;
  for (const axis of [0, 1, 2] as const) {
    const step = b[axis] - a[axis];
    if (!Number.isFinite(step)) return undefined;
    for (const sign of [-1, 1]) {
      const room = HALF[axis] + 1e-6 - sign * a[axis];
      const rate = sign * step;
      if (rate === 0 && room < 0) return undefined;
      if (rate > 0) leave = Math.min(leave, room / rate);
      if (rate < 0) enter = Math.max(enter, room / rate);
    }
  }
  return enter < leave ? [enter, leave] : undefined;
}

function between(a: Vector, b: Vector, share: number): Vector {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** The parts of a line that lie inside the box, in scene units. A line that leaves and comes back gives several. */
export function clipLine(line: readonly Vector[]): Vector[][] {
  const parts: Vector[][] = [];
  let open: Vector[] | undefined;
  for (let k = 1; k < line.length; k++) {
    const a = line[k - 1] as Vector;
    const b = line[k] as Vector;
    const shares = insideShares(a, b);
    if (!shares) {
      open = undefined;
      continue;
    }
    const [enter, leave] = shares;
    if (!open || enter > 0) {
      open = [between(a, b, enter)];
      parts.push(open);
    }
    open.push(between(a, b, leave));
    if (leave < 1) open = undefined;
  }
  return parts;
}

/** Whether a point lies inside the box. */
export function isInside(point: Vector): boolean {
  return point.every((value, axis) => Math.abs(value) <= (HALF[axis] ?? 0) + 1e-6);
}
