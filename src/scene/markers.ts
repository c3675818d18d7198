import { attribute, clamp, float, Fn, mix, screenDPR, screenSize, smoothstep, uniform, varying, vec4 } from 'three/tsl';
import {
  BufferAttribute,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  MeshBasicNodeMaterial,
  type Node,
  Vector3,
} from 'three/webgpu';
import type { MarkerStyle } from './palette';
import { liftedClip } from './screen';
import type { Vector } from './space';

/** Share of its distance by which a disc is lifted: more than a line, for it is broader and may lean into the surface. */
const LIFT = 0.015;

/** Share of the radius that the ring takes. */
const RING = 0.3;

/** In pictures narrower than this, in CSS pixels, discs are smaller, down to a share, so that they do not cover what they stand on. */
const FULL_WIDTH = 520;
const SMALLEST = 0.75;

const CORNERS = new Float32Array([-1, -1, 0, 1, -1, 0, -1, 1, 0, 1, 1, 0]);

function markerGeometry(points: readonly Vector[]): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(CORNERS, 3));
  geometry.setAttribute('centre', new InstancedBufferAttribute(new Float32Array(points.flat()), 3));
  geometry.setIndex([0, 1, 2, 2, 1, 3]);
  geometry.instanceCount = points.length;
  return geometry;
}

/** Discs of constant size on screen, each with a ring. Where something hides one, a faint disc shows through. */
export class Markers {
  readonly meshes: readonly [Mesh<InstancedBufferGeometry, MeshBasicNodeMaterial>, Mesh<InstancedBufferGeometry, MeshBasicNodeMaterial>];
  private readonly color = uniform(new Vector3());
  private readonly ring = uniform(new Vector3());
  private readonly radius = uniform(1);

  constructor(style: MarkerStyle, renderOrder: number) {
    const geometry = markerGeometry([]);
    this.meshes = [this.mesh(geometry, renderOrder, 0.3, false), this.mesh(geometry, renderOrder + 0.5, 1, true)];
    this.setStyle(style);
  }

  setStyle(style: MarkerStyle): void {
    this.color.value.set(...style.color);
    this.ring.value.set(...style.ring);
    this.radius.value = style.radius;
  }

  /** Shows other points, in scene units. */
  setPoints(points: readonly Vector[]): void {
    this.meshes[0].geometry.dispose();
    const geometry = markerGeometry(points);
    for (const mesh of this.meshes) {
      mesh.geometry = geometry;
      mesh.visible = points.length > 0;
    }
  }

  dispose(): void {
    this.meshes[0].geometry.dispose();
    for (const mesh of this.meshes) mesh.material.dispose();
  }

  private mesh(geometry: InstancedBufferGeometry, renderOrder: number, opacity: number, depthTest: boolean) {
    const material = new MeshBasicNodeMaterial({ transparent: true, depthWrite: false, depthTest });
    const reach = this.radius.mul(screenDPR).mul(clamp(screenSize.x.div(screenDPR).div(FULL_WIDTH), SMALLEST, 1));
    material.vertexNode = Fn(() => {
      const clip = liftedClip(attribute<'vec3'>('centre', 'vec3'), LIFT).toVar();
      const offset = attribute<'vec3'>('position', 'vec3').xy.mul(reach.add(1)).div(screenSize.mul(0.5));
      return vec4(clip.xy.add(offset.mul(clip.w)), clip.zw);
    })() as Node<'vec4'>;
    const away = varying(attribute<'vec3'>('position', 'vec3').xy.mul(reach.add(1))).length();
    const core = reach.mul(1 - RING);
    material.colorNode = mix(this.ring, this.color, smoothstep(core.add(0.5), core.sub(0.5), away));
    material.opacityNode = smoothstep(reach.add(0.5), reach.sub(0.5), away).mul(float(opacity));
    const mesh = new Mesh(geometry, material);
    mesh.frustumCulled = false;
    mesh.visible = false;
    mesh.renderOrder = renderOrder;
    return mesh;
  }
}
