import type { Gpu } from '../gpu/device';
import { type Surface, createSurface } from '../gpu/surface';
import type { CameraPose, CanvasSize, SceneBox, SceneBudget, SceneContent, Theme } from '../scene/content';
import type { SceneView } from '../scene/scene-view';
import type { SurfaceHeights } from '../scene/surface';
import { BackendError } from '../sweep/backend';
import { createCpuKernel } from '../sweep/cpu/kernel';
import { type SweepFile, parseSweepFile } from '../sweep/file';
import { planSweep } from '../sweep/plan';
import type { Scenario } from '../model/laws';
import type { StageInfo, SurfaceRequest } from './api';

/** Grid points along each side: what a GPU draws at display rate, what a software adapter can still draw, what WebGL is given. */
const SIDES = { gpu: 1024, software: 128, webgl: 256 } as const;

/**
 * The picture of the engine: it computes the surfaces on the device that draws them, where there is one. It remembers what it was
 * asked to show before it was open.
 */
export class Picture {
  private readonly canvas: OffscreenCanvas;
  private gpu: Gpu | undefined;
  private view: SceneView | undefined;
  /** Two for the law, of which one is shown while the other is computed, and one for what it is compared with. */
  private surfaces: readonly Surface[] = [];
  private shown = 0;
  private size: CanvasSize;
  private theme: Theme;
  private request: SurfaceRequest | undefined;
  private content: SceneContent | undefined;
  private budget: SceneBudget | undefined;
  private pose: CameraPose | undefined;

  constructor(canvas: OffscreenCanvas, size: CanvasSize, theme: Theme) {
    this.canvas = canvas;
    this.size = size;
    this.theme = theme;
  }

  /** Starts drawing, with WebGPU or, without a device, with WebGL. Loads three.js. Throws when the canvas takes neither. */
  async open(gpu: Gpu | undefined): Promise<StageInfo> {
    this.gpu = gpu;
    const { SceneView: View } = await import('../scene/scene-view');
    this.view = await View.create(this.canvas, this.size, this.theme, gpu?.device, {
      antialias: gpu !== undefined && !gpu.info.isSoftware,
    });
    const shape = { rows: this.side, columns: this.side };
    this.surfaces = gpu ? Array.from({ length: 3 }, () => createSurface(gpu, shape)) : [];
    if (this.request) await this.showSurface(this.request);
    if (this.content) this.showContent(this.content);
    if (this.budget) this.showBudget(this.budget);
    if (this.pose) void this.setPose(this.pose);
    return { renderer: this.view.renderer, side: this.side };
  }

  /** Frees what three.js keeps on the CPU; what a lost device held is gone with it. */
  async close(): Promise<void> {
    const { view } = this;
    this.view = undefined;
    await view?.dispose().catch(() => undefined);
  }

  async showSurface(request: SurfaceRequest): Promise<void> {
    this.request = request;
    const { law, compared, scenario = {}, box, moves } = request;
    const next = 1 - this.shown;
    const files = [law, compared?.law].filter((each) => each !== undefined).map((each) => surfaceFile(each, scenario, box, this.side));
    const computing = Promise.all(files.map((file, k) => this.computeHeights(file, k === 0 ? next : 2, box)));
    const [heights, comparedHeights] = await computing.catch((error: unknown) => {
      // a lost device is replaced, and the surface then computed again
      if (error instanceof BackendError && error.failure === 'gpu-lost') return [];
      throw error;
    });
    // a newer request may have come while this one was computed
    if (!heights || request !== this.request) return;
    this.view?.setSurface(heights, comparedHeights, compared?.slot, moves);
    this.shown = next;
  }

  showContent(content: SceneContent): void {
    this.content = content;
    this.view?.setContent(content);
  }

  showBudget(budget: SceneBudget): void {
    this.budget = budget;
    this.view?.setBudget(budget);
  }

  async setPose(pose: CameraPose): Promise<void> {
    this.pose = pose;
    await this.view?.setPose(pose);
  }

  resize(size: CanvasSize): void {
    this.size = size;
    this.view?.resize(size);
  }

  /** A PNG of the present view; undefined before the picture is open. */
  async capture(size: CanvasSize): Promise<Blob | undefined> {
    return this.view?.capture(size);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.view?.setTheme(theme);
  }

  private get side(): number {
    if (!this.gpu) return SIDES.webgl;
    return this.gpu.info.isSoftware ? SIDES.software : SIDES.gpu;
  }

  private async computeHeights(file: SweepFile, k: number, box: SceneBox): Promise<SurfaceHeights> {
    const surface = this.surfaces[k];
    if (surface) return { ...(await surface.compute(file)), box };
    return computeOnCpu(file, box);
  }
}

/** Heights for a picture that is drawn without a device. */
function computeOnCpu(file: SweepFile, box: SceneBox): SurfaceHeights {
  const plan = planSweep(file);
  const values = new Float32Array(plan.rows * plan.columns);
  createCpuKernel(plan).fillGrid({ row: 0, rows: plan.rows, column: 0, columns: plan.columns }, [values]);
  return { values, rows: plan.rows, columns: plan.columns, box };
}

/** The loss over N (columns) and D (rows) of a box. */
function surfaceFile(law: SweepFile['law'], scenario: Scenario, box: SceneBox, steps: number): SweepFile {
  const axis = (quantity: 'N' | 'D', [from, to]: readonly [number, number]) =>
    ({ quantity, scale: 'log', from: 10 ** from, to: 10 ** to, steps }) as const;
  return parseSweepFile({ version: 1, law, scenario, axes: [axis('D', box.log10D), axis('N', box.log10N)], metrics: ['loss'] });
}
