import type { CameraPose, CanvasSize, RendererKind, SceneBox, SceneBudget, SceneContent, Theme } from '../scene/content';
import type { ExportFormat } from '../export/format';
import type { DescentBatch, DescentEnds } from '../fit/batch';
import type { BackendFailure, BackendInfo, BackendKind } from '../sweep/backend';
import type { Scenario } from '../model/laws';
import type { AnySweepFile } from '../sweep/any';
import type { SweepFile } from '../sweep/file';
import type { ScheduleFile } from '../sweep/growth/file';
import type { ScheduleMetricId } from '../sweep/growth/quantities';
import type { Job, JobCommand } from './jobs/job';
import type { TableApi } from './table-api';

/** Which backend the user wants; `auto` takes the faster one by measurement. */
export type BackendPreference = 'auto' | BackendKind;

/** The backend that runs sweeps, and why. */
export interface BackendChoice {
  readonly info: BackendInfo;
  /** One sentence for people: what was measured, or what is missing. */
  readonly reason: string;
  /** Cells a second of each measured backend, by the same frontier sweep. */
  readonly measured: { readonly [K in BackendKind]?: number };
}

/** How far a sweep is. */
export interface SweepProgress {
  readonly cellsDone: number;
  readonly cells: number;
  readonly cellsPerSecond: number;
  readonly secondsLeft: number;
}

/** A finished sweep. */
export interface SweepSummary {
  readonly cells: number;
  readonly seconds: number;
  readonly cellsPerSecond: number;
  /** What computed the last tile. */
  readonly backend: BackendInfo;
}

/** The result of a frontier sweep in f64. */
export interface FrontierResult {
  readonly summary: SweepSummary;
  /** Values of the row axis, [rows]. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Polished best value of the optimised axis for each row, NaN where no cell is feasible, [rows]. */
  readonly best: Float64Array<ArrayBuffer>;
}

/** The result of a quantiles sweep in f64. */
export interface QuantilesResult {
  readonly summary: SweepSummary;
  /** Values of the row axis, [rows]. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Quantiles of the optimised input and of the file's other metrics, NaN where no cell is feasible, [rows, metrics, levels]. */
  readonly values: Float64Array<ArrayBuffer>;
}

/** A surface over two quantities of a growth schedule. */
export interface GrowthSurface {
  readonly summary: SweepSummary;
  /** Values of the two axes, in the file's order. */
  readonly axes: readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
  /** Each metric of the file, [first axis, second axis]; NaN where there is no such schedule. */
  readonly metrics: { readonly [M in ScheduleMetricId]?: Float32Array<ArrayBuffer> };
}

export type { ExportFormat };

/** Where an export goes: a file the user picked, or a private file that the page then offers as a download. */
export type ExportTarget =
  | { readonly kind: 'picked'; readonly handle: FileSystemFileHandle }
  | { readonly kind: 'private'; readonly name: string };

/** A finished export. */
export interface ExportResult {
  readonly summary: SweepSummary;
  readonly bytes: number;
  readonly sha256: string;
  /** Text of the sidecar file, with everything needed to make the export again. */
  readonly sidecar: string;
}

/** What happened, what was done about it, and what the user can do. */
export interface Notice {
  readonly failure: BackendFailure | 'export-failed' | 'no-renderer' | 'job-failed' | 'job-not-kept';
  readonly message: string;
  readonly hint: string;
}

/** An answer that crosses the worker border: plain data, errors included. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AnswerError };

/** Why there is no value. Cancelled work is no error for the user. */
export type AnswerError = { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly notice: Notice };

/** What the worker tells without being asked. */
export type EngineEvent =
  | { readonly kind: 'backend'; readonly choice: BackendChoice }
  | { readonly kind: 'progress'; readonly runId: number; readonly progress: SweepProgress }
  | { readonly kind: 'notice'; readonly notice: Notice }
  /** Every job, whenever one of them changes in any tab. */
  | { readonly kind: 'jobs'; readonly jobs: readonly Job[] }
  | { readonly kind: 'job-progress'; readonly id: string; readonly progress: SweepProgress }
  /** The picture is gone with its device; a stage may be opened again, with a new canvas. */
  | { readonly kind: 'picture-lost'; readonly notice: Notice }
  /** The worker is gone: nothing that was asked of it will be answered. */
  | { readonly kind: 'stopped'; readonly notice: Notice };

/** The surfaces that the picture shows: loss over N and D of a law, and of one that it is compared with, in the colour of its slot. */
export interface SurfaceRequest {
  readonly law: SweepFile['law'];
  readonly compared?: { readonly law: SweepFile['law']; readonly slot: number };
  /** What the scenario fixes for laws that read it. */
  readonly scenario?: Scenario;
  readonly box: SceneBox;
  /** Whether the surface moves there from what is shown. */
  readonly moves?: boolean;
}

/** A map in three dimensions: heights in the box, and what stands on them. */
export interface ReliefRequest {
  /** [rows, columns]; a height under the box stands for none. */
  readonly heights: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly content: SceneContent;
  /** Whether the heights move there from what is shown. */
  readonly moves?: boolean;
}

/** What the picture is drawn with. */
export interface StageInfo {
  readonly renderer: RendererKind;
  /** Grid points along each side of the surface. */
  readonly side: number;
}

/**
 * The engine worker: it owns the GPU device, runs sweeps, and draws the picture from the sweep's own buffers.
 * Ids, numbers, plain objects, typed arrays and handles cross; functions do not, but for the one event listener.
 */
export interface EngineApi extends TableApi {
  /** Finds what can compute, measures it, and chooses. Call first; again to change the preference. */
  start(preference: BackendPreference): Promise<BackendChoice>;
  /** Names the one listener for events. Wrap it in Comlink's `proxy`. */
  listen(listener: (event: EngineEvent) => void): Promise<void>;
  /** Runs a frontier sweep. */
  frontier(runId: number, file: SweepFile): Promise<Answer<FrontierResult>>;
  /** Runs a quantiles sweep. */
  quantiles(runId: number, file: SweepFile): Promise<Answer<QuantilesResult>>;
  /** Computes a surface of growth schedules: a file with two axes whose reduction is a grid. */
  growthSurface(runId: number, file: ScheduleFile): Promise<Answer<GrowthSurface>>;
  /** Runs any sweep and writes its rows in a format, streamed. The code of formats other than CSV loads when one is asked for. */
  exportSweep(runId: number, file: AnySweepFile, format: ExportFormat, target: ExportTarget): Promise<Answer<ExportResult>>;
  /** Adds a sweep to the queue of jobs; resolves with its id. Jobs are told as events. */
  addJob(name: string, file: AnySweepFile): Promise<string>;
  /** Pauses, resumes, cancels or removes a job. */
  commandJob(command: JobCommand, id: string): Promise<void>;
  /** Writes the rows of a job in a format, from what is kept of it; computes only what is not. */
  exportJob(runId: number, id: string, format: ExportFormat, target: ExportTarget): Promise<Answer<ExportResult>>;
  /** Stops a run at the next tile. */
  cancel(runId: number): Promise<void>;
  /** Holds a run at the next tile, or lets it go on; jobs go on while it is held. */
  pause(runId: number, isPaused: boolean): Promise<void>;
  /** Adapter on which fits may descend; undefined where there is none, it is no GPU, or the user wants the CPU. */
  fitAdapter(): Promise<string | undefined>;
  /** Descends a batch of a fit. Rejects where there is no device, or it is lost. */
  descend(batch: DescentBatch): Promise<DescentEnds>;
  /** Takes the canvas and starts the picture; loads three.js. Fails where there is neither WebGPU nor WebGL. */
  openStage(canvas: OffscreenCanvas, size: CanvasSize, theme: Theme): Promise<Answer<StageInfo>>;
  /** Computes and shows surfaces. */
  showSurface(request: SurfaceRequest): Promise<void>;
  /** Shows lines and pins. */
  showContent(content: SceneContent): Promise<void>;
  /** Moves the budget plane, its profile and the optimum. */
  showBudget(budget: SceneBudget): Promise<void>;
  /** Moves the camera. Resolves when the frame is drawn, so that the page keeps one pose in flight. */
  setPose(pose: CameraPose): Promise<void>;
  resize(size: CanvasSize): Promise<void>;
  /** A PNG of the present view at a size of one's own; undefined where there is no picture. */
  capture(size: CanvasSize): Promise<Blob | undefined>;
  setTheme(theme: Theme): Promise<void>;
  /** Takes another canvas for a relief, and starts it under an id that the page chose; loads three.js. */
  openRelief(id: number, canvas: OffscreenCanvas, size: CanvasSize, theme: Theme): Promise<Answer<StageInfo>>;
  showRelief(id: number, request: ReliefRequest): Promise<void>;
  setReliefPose(id: number, pose: CameraPose): Promise<void>;
  resizeRelief(id: number, size: CanvasSize): Promise<void>;
  setReliefTheme(id: number, theme: Theme): Promise<void>;
  /** Frees what draws it. */
  closeRelief(id: number): Promise<void>;
}
