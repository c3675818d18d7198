import { Group } from 'three/webgpu';
import { clipLine, isInside } from './clip';
import { Band } from './band';
import type { LineRole, SceneContent } from './content';
import { Markers } from './markers';
import type { Palette } from './palette';
import { toScenePoints } from './points';
import { Ribbon } from './ribbon';
import { HALF, type Space, type Vector } from './space';

/** Later lines are drawn over earlier ones. */
const ORDER: { readonly [K in LineRole]: number } = {
  isoflop: 30,
  limit: 38,
  'compared-frontier': 40,
  'free-frontier': 44,
  frontier: 45,
};

/** What stands on the surface and does not follow the budget: lines, and a pin for each published model. */
export class ContentLayer {
  readonly group = new Group();
  private readonly band: Band;
  private readonly limits: Ribbon;
  private readonly freeFrontier: Ribbon;
  private readonly isoflops: Ribbon;
  private readonly frontier: Ribbon;
  /** One for each colour. */
  private readonly compared: readonly Ribbon[];
  private readonly stems: Ribbon;
  private readonly heads: Markers;

  constructor(palette: Palette) {
    this.band = new Band(palette.band, 35);
    this.limits = new Ribbon(palette.limit, ORDER.limit);
    this.freeFrontier = new Ribbon(palette.freeFrontier, ORDER['free-frontier']);
    this.isoflops = new Ribbon(palette.isoflop, ORDER.isoflop);
    this.frontier = new Ribbon(palette.frontier, ORDER.frontier);
    this.compared = palette.comparedFrontiers.map((style) => new Ribbon(style, ORDER['compared-frontier']));
    this.stems = new Ribbon(palette.stem, 31);
    this.heads = new Markers(palette.model, 55);
    this.group.add(this.band.mesh, ...this.ribbons.map(({ mesh }) => mesh), ...this.heads.meshes);
  }

  setContent(content: SceneContent, space: Space): void {
    const show = (ribbon: Ribbon, role: LineRole, color = 0) => {
      const lines = content.lines.filter((line) => line.role === role && (line.slot ?? 0) % this.compared.length === color);
      ribbon.setLines(lines.flatMap(({ points }) => clipLine(toScenePoints(points, space))));
    };
    show(this.isoflops, 'isoflop');
    show(this.limits, 'limit');
    show(this.freeFrontier, 'free-frontier');
    show(this.frontier, 'frontier');
    this.band.setStrip(content.band ? toScenePoints(content.band.points, space) : [], content.band?.across ?? 2);
    for (const [color, ribbon] of this.compared.entries()) show(ribbon, 'compared-frontier', color);
    const pins = toScenePoints(content.pins, space).filter(isInside);
    this.heads.setPoints(pins);
    this.stems.setLines(pins.map((point): [Vector, Vector] => [[point[0], -HALF[1], point[2]], point]));
  }

  setPalette(palette: Palette): void {
    this.isoflops.setStyle(palette.isoflop);
    this.band.setStyle(palette.band);
    this.limits.setStyle(palette.limit);
    this.freeFrontier.setStyle(palette.freeFrontier);
    this.frontier.setStyle(palette.frontier);
    for (const [color, ribbon] of this.compared.entries()) ribbon.setStyle(palette.comparedFrontiers[color]!);
    this.stems.setStyle(palette.stem);
    this.heads.setStyle(palette.model);
  }

  dispose(): void {
    for (const ribbon of this.ribbons) ribbon.dispose();
    this.band.dispose();
    this.heads.dispose();
  }

  private get ribbons(): readonly Ribbon[] {
    return [this.isoflops, this.limits, this.freeFrontier, this.frontier, ...this.compared, this.stems];
  }
}
