import type { Configuration } from '../model/configuration';
import type { CanvasSize } from '../scene/content';
export type { CanvasSize } from '../scene/content';
import type { Answer, Notice, StageInfo } from '../worker/api';

/** Views that the camera can take at once. */
export type CameraPreset = 'top' | 'side' | 'perspective';

/** A text that stands at a point of the picture: an axis tick, an axis title, a model's name, the optimum. */
export interface StageLabel {
  /** The same as long as the label stands for the same thing. */
  readonly key: string;
  readonly text: string;
  readonly kind: 'tick' | 'title' | 'model' | 'optimum';
  /** Position in CSS pixels from the top left corner of the canvas. */
  readonly x: number;
  readonly y: number;
  /** Where the text stands beside its point: fractions of its own size that it is moved by, -1 … 0. */
  readonly anchor: readonly [number, number];
}

/** Position on the canvas in CSS pixels. */
export interface StagePoint {
  readonly x: number;
  readonly y: number;
}

/** What the stage element gives to the picture. */
export interface StageHost {
  /** Where the picture is drawn; its drawing is handed to the worker, once. */
  readonly canvas: HTMLCanvasElement;
  /** What the pointer drags to orbit and zoom. */
  readonly surface: HTMLElement;
  readonly size: CanvasSize;
  /** Called whenever positions on the canvas change. */
  onView(): void;
}

/** The picture, as elements see it: app implements it over the scene's camera and the engine worker. */
export interface Stage {
  readonly info: StageInfo;
  setPreset(preset: CameraPreset): void;
  resize(size: CanvasSize): void;
  /** A PNG of the present view at a size of one's own, without labels. Rejects where the picture is gone. */
  capture(size: CanvasSize): Promise<Blob>;
  /** Labels of the present view, those that would overlap left out. */
  labels(): readonly StageLabel[];
  /** Where a configuration stands on the surface; undefined outside the picture. */
  project(configuration: Configuration): StagePoint | undefined;
  /** The configuration under a point of the canvas; undefined beside the surface. */
  pick(point: StagePoint): Configuration | undefined;
  dispose(): void;
}

/** Opens the picture; fails where the browser can draw none. */
export type OpenStage = (host: StageHost) => Promise<Answer<Stage>>;

/** What the stage element shows. */
export type StageState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly open: OpenStage }
  | {
      readonly kind: 'open';
      readonly stage: Stage;
      /** Opens another, on a new canvas, when this one is lost. */ readonly reopen: OpenStage;
    }
  | { readonly kind: 'unavailable'; readonly notice: Pick<Notice, 'message' | 'hint'> };
