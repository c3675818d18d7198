import type { BackendInfo } from '../sweep/backend';
import type { LayoutEngine } from '../sweep/layouts';

/** A device that searches layouts. */
export interface LayoutHost {
  readonly info: BackendInfo;
  readonly engine: LayoutEngine;
  /** Ends device and browser. */
  dispose(): void;
}
