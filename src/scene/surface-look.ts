import {
  abs,
  cameraPosition,
  clamp,
  dot,
  exp,
  float,
  floor,
  fract,
  fwidth,
  max,
  min,
  mix,
  normalize,
  positionWorld,
  screenDPR,
  smoothstep,
  uniform,
  uniformArray,
  vec3,
} from 'three/tsl';
import { DoubleSide, MeshBasicNodeMaterial, type Node, type UniformNode, type Vector3 } from 'three/webgpu';
import type { SceneCut } from './content';
import { CONSTRAINT_COLOR, LOSS_COLORS, toRgb } from './palette';
import { HALF, type Space } from './space';
import { lossTicks } from './ticks';

/** Most contour lines on a surface; the array in the shader has this size. */
const MOST_LEVELS = 18;

/** Height between contour lines at least, as a share of the box: two for each tick on the axis. */
const LEVEL_GAP = 0.045;

/** Where light comes from: in the front view over the viewer's left shoulder, so that the two walls of the valley differ. */
const LIGHT = vec3(-0.25, 1, 0.9);

/** Most light that a hollow takes, so that colours still read as losses, and the occlusion at which it takes most of that. */
const SHADE = { most: 0.25, scale: 0.1 };

/** Heights of the contour lines, shared by all surfaces of a picture. */
export class ContourLevels {
  readonly node = uniformArray<'float'>(Array<number>(MOST_LEVELS).fill(-1), 'float');

  /** Puts lines at round losses. */
  setSpace(space: Space): void {
    const levels = lossTicks(space, LEVEL_GAP).slice(0, MOST_LEVELS);
    for (let k = 0; k < MOST_LEVELS; k++) {
      const loss = levels[k];
      this.node.array[k] = loss === undefined ? -1 : space.heightOf(loss);
    }
  }
}

/** Points of the edge in the shader. */
const CUT_POINTS = 33;

/** Beyond every side of the box, in scene units: where a bound stands that is none. */
const NOWHERE = 10;

/** Stripes of the hatching for each scene unit. */
const STRIPES = 10;

/** What limits cut off of a surface, shared by all of a picture. */
export class CutLine {
  /** Scene z of the edge, at values of x that are evenly spaced over the box. */
  readonly z = uniformArray<'float'>(Array<number>(CUT_POINTS).fill(NOWHERE), 'float');
  /** Scene x of the most parameters. */
  readonly x = uniform(NOWHERE);

  /** Puts the edges where limits stand in a box; away where there are none. */
  set(cut: SceneCut | undefined, space: Space): void {
    const { log10N, log10D, loss } = space.box;
    const bounded = (value: number) => Math.min(Math.max(value, -NOWHERE), NOWHERE);
    const place = (n: number, d: number) => space.toScene({ log10N: n, log10D: d, loss: loss[0] });
    this.x.value = cut ? bounded(place(cut.log10N, log10D[0])[0]) : NOWHERE;
    const at = (k: number) => (cut ? bounded(place(log10N[0], cut.log10D[k]!)[2]) : NOWHERE);
    const parts = cut ? cut.log10D.length - 1 : 1;
    for (let k = 0; k < CUT_POINTS; k++) {
      const position = (k / (CUT_POINTS - 1)) * parts;
      const left = Math.min(Math.floor(position), parts - 1);
      this.z.array[k] = at(left) + (at(left + 1) - at(left)) * (position - left);
    }
  }
}

/** How much of the fragment lies beyond the limits. */
function beyondCover(cut: CutLine): Node<'float'> {
  const column = clamp(positionWorld.x.div(2 * HALF[0]).add(0.5)).mul(CUT_POINTS - 1);
  const left = min(floor(column), float(CUT_POINTS - 2));
  const at = (index: Node<'float'>) => cut.z.element(index.toInt()) as unknown as Node<'float'>;
  const edge = mix(at(left), at(left.add(1)), column.sub(left));
  const step = max(fwidth(positionWorld.z), fwidth(positionWorld.x));
  const over = (distance: Node<'float'>) => smoothstep(step.negate(), step, distance);
  return max(over(positionWorld.z.sub(edge)), over(positionWorld.x.sub(cut.x)));
}

/** Dims what limits cut off, and hatches it. */
function cutOff(color: Node<'vec3'>, cut: CutLine): Node<'vec3'> {
  const across = positionWorld.x.sub(positionWorld.z.mul(0.4)).mul(STRIPES);
  const stripes = lineCover(abs(fract(across).sub(0.5)), fwidth(across), 1.4);
  const dimmed = mix(color, vec3(dot(color, vec3(0.3, 0.59, 0.11))), float(0.55)).mul(0.72);
  return mix(color, mix(dimmed, vec3(...toRgb(CONSTRAINT_COLOR)), stripes.mul(0.5)), beyondCover(cut));
}

/** Height of the fragment over the floor, 0 to 1. */
const height: Node<'float'> = positionWorld.y.div(2 * HALF[1]).add(0.5);

/** Whether the fragment lies in the box: losses under its bottom are placed on it, and would look like a plateau. */
const isInBox = height.greaterThan(1e-4).and(height.lessThanEqual(1.0005));

function lossColor(at: Node<'float'>): Node<'vec3'> {
  const stops = LOSS_COLORS.map((hex) => vec3(...toRgb(hex)));
  const steps = at.mul(stops.length - 1);
  return stops.reduce<Node<'vec3'>>((color, stop, k) => (k === 0 ? stop : mix(color, stop, clamp(steps.sub(k - 1)))), vec3(0));
}

/** How much of a line of a width in CSS pixels covers the fragment, where `distance` is measured in a quantity that changes by `step` from pixel to pixel. */
function lineCover(distance: Node<'float'>, step: Node<'float'>, width: number): Node<'float'> {
  const pixels = distance.div(max(step, float(1e-7)));
  const half = screenDPR.mul(width / 2);
  return smoothstep(half.add(0.6), half.sub(0.6), pixels);
}

/** Cover of the contour lines. Where they would crowd they fade out instead of becoming a grey. */
function contourCover(levels: ContourLevels): Node<'float'> {
  const step = fwidth(height);
  let nearest: Node<'float'> = float(2);
  for (let k = 0; k < MOST_LEVELS; k++) nearest = min(nearest, abs(height.sub(levels.node.element(k) as unknown as Node<'float'>)));
  const crowding = smoothstep(LEVEL_GAP / 6, LEVEL_GAP / 3, step.mul(screenDPR));
  return lineCover(nearest, step, 1).mul(float(1).sub(crowding));
}

/** Cover of a line along the surface's border. */
function borderCover(): Node<'float'> {
  const x = float(HALF[0]).sub(abs(positionWorld.x));
  const z = float(HALF[2]).sub(abs(positionWorld.z));
  return max(lineCover(x, fwidth(x), 2), lineCover(z, fwidth(z), 2));
}

/** Share of its light that a fragment keeps. */
function openShare(occlusion: Node<'float'>): Node<'float'> {
  return exp(occlusion.div(-SHADE.scale))
    .mul(SHADE.most)
    .add(1 - SHADE.most);
}

/** What the look of the loss surface is made of. */
interface SurfaceParts {
  readonly normal: Node<'vec3'>;
  /** Ambient occlusion, from 0 for none. */
  readonly occlusion: Node<'float'>;
  readonly levels: ContourLevels;
  readonly cut: CutLine;
}

/**
 * The loss surface: colour by height, softly lit, darker in hollows, with contour lines, hatched beyond the limits. What rises out of
 * the box is cut off.
 */
export function surfaceMaterial({ normal, occlusion, levels, cut }: SurfaceParts): MeshBasicNodeMaterial {
  const upright = normalize(normal);
  const toEye = normalize(cameraPosition.sub(positionWorld));
  const lambert = max(dot(upright, normalize(LIGHT)), float(0));
  const grazing = float(1).sub(abs(dot(upright, toEye)));
  const base = lossColor(height).mul(lambert.mul(0.3).add(0.8)).mul(openShare(occlusion)).add(grazing.pow(4).mul(0.1));
  const material = new MeshBasicNodeMaterial({ side: DoubleSide });
  const lined = mix(base, base.mul(0.35), max(contourCover(levels).mul(0.5), borderCover().mul(0.7)));
  material.colorNode = cutOff(lined, cut);
  material.maskNode = isInBox;
  return material;
}

/** A second law: a sheet one can see through, told by its contour lines and border. */
export function comparedMaterial(
  color: UniformNode<'vec3', Vector3>,
  opacity: UniformNode<'float', number>,
  levels: ContourLevels,
): MeshBasicNodeMaterial {
  const material = new MeshBasicNodeMaterial({ side: DoubleSide, transparent: true, depthWrite: false });
  material.colorNode = color;
  material.opacityNode = mix(opacity, float(0.7), max(contourCover(levels), borderCover()));
  material.maskNode = isInBox;
  return material;
}
