import type { Answer } from '../worker/api';
import type { PictureId } from './looks';
import type { CameraPreset, CanvasSize, StageHost, StageLabel } from './stage';

/** Words and lines of a relief's heights. */
export interface ReliefHeights {
  /** What stands at the upright axis. */
  readonly title: string;
  /** The heights that are shown; where it is left out, those of savings: from the least, down to −1, to the largest. */
  readonly span?: readonly [number, number];
  /** Heights at which lines of equal height run. */
  readonly levels: readonly number[];
  /** A height as text. */
  format(height: number): string;
}

/** A horizontal axis of a relief. */
export interface ReliefAxis {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly isLog: boolean;
  /** Values at which ticks stand, rising; where it is left out, powers of ten or tenths. */
  readonly ticks?: readonly number[];
  /** Where what is pinned stands; NaN where nothing is. */
  readonly now: number;
  /** A value as text. */
  format(value: number): string;
}

/** A map in three dimensions: its height is a saving, or another share from 0 to 1. */
export interface ReliefContent {
  /** [rows, columns]; NaN where there is nothing. */
  readonly heights: Float32Array;
  /** Another surface over the same points; where it is 0 a strong line runs. */
  readonly frontier?: Float32Array;
  readonly columns: number;
  readonly rows: number;
  readonly x: ReliefAxis;
  readonly y: ReliefAxis;
  readonly height: ReliefHeights;
  /** Height of what is pinned; NaN where nothing is. */
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
export type OpenRelief = (host: StageHost & { readonly picture: PictureId }) => Promise<Answer<Relief>>;
