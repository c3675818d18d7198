import { HALF, type Space, type Vector } from './space';
import { lossTicks, sideTicks } from './ticks';

/** What a label names. */
export type AxisId = 'N' | 'D' | 'loss';

/** A point on screen, CSS pixels. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** Places a scene point on screen: a camera's `project`. */
export type Project = (point: Vector) => ScreenPoint;

/** A tick's number or an axis title. */
export interface AxisLabel {
  readonly axis: AxisId;
  readonly kind: 'tick' | 'title';
  /** log10 of N or D, loss in nat/token; absent on titles. */
  readonly value?: number;
  /** The point of the label's border that faces the axis, CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** Unit vector away from the box: move the label's centre by half its size along it. */
  readonly outward: ScreenPoint;
}

/** Distance of ticks and titles from their axis, and the least room for a tick's number along it, CSS pixels. */
const OFFSET = { tick: 9, title: 34, above: 16 };
const ROOM = { decade: 36, loss: 20 };

/** On a slanted axis the corners of numbers and title reach towards each other: the title stands so much farther out, at most half of it, CSS pixels. */
const SLANT = 40;

/** An axis shorter on screen than this share of the box, seen nearly end on, has no labels. */
const LEAST_SHARE = 0.15;

/** Floor edges whose middles differ in height on screen by less, in CSS pixels, count as level: the left one is then labelled. */
const LEVEL_WITHIN = 12;

/** An axis whose outward direction is more level than this counts as steep. */
const STEEP = 0.9;

type Edge = readonly [Vector, Vector];

function middleOf([a, b]: Edge): Vector {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
}

/** The edge along x or z that lies at one side and at one height of the box. */
function levelEdge(axis: 'N' | 'D', side: number, height: number): Edge {
  const [x, y, z] = HALF;
  return axis === 'N'
    ? [
        [-x, height * y, side * z],
        [x, height * y, side * z],
      ]
    : [
        [side * x, height * y, -z],
        [side * x, height * y, z],
      ];
}

function uprightEdges(): Edge[] {
  const [x, y, z] = HALF;
  return [-1, 1].flatMap((sideX) =>
    [-1, 1].map((sideZ): Edge => [
      [sideX * x, -y, sideZ * z],
      [sideX * x, y, sideZ * z],
    ]),
  );
}

function lengthOf(edge: Edge, project: Project): number {
  const [a, b] = edge.map(project) as [ScreenPoint, ScreenPoint];
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** The larger side of the rectangle that the box takes on screen. */
function sizeOnScreen(project: Project): number {
  const corners = uprightEdges().flat().map(project);
  const extent = (values: number[]) => Math.max(...values) - Math.min(...values);
  return Math.max(extent(corners.map(({ x }) => x)), extent(corners.map(({ y }) => y)));
}

/** How far from an edge, on screen, the middle of the box lies. */
function distanceFromCentre(edge: Edge, project: Project): number {
  const [a, b] = edge.map(project) as [ScreenPoint, ScreenPoint];
  const centre = project([0, 0, 0]);
  return Math.abs((b.x - a.x) * (centre.y - a.y) - (b.y - a.y) * (centre.x - a.x)) / lengthOf(edge, project);
}

/**
 * The edge to label. For loss the upright edge farthest left. For N and D the floor's edge near the viewer, which is the lower
 * one on screen; from above the box's top hides the floor's edge, and its own edge on that side is taken.
 */
export function labelledEdge(axis: AxisId, project: Project): Edge {
  if (axis === 'loss') {
    return uprightEdges().reduce((best, edge) => (project(middleOf(edge)).x < project(middleOf(best)).x ? edge : best));
  }
  const [left, right] = [-1, 1].map((side) => project(middleOf(levelEdge(axis, side, -1)))) as [ScreenPoint, ScreenPoint];
  const isLevel = Math.abs(left.y - right.y) < LEVEL_WITHIN;
  const side = (isLevel ? left.x <= right.x : left.y > right.y) ? -1 : 1;
  const [floor, top] = [levelEdge(axis, side, -1), levelEdge(axis, side, 1)];
  return distanceFromCentre(top, project) > distanceFromCentre(floor, project) ? top : floor;
}

/** Unit vector on screen that points from the middle of the box across an edge. */
function outwardOf(edge: Edge, project: Project): ScreenPoint {
  const [a, b] = edge.map(project) as [ScreenPoint, ScreenPoint];
  const centre = project([0, 0, 0]);
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const normal = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
  const side = Math.sign(((a.x + b.x) / 2 - centre.x) * normal.x + ((a.y + b.y) / 2 - centre.y) * normal.y) || 1;
  return { x: normal.x * side, y: normal.y * side };
}

/** The title of a steep axis stands over its upper end: beside the axis it would need room that narrow pictures lack. */
function aboveTop(axis: AxisId, edge: Edge, project: Project): AxisLabel {
  const [a, b] = edge.map(project) as [ScreenPoint, ScreenPoint];
  const { x, y } = a.y < b.y ? a : b;
  return { axis, kind: 'title', x, y: y - OFFSET.above, outward: { x: 0, y: -1 } };
}

function ticksOf(axis: AxisId, space: Space, length: number): readonly number[] {
  if (axis === 'loss') return lossTicks(space, Math.max(0.09, ROOM.loss / length));
  return sideTicks(space.box, axis === 'N' ? 'log10N' : 'log10D', Math.max(2, Math.floor(length / ROOM.decade)));
}

function labelsOf(axis: AxisId, space: Space, project: Project): AxisLabel[] {
  const edge = labelledEdge(axis, project);
  const length = lengthOf(edge, project);
  if (length < LEAST_SHARE * sizeOnScreen(project)) return [];
  const outward = outwardOf(edge, project);
  const label = (point: Vector, kind: AxisLabel['kind']): AxisLabel => {
    const { x, y } = project(point);
    const offset = OFFSET[kind] + (kind === 'title' ? SLANT * Math.abs(outward.x * outward.y) : 0);
    return { axis, kind, x: x + outward.x * offset, y: y + outward.y * offset, outward };
  };
  const [start] = edge;
  const place = (value: number): Vector => {
    const { log10N, log10D, loss } = space.box;
    const [x, y, z] = space.toScene({
      log10N: axis === 'N' ? value : log10N[0],
      log10D: axis === 'D' ? value : log10D[0],
      loss: axis === 'loss' ? value : loss[0],
    });
    return [axis === 'N' ? x : start[0], axis === 'loss' ? y : start[1], axis === 'D' ? z : start[2]];
  };
  const title = Math.abs(outward.x) > STEEP ? aboveTop(axis, edge, project) : label(middleOf(edge), 'title');
  const ticks = ticksOf(axis, space, length).map((value) => Object.assign(label(place(value), 'tick'), { value }));
  return [...ticks, title];
}

/** Ticks and titles for the axes as the camera sees the box, each on the edge where it is easiest to read. */
export function axisLabels(space: Space, project: Project): AxisLabel[] {
  return (['N', 'D', 'loss'] as const).flatMap((axis) => labelsOf(axis, space, project));
}
