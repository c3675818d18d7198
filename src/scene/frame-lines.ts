import { HALF, type Space, type Vector } from './space';
import { lossTicks, sideTicks } from './ticks';

/** A line between two points, in scene units. */
type Segment = readonly [Vector, Vector];

/** A wall of the box: the side of x or z at −1 or 1. */
export interface Wall {
  readonly axis: 'x' | 'z';
  readonly sign: -1 | 1;
}

/** The four walls of the box. */
export const WALLS: readonly Wall[] = [
  { axis: 'x', sign: -1 },
  { axis: 'x', sign: 1 },
  { axis: 'z', sign: -1 },
  { axis: 'z', sign: 1 },
];

/** Whether an eye at a position sees a wall behind the surface rather than before it. */
export function isBehind({ axis, sign }: Wall, [x, , z]: Vector): boolean {
  return (axis === 'x' ? x : z) * sign < 0;
}

/** Scene x of each tick of N, and scene z of each of D. */
function decades(space: Space): { x: number[]; z: number[] } {
  const { log10N, log10D, loss } = space.box;
  const place = (n: number, d: number) => space.toScene({ log10N: n, log10D: d, loss: loss[0] });
  return {
    x: sideTicks(space.box, 'log10N').map((n) => place(n, log10D[0])[0]),
    z: sideTicks(space.box, 'log10D').map((d) => place(log10N[0], d)[2]),
  };
}

/** Lines at powers of ten on the floor. */
export function floorGrid(space: Space): Segment[] {
  const { x, z } = decades(space);
  const [halfX, halfY, halfZ] = HALF;
  return [
    ...x.map((at): Segment => [
      [at, -halfY, -halfZ],
      [at, -halfY, halfZ],
    ]),
    ...z.map((at): Segment => [
      [-halfX, -halfY, at],
      [halfX, -halfY, at],
    ]),
  ];
}

/** Lines on a wall: level at the loss ticks, upright at powers of ten. */
export function wallGrid(space: Space, { axis, sign }: Wall): Segment[] {
  const [halfX, halfY, halfZ] = HALF;
  const point = (along: number, y: number): Vector => (axis === 'x' ? [sign * halfX, y, along] : [along, y, sign * halfZ]);
  const half = axis === 'x' ? halfZ : halfX;
  const uprights = axis === 'x' ? decades(space).z : decades(space).x;
  const levels = lossTicks(space).map((loss) => (space.heightOf(loss) * 2 - 1) * halfY);
  return [
    ...levels.map((y): Segment => [point(-half, y), point(half, y)]),
    ...uprights.map((along): Segment => [point(along, -halfY), point(along, halfY)]),
  ];
}

/** The outline of a wall, its foot excepted. */
export function wallEdges({ axis, sign }: Wall): Segment[] {
  const [halfX, halfY, halfZ] = HALF;
  const corner = (side: number, y: number): Vector => (axis === 'x' ? [sign * halfX, y, side * halfZ] : [side * halfX, y, sign * halfZ]);
  return [
    [corner(-1, -halfY), corner(-1, halfY)],
    [corner(1, -halfY), corner(1, halfY)],
    [corner(-1, halfY), corner(1, halfY)],
  ];
}

/** The outline of the floor. */
export function floorEdges(): Segment[] {
  const [halfX, halfY, halfZ] = HALF;
  return [
    [
      [-halfX, -halfY, -halfZ],
      [halfX, -halfY, -halfZ],
    ],
    [
      [-halfX, -halfY, halfZ],
      [halfX, -halfY, halfZ],
    ],
    [
      [-halfX, -halfY, -halfZ],
      [-halfX, -halfY, halfZ],
    ],
    [
      [halfX, -halfY, -halfZ],
      [halfX, -halfY, halfZ],
    ],
  ];
}
