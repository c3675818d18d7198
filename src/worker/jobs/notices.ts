import { BackendError } from '../../sweep/backend';
import type { JournalCheck } from '../../sweep/journal/journal';
import type { JournalProblem } from '../../sweep/journal/keeper';
import type { Notice } from '../api';
import { failureNotice } from '../notices';
import type { Job } from './job';

/** The notice of a job that goes on without its journal; it says what is kept. */
export function notKeptNotice({ name }: Job, { kind, cells, cause }: JournalProblem, all: number): Notice {
  const percent = Math.floor((100 * cells) / all);
  const left = cells > 0 ? `the first ${percent} % stay kept` : 'nothing is kept';
  const why = cause instanceof Error ? cause.message : String(cause);
  return {
    failure: 'job-not-kept',
    message:
      kind === 'full'
        ? `The browser’s storage is full: the sweep “${name}” goes on, and ${left} if the page is closed.`
        : `The browser’s storage failed (${why}): the sweep “${name}” goes on, and ${left} if the page is closed.`,
    hint:
      kind === 'full'
        ? 'Remove finished sweeps or free some disk space, and leave this page open until the sweep is finished.'
        : 'Leave this page open until the sweep is finished. Private windows keep nothing.',
  };
}

/** The notice of a job that starts anew, because the tiles that were kept are not of its sweep as this version computes it. */
export function startsAnewNotice({ name }: Job, check: JournalCheck): Notice {
  return {
    failure: 'job-not-kept',
    message:
      check.kind === 'other-version'
        ? `What was kept of the sweep “${name}” was computed by version ${check.version}: it is not mixed with this one’s, and the sweep starts anew.`
        : `What was kept of the sweep “${name}” cannot be read as a part of it, and the sweep starts anew.`,
    hint: 'Nothing needs to be done.',
  };
}

/** The notice of a list of jobs that could not be written. */
export function notSavedNotice(error: unknown): Notice {
  const why = error instanceof Error ? error.message : String(error);
  return {
    failure: 'job-not-kept',
    message: `The list of sweeps was not saved: ${why}`,
    hint: 'Leave this page open until they are finished.',
  };
}

/** The notice of a job that failed. */
export function jobFailedNotice({ name }: Job, error: unknown): Notice {
  if (error instanceof BackendError) {
    const { failure, message, hint } = failureNotice(error);
    return { failure, message: `The sweep “${name}” stopped: ${message}`, hint: `${hint} Finished tiles are kept: resume it to go on.` };
  }
  const why = error instanceof Error ? error.message : String(error);
  return {
    failure: 'job-failed',
    message: `The sweep “${name}” stopped: ${why}`,
    hint: 'Finished tiles are kept: resume it to go on, or try the other backend.',
  };
}
