import { Group } from 'three/webgpu';
import { clipLine, isInside } from './clip';
import type { LineRole, SceneContent } from './content';
import { Markers } from './markers';
import type { Palette } from './palette';
import { toScenePoints } from './points';
import { Ribbon } from './ribbon';
import { HALF, type Space, type Vector } from './space';

const ROLES: readonly LineRole[] = ['isoflop', 'frontier', 'compared-frontier'];

/** Later roles are drawn over earlier ones. */
const ORDER: { readonly [K in LineRole]: number } = { isoflop: 30, 'compared-frontier': 40, frontier: 45 };

/** What stands on the surface and does not follow the budget: lines, and a pin for each published model. */
export class ContentLayer {
  readonly group = new Group();
  private readonly lines: { readonly [K in LineRole]: Ribbon };
  private readonly stems: Ribbon;
  private readonly heads: Markers;

  constructor(palette: Palette) {
    const line = (role: LineRole) => new Ribbon(palette.lines[role], ORDER[role]);
    this.lines = { isoflop: line('isoflop'), frontier: line('frontier'), 'compared-frontier': line('compared-frontier') };
    this.stems = new Ribbon(palette.stem, 31);
    this.heads = new Markers(palette.model, 55);
    this.group.add(...ROLES.map((role) => this.lines[role].mesh), this.stems.mesh, ...this.heads.meshes);
  }

  setContent(content: SceneContent, space: Space): void {
    for (const role of ROLES) {
      const lines = content.lines.filter((line) => line.role === role);
      this.lines[role].setLines(lines.flatMap(({ points }) => clipLine(toScenePoints(points, space))));
    }
    const pins = toScenePoints(content.pins, space).filter(isInside);
    this.heads.setPoints(pins);
    this.stems.setLines(pins.map((point): [Vector, Vector] => [[point[0], -HALF[1], point[2]], point]));
  }

  setPalette(palette: Palette): void {
    for (const role of ROLES) this.lines[role].setStyle(palette.lines[role]);
    this.stems.setStyle(palette.stem);
    this.heads.setStyle(palette.model);
  }

  dispose(): void {
    for (const role of ROLES) this.lines[role].dispose();
    this.stems.dispose();
    this.heads.dispose();
  }
}
