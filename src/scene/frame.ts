import { Group } from 'three/webgpu';
import { floorEdges, floorGrid, isBehind, WALLS, wallEdges, wallGrid } from './frame-lines';
import type { Palette } from './palette';
import { Ribbon } from './ribbon';
import type { Space, Vector } from './space';

/** The box around the surface: a floor with a grid, and the two walls that stand behind the surface. */
export class Frame {
  readonly group = new Group();
  private readonly grids: Ribbon;
  private readonly edges: Ribbon;
  private readonly walls: readonly { readonly grid: Ribbon; readonly edges: Ribbon; readonly group: Group }[];

  constructor(palette: Palette) {
    this.grids = new Ribbon(palette.grid, 0);
    this.edges = new Ribbon(palette.frame, 1);
    this.walls = WALLS.map(() => {
      const grid = new Ribbon(palette.grid, 0);
      const edges = new Ribbon(palette.frame, 1);
      const group = new Group();
      group.add(grid.mesh, edges.mesh);
      return { grid, edges, group };
    });
    this.group.add(this.grids.mesh, this.edges.mesh, ...this.walls.map(({ group }) => group));
  }

  setSpace(space: Space): void {
    this.grids.setLines(floorGrid(space));
    this.edges.setLines(floorEdges());
    for (const [k, wall] of WALLS.entries()) {
      this.walls[k]?.grid.setLines(wallGrid(space, wall));
      this.walls[k]?.edges.setLines(wallEdges(wall));
    }
  }

  /** Shows the walls that lie behind the surface for an eye at a position. */
  setEye(eye: Vector): void {
    for (const [k, wall] of WALLS.entries()) {
      const parts = this.walls[k];
      if (parts) parts.group.visible = isBehind(wall, eye);
    }
  }

  setPalette(palette: Palette): void {
    for (const { grid, edges } of [{ grid: this.grids, edges: this.edges }, ...this.walls]) {
      grid.setStyle(palette.grid);
      edges.setStyle(palette.frame);
    }
  }

  dispose(): void {
    for (const { grid, edges } of [{ grid: this.grids, edges: this.edges }, ...this.walls]) {
      grid.dispose();
      edges.dispose();
    }
  }
}
