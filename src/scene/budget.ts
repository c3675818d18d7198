import { float, uniform } from 'three/tsl';
import { BufferAttribute, BufferGeometry, DoubleSide, Group, Mesh, MeshBasicNodeMaterial, Vector3 } from 'three/webgpu';
import { clipLine, isInside } from './clip';
import type { SceneBudget } from './content';
import { Markers } from './markers';
import type { Palette } from './palette';
import { toScenePoints } from './points';
import { Ribbon } from './ribbon';
import { HALF, type Space, type Vector } from './space';

/** Most points of the line on which the plane stands. */
const MAX_FOOT = 256;

const up = ([x, , z]: Vector): Vector => [x, HALF[1], z];
const down = ([x, , z]: Vector): Vector => [x, -HALF[1], z];

/** Two triangles for each part of the foot, over points that stand in pairs: below, above. */
function planeIndex(): number[] {
  return Array.from({ length: MAX_FOOT - 1 }, (_, k) => [2 * k, 2 * k + 2, 2 * k + 1, 2 * k + 1, 2 * k + 2, 2 * k + 3]).flat();
}

/** What follows the budget: the IsoFLOP plane (bent, where a budget pays for more than 6ND), its cut with the surface, and the optimum on its stem. */
export class Budget {
  readonly group = new Group();
  private readonly plane: Mesh<BufferGeometry, MeshBasicNodeMaterial>;
  private readonly corners = new BufferAttribute(new Float32Array(6 * MAX_FOOT), 3);
  private readonly color = uniform(new Vector3());
  private readonly opacity = uniform(0);
  private readonly edge: Ribbon;
  private readonly profile: Ribbon;
  private readonly stem: Ribbon;
  private readonly optimum: Markers;

  constructor(palette: Palette) {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', this.corners);
    geometry.setIndex(planeIndex());
    const material = new MeshBasicNodeMaterial({ side: DoubleSide, transparent: true, depthWrite: false });
    material.colorNode = this.color;
    material.opacityNode = float(this.opacity);
    this.plane = new Mesh(geometry, material);
    this.plane.frustumCulled = false;
    this.plane.renderOrder = 20;
    this.plane.visible = false;
    this.edge = new Ribbon(palette.planeEdge, 21);
    this.profile = new Ribbon(palette.profile, 50);
    this.stem = new Ribbon(palette.optimumStem, 22);
    this.optimum = new Markers(palette.optimum, 60);
    this.group.add(this.plane, this.edge.mesh, this.profile.mesh, this.stem.mesh, ...this.optimum.meshes);
    this.setPalette(palette);
  }

  setBudget(budget: SceneBudget, space: Space): void {
    const profile = toScenePoints(budget.profile, space);
    const foot = profile.slice(0, MAX_FOOT).map(down);
    this.plane.visible = foot.length > 1;
    this.plane.geometry.setDrawRange(0, 6 * Math.max(foot.length - 1, 0));
    const [from, to] = [foot[0], foot.at(-1)];
    if (from && to) {
      this.corners.array.set(foot.flatMap((point) => [...point, ...up(point)]));
      this.corners.needsUpdate = true;
      this.edge.setLines([foot, [to, up(to)], foot.map(up), [up(from), from]]);
    } else {
      this.edge.setLines([]);
    }
    this.profile.setLines(clipLine(profile));
    const optima = toScenePoints(budget.optimum, space).filter(isInside);
    this.optimum.setPoints(optima);
    this.stem.setLines(optima.map((point) => [down(point), point]));
  }

  setPalette(palette: Palette): void {
    this.color.value.set(...palette.plane.color);
    this.opacity.value = palette.plane.opacity;
    this.edge.setStyle(palette.planeEdge);
    this.profile.setStyle(palette.profile);
    this.stem.setStyle(palette.optimumStem);
    this.optimum.setStyle(palette.optimum);
  }

  dispose(): void {
    this.plane.geometry.dispose();
    this.plane.material.dispose();
    for (const part of [this.edge, this.profile, this.stem, this.optimum]) part.dispose();
  }
}
