import type { WebGPURenderer } from 'three/webgpu';

interface Ticking {
  readonly _animation: { stop(): void };
}

/**
 * Ends the loop of animation frames that three.js begins with every render and then never leaves: a canvas that is drawn on demand needs
 * none, and its idle frames keep a core and the GPU's process awake. Not public API of three.js, so it is named here only;
 * `scene-view.gpu.test.ts` sees it break.
 */
export function rest(renderer: WebGPURenderer): void {
  (renderer as unknown as Ticking)._animation.stop();
}
