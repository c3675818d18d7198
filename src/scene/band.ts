import { attribute, float, uniform } from 'three/tsl';
import { BufferAttribute, BufferGeometry, DoubleSide, Mesh, MeshBasicNodeMaterial, Vector3 } from 'three/webgpu';
import { gridTriangles } from './grid';
import type { Palette } from './palette';
import { liftedClip } from './screen';
import type { Vector } from './space';

/** Share of its distance by which the strip is lifted off the surface: less than a line, which lies over it. */
const LIFT = 0.004;

/** A translucent strip on the surface: how far the frontier may lie from where it is drawn. */
export class Band {
  readonly mesh: Mesh<BufferGeometry, MeshBasicNodeMaterial>;
  private readonly color = uniform(new Vector3());
  private readonly opacity = uniform(0);

  constructor(style: Palette['band'], renderOrder: number) {
    const material = new MeshBasicNodeMaterial({ side: DoubleSide, transparent: true, depthWrite: false });
    material.vertexNode = liftedClip(attribute<'vec3'>('position', 'vec3'), LIFT);
    material.colorNode = this.color;
    material.opacityNode = float(this.opacity);
    this.mesh = new Mesh(new BufferGeometry(), material);
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
    this.mesh.renderOrder = renderOrder;
    this.setStyle(style);
  }

  setStyle({ color, opacity }: Palette['band']): void {
    this.color.value.set(...color);
    this.opacity.value = opacity;
  }

  /** Shows another strip, in scene units: crossings of `across` points one after the other. */
  setStrip(points: readonly Vector[], across: number): void {
    const crossings = Math.floor(points.length / across);
    this.mesh.visible = crossings > 1;
    this.mesh.geometry.dispose();
    this.mesh.geometry = new BufferGeometry();
    if (!this.mesh.visible) return;
    this.mesh.geometry.setAttribute('position', new BufferAttribute(new Float32Array(points.flat()), 3));
    this.mesh.geometry.setIndex(new BufferAttribute(gridTriangles(across, crossings), 1));
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
