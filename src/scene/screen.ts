import { cameraProjectionMatrix, modelViewMatrix, vec4 } from 'three/tsl';
import type { Node } from 'three/webgpu';

/**
 * Clip position of a point, drawn nearer to the eye by a share of its distance, so that the surface it lies on does not swallow
 * it. It stays at the same place on screen.
 */
export function liftedClip(point: Node<'vec3'>, share: number): Node<'vec4'> {
  const view = modelViewMatrix.mul(vec4(point, 1)).xyz.mul(1 - share);
  return cameraProjectionMatrix.mul(vec4(view, 1));
}
