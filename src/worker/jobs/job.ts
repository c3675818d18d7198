import type { AnySweepFile } from '../../sweep/any';
import type { Notice, SweepProgress, SweepSummary } from '../api';

/** Where a job stands. `paused`: by the user; a job that waits for its turn is `queued`. */
export type JobStatus = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

/** A sweep that goes on in the background, one after the other, and outlives the page. */
export interface Job {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly file: AnySweepFile;
  readonly status: JobStatus;
  /** When it was added, in milliseconds since 1970; jobs take their turn in this order. */
  readonly created: number;
  /** How far it is; as far as it was known last where nothing runs. Undefined before it has begun. */
  readonly progress?: SweepProgress | undefined;
  /** The figures of a finished one. */
  readonly summary?: SweepSummary | undefined;
  /** Why it failed, or what is not kept of it. */
  readonly notice?: Notice | undefined;
}

/** What a user can do to a job. */
export type JobCommand = 'pause' | 'resume' | 'cancel' | 'remove';
