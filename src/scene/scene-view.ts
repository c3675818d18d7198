import { uniform } from 'three/tsl';
import { LinearSRGBColorSpace, PerspectiveCamera, Scene, Vector3, WebGPURenderer } from 'three/webgpu';
import { Budget } from './budget';
import type { CameraPose, CanvasSize, RendererKind, SceneBox, SceneBudget, SceneContent, Theme } from './content';
import { ContentLayer } from './content-layer';
import { Frame } from './frame';
import { GridIndex } from './grid';
import { DEPTH_RANGE, FIELD_OF_VIEW } from './lens';
import { type Palette, paletteOf } from './palette';
import { rest } from './rest';
import { createSpace, type Space } from './space';
import { createSurface, type Surface, type SurfaceHeights, type SurfaceStyle } from './surface';
import { comparedMaterial, ContourLevels, CutLine, surfaceMaterial } from './surface-look';

/** How long a surface moves from one law or metric to the next, in ms. */
const MOVE_MS = 220;

/** Settings of the renderer. */
export interface SceneOptions {
  /** Four samples a pixel, for the surface's outline; everything else is smoothed in the shader. Leave it off on software adapters. */
  readonly antialias?: boolean;
}

/**
 * The picture: a loss surface in its box, with lines, pins, a budget plane and an optimum. It draws on demand into a canvas
 * with a transparent background. Setters only store; one animation frame then draws what changed, and no frame is started
 * before the GPU has finished the last. It lives in the worker that owns the device.
 */
export class SceneView {
  /**
   * Starts the picture: with WebGPU on the given device, or with WebGL where there is none. The device stays its owner's.
   * Throws when the canvas takes neither.
   */
  static async create(
    canvas: OffscreenCanvas,
    size: CanvasSize,
    theme: Theme,
    device: GPUDevice | undefined,
    options: SceneOptions = {},
  ): Promise<SceneView> {
    const renderer = new WebGPURenderer({
      canvas,
      antialias: options.antialias ?? false,
      ...(device ? { device } : { forceWebGL: true }),
    });
    // palette colours are meant as they appear; blending them so also saves three.js a pass over a float frame
    renderer.outputColorSpace = LinearSRGBColorSpace;
    try {
      await renderer.init();
    } catch (cause) {
      throw new Error(`cannot draw with ${device ? 'WebGPU' : 'WebGL'} on this canvas`, { cause });
    }
    renderer.setClearColor(0, 0);
    return new SceneView(renderer, size, theme, device);
  }

  /** What draws the picture. */
  readonly renderer: RendererKind;
  private readonly three: WebGPURenderer;
  private readonly device: GPUDevice | undefined;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, ...DEPTH_RANGE);
  private readonly frame: Frame;
  private readonly layer: ContentLayer;
  private readonly budgetLayer: Budget;
  private readonly levels = new ContourLevels();
  private readonly cut = new CutLine();
  private readonly index = new GridIndex();
  private readonly comparedColor = uniform(new Vector3());
  private readonly comparedOpacity = uniform(0);
  private sheetSlot = 0;
  private palette: Palette;
  private size: CanvasSize;
  private space: Space | undefined;
  private heights: SurfaceHeights | undefined;
  private comparedHeights: SurfaceHeights | undefined;
  private surface: Surface | undefined;
  private compared: Surface | undefined;
  private content: SceneContent | undefined;
  private budget: SceneBudget | undefined;
  private frameRequest: number | undefined;
  private isBusy = false;
  private isDirty = false;
  /** Whether the surface is on its way from another, and when its first frame was drawn, ms. */
  private moves = false;
  private moveStart: number | undefined;
  private isDisposed = false;
  private waiting: (() => void)[] = [];

  private constructor(three: WebGPURenderer, size: CanvasSize, theme: Theme, device: GPUDevice | undefined) {
    this.three = three;
    this.device = device;
    this.renderer = device ? 'webgpu' : 'webgl';
    this.palette = paletteOf(theme);
    this.frame = new Frame(this.palette);
    this.layer = new ContentLayer(this.palette);
    this.budgetLayer = new Budget(this.palette);
    this.scene.add(this.frame.group, this.layer.group, this.budgetLayer.group);
    this.size = size;
    this.setTheme(theme);
    this.resize(size);
  }

  /**
   * Shows a surface, and optionally one that it is compared with, over the first one's box, in the colour of its slot. Buffers are
   * read in place: keep them until others are set. Once this returns, the ones set before may be destroyed. Where `moves` says so, the
   * surface moves from what is shown, however far an earlier move has come.
   */
  setSurface(heights: SurfaceHeights, compared?: SurfaceHeights, slot = 0, moves = false): void {
    this.sheetSlot = slot;
    this.colorSheet();
    this.moves = moves;
    this.moveStart = undefined;
    this.heights = heights;
    this.comparedHeights = compared;
    if (!this.setBox(heights.box)) this.placeSurfaces();
    this.invalidate();
  }

  setContent(content: SceneContent): void {
    this.content = content;
    // a surface spans its own box, so that box stays until the next surface comes
    if (this.heights || !this.setBox(content.box)) this.placeContent();
    this.invalidate();
  }

  setBudget(budget: SceneBudget): void {
    this.budget = budget;
    this.placeBudget();
    this.invalidate();
  }

  /** Moves the camera. Resolves when that frame is drawn. */
  setPose({ position, quaternion }: CameraPose): Promise<void> {
    this.camera.position.set(...position);
    this.camera.quaternion.set(...quaternion);
    this.frame.setEye(position);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.invalidate();
    });
  }

  resize(size: CanvasSize): void {
    const { width, height, pixelRatio } = size;
    this.size = size;
    this.three.setPixelRatio(pixelRatio);
    this.three.setSize(width, height, false); // false: an OffscreenCanvas has no style
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.invalidate();
  }

  /** A PNG of the present view at another size; the canvas goes back to its own before it is shown. */
  async capture(size: CanvasSize): Promise<Blob> {
    // what is being drawn, or waits to be, comes first
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      this.invalidate();
    });
    if (this.frameRequest !== undefined) cancelAnimationFrame(this.frameRequest);
    this.frameRequest = undefined;
    this.isBusy = true;
    const shown = this.size;
    try {
      this.resize(size);
      this.three.render(this.scene, this.camera);
      // the canvas holds the frame only until this turn ends
      return await (this.three.domElement as unknown as OffscreenCanvas).convertToBlob({ type: 'image/png' });
    } finally {
      this.isBusy = false;
      this.resize(shown);
    }
  }

  setTheme(theme: Theme): void {
    this.palette = paletteOf(theme);
    this.frame.setPalette(this.palette);
    this.layer.setPalette(this.palette);
    this.budgetLayer.setPalette(this.palette);
    this.colorSheet();
    this.invalidate();
  }

  private colorSheet(): void {
    const { colors, opacity } = this.palette.sheet;
    this.comparedColor.value.set(...colors[this.sheetSlot % colors.length]!);
    this.comparedOpacity.value = opacity;
  }

  /** Frees what the picture holds. Device and surface buffers are their owner's and stay. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    if (this.frameRequest !== undefined) cancelAnimationFrame(this.frameRequest);
    for (const part of [this.frame, this.layer, this.budgetLayer, this.surface, this.compared]) part?.dispose();
    this.resolveWaiting();
    await this.three.dispose();
  }

  /** Takes a box, and lays everything out again. False when it was the current one. */
  private setBox(box: SceneBox): boolean {
    if (this.space && JSON.stringify(this.space.box) === JSON.stringify(box)) return false;
    this.space = createSpace(box);
    this.frame.setSpace(this.space);
    this.levels.setSpace(this.space);
    this.placeSurfaces();
    this.placeContent();
    this.placeBudget();
    return true;
  }

  private placeSurfaces(): void {
    const { index } = this;
    this.surface = this.place(this.surface, this.heights, {
      look: (normal, occlusion) => surfaceMaterial({ normal, occlusion: occlusion(), levels: this.levels, cut: this.cut }),
      index,
      renderOrder: 10,
    });
    this.compared = this.place(this.compared, this.comparedHeights, {
      look: () => comparedMaterial(this.comparedColor, this.comparedOpacity, this.levels),
      index,
      renderOrder: 15,
    });
  }

  private place(surface: Surface | undefined, heights: SurfaceHeights | undefined, style: SurfaceStyle): Surface | undefined {
    if (surface && this.space && heights && surface.canShow(heights)) {
      surface.update(heights, this.space, this.moves);
      return surface;
    }
    surface?.mesh.removeFromParent();
    surface?.dispose();
    if (!this.space || !heights) return undefined;
    const created = createSurface(this.three, heights, this.space, style, this.device);
    this.scene.add(created.mesh);
    return created;
  }

  private placeContent(): void {
    if (!this.space || !this.content) return;
    this.layer.setContent(this.content, this.space);
    this.cut.set(this.content.cut, this.space);
  }

  private placeBudget(): void {
    if (this.space && this.budget) this.budgetLayer.setBudget(this.budget, this.space);
  }

  private invalidate(): void {
    this.isDirty = true;
    if (this.isDisposed || this.isBusy || this.frameRequest !== undefined) return;
    this.frameRequest = requestAnimationFrame(() => void this.draw());
  }

  /** Takes the surface as far as it should be; the next frame goes on. Fast at first, so that it is soon near where lines already lie. */
  private moveSurface(now: number): void {
    if (!this.moves) return;
    this.moveStart ??= now;
    const left = 1 - Math.min((now - this.moveStart) / MOVE_MS, 1);
    for (const surface of [this.surface, this.compared]) surface?.setShare(1 - left ** 3);
    this.moves = left > 0;
    this.isDirty ||= this.moves;
  }

  private async draw(): Promise<void> {
    this.frameRequest = undefined;
    this.isBusy = true;
    this.isDirty = false;
    this.moveSurface(performance.now());
    const drawn = this.waiting;
    this.waiting = [];
    this.three.render(this.scene, this.camera);
    rest(this.three);
    // a lost device draws no more; its owner tells it, and those who wait for the frame go on
    await this.device?.queue.onSubmittedWorkDone().catch((error: unknown) => console.warn(error));
    this.isBusy = false;
    for (const resolve of drawn) resolve();
    if (this.isDirty) this.invalidate();
  }

  private resolveWaiting(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting = [];
  }
}
