import { abs, attribute, dot, float, Fn, max, mix, screenDPR, screenSize, smoothstep, sqrt, uniform, varying, vec2, vec4 } from 'three/tsl';
import { type BufferGeometry, DoubleSide, Mesh, MeshBasicNodeMaterial, type Node, Vector3 } from 'three/webgpu';
import type { LineStyle } from './palette';
import { ribbonGeometry } from './ribbon-geometry';
import { liftedClip } from './screen';
import type { Vector } from './space';

/** Half the width is grown by this many device pixels, over which the edge fades. */
const FADE = 1;

function directionOf(step: Node<'vec2'>): Node<'vec2'> {
  return step.div(max(step.length(), float(1e-5)));
}

/** Clip position of a vertex: its point, moved sideways on screen along the mitre of the two segments that meet there. */
function place(half: Node<'float'>, lift: number): Node<'vec4'> {
  return Fn(() => {
    const toPixels = screenSize.mul(0.5);
    const onScreen = (clip: Node<'vec4'>) => clip.xy.div(clip.w).mul(toPixels);
    const clip = liftedClip(attribute<'vec3'>('position', 'vec3'), lift).toVar();
    const here = onScreen(clip).toVar();
    const arriving = directionOf(here.sub(onScreen(liftedClip(attribute<'vec3'>('before', 'vec3'), lift)))).toVar();
    const leaving = directionOf(onScreen(liftedClip(attribute<'vec3'>('after', 'vec3'), lift)).sub(here)).toVar();
    const along = directionOf(arriving.add(leaving)).toVar();
    // a sharp turn would throw the mitre far out
    const mitre = max(dot(along, leaving), float(0.5));
    const offset = vec2(along.y.negate(), along.x).mul(attribute<'float'>('side', 'float')).mul(half.add(FADE)).div(mitre);
    return vec4(clip.xy.add(offset.div(toPixels).mul(clip.w)), clip.zw);
  })();
}

/**
 * Lines of constant width on screen, with edges smoothed in the fragment code, so that they look the same with and without
 * multisampling, on both backends. (three's own fat lines copy the frame for each transparent line.)
 */
export class Ribbon {
  readonly mesh: Mesh<BufferGeometry, MeshBasicNodeMaterial>;
  private readonly color = uniform(new Vector3());
  private readonly opacity = uniform(1);
  private readonly width = uniform(1);
  private readonly rim = uniform(0);
  private readonly dash = uniform(0);

  constructor(style: LineStyle, renderOrder: number) {
    const material = new MeshBasicNodeMaterial({ side: DoubleSide, transparent: true, depthWrite: false, depthTest: !style.showsThrough });
    const half = this.width.mul(screenDPR).mul(0.5);
    material.vertexNode = place(half, style.lift ?? 0);
    const across = varying(attribute<'float'>('side', 'float').mul(half.add(FADE)));
    const along = varying(attribute<'float'>('along', 'float'));
    const inside = smoothstep(half.add(0.5), half.sub(0.5), abs(across));
    const isDrawn = this.dash.lessThanEqual(0).or(
      along
        .div(max(this.dash, float(1e-6)).mul(2))
        .fract()
        .lessThan(0.5),
    );
    material.opacityNode = inside.mul(this.opacity).mul(isDrawn.select(float(1), float(0)));
    const share = abs(across).div(half).min(float(1));
    const roundness = sqrt(float(1).sub(share.mul(share)));
    material.colorNode = this.color.mul(mix(float(1).sub(this.rim), float(1), roundness));
    this.mesh = new Mesh(ribbonGeometry([]), material);
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
    this.mesh.renderOrder = renderOrder;
    this.setStyle(style);
  }

  setStyle(style: LineStyle): void {
    this.color.value.set(...style.color);
    this.opacity.value = style.opacity;
    this.width.value = style.width;
    this.rim.value = style.rim ?? 0;
    this.dash.value = style.dash ?? 0;
  }

  /** Shows other lines, in scene units. */
  setLines(lines: readonly (readonly Vector[])[]): void {
    this.mesh.geometry.dispose();
    this.mesh.geometry = ribbonGeometry(lines);
    this.mesh.visible = (this.mesh.geometry.index?.count ?? 0) > 0;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
