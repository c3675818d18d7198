import { float, uniform } from 'three/tsl';
import { BufferAttribute, BufferGeometry, DoubleSide, Group, Mesh, MeshBasicNodeMaterial, Vector3 } from 'three/webgpu';
import { clipLine, isInside } from './clip';
import type { SceneBudget } from './content';
import { Markers } from './markers';
import type { Palette } from './palette';
import { toScenePoints } from './points';
import { Ribbon } from './ribbon';
import { HALF, type Space, type Vector } from './space';

/** Where the plane log10 N + log10 D = sum meets the floor, in scene units; undefined where it misses the box. */
function planeFoot(space: Space, sum: number): readonly [Vector, Vector] | undefined {
  const { log10N, loss } = space.box;
  const line = log10N.map((n) => space.toScene({ log10N: n, log10D: sum - n, loss: loss[0] }));
  const [part] = clipLine(line);
  return part && [part[0] as Vector, part.at(-1) as Vector];
}

/** What follows the budget: the IsoFLOP plane, its cut with the surface, and the optimum on its stem. */
export class Budget {
  readonly group = new Group();
  private readonly plane: Mesh<BufferGeometry, MeshBasicNodeMaterial>;
  private readonly corners = new BufferAttribute(new Float32Array(12), 3);
  private readonly color = uniform(new Vector3());
  private readonly opacity = uniform(0);
  private readonly edge: Ribbon;
  private readonly profile: Ribbon;
  private readonly stem: Ribbon;
  private readonly optimum: Markers;

  constructor(palette: Palette) {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', this.corners);
    geometry.setIndex([0, 1, 2, 2, 1, 3]);
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
    const foot = planeFoot(space, budget.log10ND);
    this.plane.visible = foot !== undefined;
    const up = ([x, , z]: Vector): Vector => [x, HALF[1], z];
    const down = ([x, , z]: Vector): Vector => [x, -HALF[1], z];
    if (foot) {
      const [from, to] = foot;
      this.corners.array.set([...from, ...to, ...up(from), ...up(to)]);
      this.corners.needsUpdate = true;
      this.edge.setLines([
        [from, to],
        [to, up(to)],
        [up(to), up(from)],
        [up(from), from],
      ]);
    } else {
      this.edge.setLines([]);
    }
    this.profile.setLines(clipLine(toScenePoints(budget.profile, space)));
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
