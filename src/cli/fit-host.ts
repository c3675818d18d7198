import type { BatchEngine } from '../fit/batch';
import type { BackendInfo } from '../sweep/backend';

/** A device that descends the batches of fits. */
export interface FitHost {
  readonly info: BackendInfo;
  readonly engine: BatchEngine;
  /** Ends device and browser. */
  dispose(): void;
}
