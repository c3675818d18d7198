import type { Gpu } from '../gpu/device';
import type { CameraPose, CanvasSize, Theme } from '../scene/content';
import type { SceneView } from '../scene/scene-view';
import type { ReliefRequest, StageInfo } from './api';

/** Grid points along each side of a relief that a software adapter is given, for it draws on the CPU. */
const SOFTWARE_SIDE = 128;

/** The relief of savings: the scene of the loss surface with heights that a sweep computed before, on a canvas of its own. */
export class ReliefPicture {
  private readonly canvas: OffscreenCanvas;
  private view: SceneView | undefined;
  private isSoftware = true;

  constructor(canvas: OffscreenCanvas) {
    this.canvas = canvas;
  }

  /** Starts drawing, with WebGPU or, without a device, with WebGL. Loads three.js. Throws when the canvas takes neither. */
  async open(gpu: Gpu | undefined, size: CanvasSize, theme: Theme): Promise<StageInfo> {
    const { SceneView: View } = await import('../scene/scene-view');
    this.isSoftware = gpu?.info.isSoftware ?? false;
    this.view = await View.create(this.canvas, size, theme, gpu?.device, { antialias: gpu !== undefined && !this.isSoftware });
    return { renderer: this.view.renderer, side: this.isSoftware ? SOFTWARE_SIDE : 0 };
  }

  show({ heights, rows, columns, content, moves }: ReliefRequest): void {
    const every = this.isSoftware ? Math.max(1, Math.floor(Math.max(rows, columns) / SOFTWARE_SIDE)) : 1;
    const [down, across] = [1 + Math.floor((rows - 1) / every), 1 + Math.floor((columns - 1) / every)];
    const values = new Float32Array(down * across);
    for (let row = 0; row < down; row++) {
      for (let column = 0; column < across; column++) {
        // the last points stand at the border, so that the thinned grid spans the box as well
        const from = Math.round((row * (rows - 1)) / (down - 1)) * columns + Math.round((column * (columns - 1)) / (across - 1));
        values[row * across + column] = heights[from]!;
      }
    }
    this.view?.setSurface({ values, rows: down, columns: across, box: content.box }, undefined, 0, moves);
    this.view?.setContent(content);
  }

  async setPose(pose: CameraPose): Promise<void> {
    await this.view?.setPose(pose);
  }

  resize(size: CanvasSize): void {
    this.view?.resize(size);
  }

  setTheme(theme: Theme): void {
    this.view?.setTheme(theme);
  }

  /** Frees what three.js keeps. */
  async close(): Promise<void> {
    const { view } = this;
    this.view = undefined;
    await view?.dispose().catch(() => undefined);
  }
}
