import type { Answer } from '../worker/api';
import type { CameraPreset, CanvasSize, StageHost, StageLabel } from './stage';

/** A horizontal axis of a relief. */
export interface ReliefAxis {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly isLog: boolean;
  /** Where the present schedule stands. */
  readonly now: number;
  /** A value as text. */
  format(value: number): string;
}

/** A savings map in three dimensions: its height is the saving. */
export interface ReliefContent {
  /** [rows, columns]; NaN where there is no such schedule. */
  readonly heights: Float32Array;
  /** Saving against the compute-optimal run at the same points; where it is 0 a line runs. */
  readonly frontier: Float32Array;
  readonly columns: number;
  readonly rows: number;
  readonly x: ReliefAxis;
  readonly y: ReliefAxis;
  /** Name of the saving. */
  readonly title: string;
  /** Saving of the present schedule. */
  readonly now: number;
}

/** The relief on its canvas, as its element sees it. */
export interface Relief {
  show(content: ReliefContent): void;
  setPreset(preset: CameraPreset): void;
  resize(size: CanvasSize): void;
  /** Labels of the present view. */
  labels(): readonly StageLabel[];
  dispose(): void;
}

/** Opens a relief; fails where the browser can draw none. */
export type OpenRelief = (host: StageHost) => Promise<Answer<Relief>>;
