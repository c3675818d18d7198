import { attribute, uniform, varying, vec3, vertexIndex, wgslFn } from 'three/tsl';
import { BufferAttribute, BufferGeometry, Mesh, type MeshBasicNodeMaterial, type Node, type WebGPURenderer } from 'three/webgpu';
import heightCode from '../../shaders/scene/height.wgsl?raw';
import occlusionCode from '../../shaders/scene/surface-occlusion.wgsl?raw';
import normalCode from '../../shaders/scene/surface-normal.wgsl?raw';
import positionCode from '../../shaders/scene/surface-position.wgsl?raw';
import { AdoptedFloats } from './adopt';
import { AmbientOcclusion } from './ambient-occlusion';
import type { SceneBox } from './content';
import type { GridIndex } from './grid';
import { KeptHeights } from './kept-heights';
import { occlusionOf, strideOf } from './occlusion';
import { HALF, type Space } from './space';
import { keptHeights, surfacePoints } from './surface-points';

/** Losses over a grid that spans the box: [rows, columns] in nat/token, row by row, a row for each D and a column for each N. */
interface SurfaceGrid {
  /** Grid points along N, at least 2. */
  readonly columns: number;
  /** Grid points along D, at least 2. */
  readonly rows: number;
  readonly box: SceneBox;
}

/**
 * A surface to draw: a buffer on the renderer's device, read in place and never destroyed here, or values from the CPU, which
 * WebGL needs and WebGPU takes as well.
 */
export type SurfaceHeights = SurfaceGrid & ({ readonly buffer: GPUBuffer } | { readonly values: Float32Array });

/** Makes a material from the surface's normal and its ambient occlusion, from 0 for none, which is computed for a look that asks for it. */
export type Look = (normal: Node<'vec3'>, occlusion: () => Node<'float'>) => MeshBasicNodeMaterial;

/** One surface in the picture. */
export interface Surface {
  readonly mesh: Mesh<BufferGeometry, MeshBasicNodeMaterial>;
  /** Whether losses lie where this surface can read them. */
  canShow(heights: SurfaceHeights): boolean;
  /**
   * Shows other losses, of any grid size; where `moves` says so and the grid has the same size, from the heights that are shown now, and
   * the losses that were shown must still be in their buffer. Throws where `canShow` is false.
   */
  update(heights: SurfaceHeights, space: Space, moves?: boolean): void;
  /** How far it has moved from what was shown before, 0 to 1. */
  setShare(share: number): void;
  dispose(): void;
}

type SurfaceFn<T extends 'float' | 'vec3'> = (inputs: Record<string, Node>) => Node<T>; // wgslFn's own type loses the result's type
const includes = [wgslFn(heightCode)];
const surfacePosition = wgslFn(positionCode, includes as never) as unknown as SurfaceFn<'vec3'>;
const surfaceNormal = wgslFn(normalCode, includes as never) as unknown as SurfaceFn<'vec3'>;
const surfaceOcclusion = wgslFn(occlusionCode) as unknown as SurfaceFn<'float'>;

function surfaceMesh(material: MeshBasicNodeMaterial, renderOrder: number): Mesh<BufferGeometry, MeshBasicNodeMaterial> {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(3), 3)); // without one three.js warns
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false; // the bounds are known to the GPU only
  mesh.renderOrder = renderOrder;
  return mesh;
}

/** A surface whose vertex code reads the sweep's own buffer. */
class BufferSurface implements Surface {
  readonly mesh: Mesh<BufferGeometry, MeshBasicNodeMaterial>;
  private readonly losses: AdoptedFloats;
  private readonly columns = uniform(2, 'uint');
  private readonly rows = uniform(2, 'uint');
  private readonly everyColumn = uniform(1, 'uint');
  private readonly everyRow = uniform(1, 'uint');
  private readonly floorLoss = uniform(0);
  private readonly steepness = uniform(1);
  private readonly scale = uniform(1);
  private readonly index: GridIndex;
  private readonly kept: AdoptedFloats;
  /** Where the look asks for it: what computes the occlusion, and what reads it. */
  private shade: { readonly occlusion: AmbientOcclusion; readonly floats: AdoptedFloats } | undefined;
  private readonly share = uniform(1);
  private readonly device: GPUDevice;
  private readonly heightsNow = { floor: 0, steepness: 1, scale: 1 };
  private keeper: KeptHeights | undefined;
  private keptHeights: GPUBuffer | undefined;
  /** What is shown; undefined before the first update. */
  private shown: { readonly buffer: GPUBuffer; readonly columns: number; readonly rows: number } | undefined;

  constructor(renderer: WebGPURenderer, device: GPUDevice, buffer: GPUBuffer, { look, index, renderOrder }: SurfaceStyle) {
    this.index = index;
    this.device = device;
    this.losses = new AdoptedFloats(renderer, buffer);
    // a stand-in, until something is kept: at a share of 1 it is not read
    this.kept = new AdoptedFloats(renderer, buffer);
    const inputs = {
      losses: this.losses.node,
      kept: this.kept.node,
      share: this.share,
      index: vertexIndex,
      columns: this.columns,
      rows: this.rows,
      floorLoss: this.floorLoss,
      steepness: this.steepness,
      scale: this.scale,
      half: vec3(...HALF),
    };
    const material = look(varying(surfaceNormal(inputs)), () => {
      const floats = new AdoptedFloats(renderer, buffer);
      this.shade = { occlusion: new AmbientOcclusion(device), floats };
      const { columns, rows, everyColumn, everyRow } = this;
      return varying(surfaceOcclusion({ occlusion: floats.node, index: vertexIndex, columns, rows, everyColumn, everyRow }));
    });
    material.positionNode = surfacePosition(inputs);
    this.mesh = surfaceMesh(material, renderOrder);
  }

  canShow(heights: SurfaceHeights): boolean {
    return 'buffer' in heights;
  }

  update(heights: SurfaceHeights, { height }: Space, moves = false): void {
    if (!('buffer' in heights)) throw new Error('this surface reads a GPU buffer and was given values');
    const { shown } = this;
    const canMove = shown && shown.buffer !== heights.buffer && shown.columns === heights.columns && shown.rows === heights.rows;
    if (moves && canMove) {
      this.keeper ??= new KeptHeights(this.device);
      this.keptHeights = this.keeper.keep(shown.buffer, { height: this.heightsNow, share: this.share.value });
      this.kept.swap(this.keptHeights);
    } else if (!this.keeper) this.kept.swap(heights.buffer);
    this.share.value = moves && canMove ? 0 : 1;
    this.shown = heights;
    Object.assign(this.heightsNow, height);
    this.losses.swap(heights.buffer);
    this.columns.value = heights.columns;
    this.rows.value = heights.rows;
    this.everyColumn.value = strideOf(heights.columns);
    this.everyRow.value = strideOf(heights.rows);
    this.floorLoss.value = height.floor;
    this.steepness.value = height.steepness;
    this.scale.value = height.scale;
    const index = this.index.of(heights.columns, heights.rows);
    if (this.mesh.geometry.index !== index) this.mesh.geometry.setIndex(index);
    this.occlude();
  }

  setShare(share: number): void {
    if (share === this.share.value) return;
    this.share.value = share;
    this.occlude();
  }

  private occlude(): void {
    const { shown, shade } = this;
    if (!shown || !shade) return;
    const { buffer: losses, columns, rows } = shown;
    const kept = this.keptHeights ?? losses;
    shade.floats.swap(shade.occlusion.compute({ losses, kept, columns, rows, height: this.heightsNow, share: this.share.value }));
  }

  dispose(): void {
    this.losses.release();
    this.kept.release();
    this.keeper?.dispose();
    this.shade?.floats.release();
    this.shade?.occlusion.dispose();
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}

/** A surface placed on the CPU, for WebGL. */
class ValueSurface implements Surface {
  readonly mesh: Mesh<BufferGeometry, MeshBasicNodeMaterial>;
  private readonly index: GridIndex;
  private shown: (SurfaceGrid & { readonly values: Float32Array; readonly space: Space }) | undefined;
  private kept: Float32Array | undefined;
  private share = 1;
  /** Whether the look asks for occlusion. */
  private isShaded = false;

  constructor({ look, index, renderOrder }: SurfaceStyle) {
    this.index = index;
    const material = look(varying(attribute<'vec3'>('normal', 'vec3')), () => {
      this.isShaded = true;
      return varying(attribute<'float'>('occlusion', 'float'));
    });
    this.mesh = surfaceMesh(material, renderOrder);
  }

  canShow(heights: SurfaceHeights): boolean {
    return 'values' in heights;
  }

  update(heights: SurfaceHeights, space: Space, moves = false): void {
    if (!('values' in heights)) throw new Error('this surface reads values and was given a GPU buffer');
    const { shown } = this;
    const canMove = shown && shown.columns === heights.columns && shown.rows === heights.rows;
    this.kept = moves && canMove ? keptHeights(shown.values, shown.space, this.kept, this.share) : undefined;
    this.shown = { ...heights, space };
    this.share = this.kept ? 0 : 1;
    this.place();
  }

  setShare(share: number): void {
    if (share === this.share) return;
    this.share = share;
    this.place();
  }

  private place(): void {
    if (!this.shown) return;
    const { values, columns, rows, space } = this.shown;
    const points = surfacePoints(values, columns, rows, space, this.kept && { heights: this.kept, share: this.share });
    const attributes = {
      position: new BufferAttribute(points.position, 3),
      normal: new BufferAttribute(points.normal, 3),
      ...(this.isShaded ? { occlusion: new BufferAttribute(occlusionOf(points.heights, columns, rows), 1) } : {}),
    };
    const index = this.index.of(columns, rows);
    const isNew = this.mesh.geometry.index !== index;
    if (isNew) {
      this.mesh.geometry.dispose();
      this.mesh.geometry = new BufferGeometry();
      this.mesh.geometry.setIndex(index);
    }
    for (const [name, next] of Object.entries(attributes)) {
      const placed = isNew ? undefined : this.mesh.geometry.getAttribute(name);
      if (placed instanceof BufferAttribute) {
        placed.array.set(next.array);
        placed.needsUpdate = true;
      } else this.mesh.geometry.setAttribute(name, next);
    }
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}

/** How a surface is drawn. */
export interface SurfaceStyle {
  readonly look: Look;
  readonly index: GridIndex;
  readonly renderOrder: number;
}

/** Creates the kind of surface that can show these heights, and shows them. Heights in a buffer need the renderer's device. */
export function createSurface(
  renderer: WebGPURenderer,
  heights: SurfaceHeights,
  space: Space,
  style: SurfaceStyle,
  device: GPUDevice | undefined,
): Surface {
  if ('buffer' in heights && !device) throw new Error('heights in a GPU buffer need a device');
  const surface = 'buffer' in heights ? new BufferSurface(renderer, device!, heights.buffer, style) : new ValueSurface(style);
  surface.update(heights, space);
  return surface;
}
