import type { BackendError, BackendFailure, BackendInfo } from '../sweep/backend';
import type { Notice } from './api';

/** What each failure means for people, and what they can do. */
const HINTS: Readonly<Record<BackendFailure, string>> = {
  'gpu-lost': 'If it happens often, update the graphics driver or choose the CPU.',
  'out-of-memory': 'Close other tabs that use the GPU, or take fewer steps.',
  'shader-rejected': 'This is a bug in Isoflop or in the driver; the console names file and line.',
  'worker-crashed': 'Reload the page if it happens again.',
  'not-supported': 'Choose the CPU for it.',
  'no-adapter': 'Enable WebGPU in the browser, or go on with the CPU.',
};

/** The notice of a failure that a run survived. */
export function failoverNotice(error: BackendError, next: BackendInfo): Notice {
  const place = next.kind === 'cpu' ? 'on the CPU' : `on ${next.adapter}`;
  return {
    failure: error.failure,
    message: `${error.message} The sweep goes on ${place}; no finished tile is lost.`,
    hint: HINTS[error.failure],
  };
}

/** The notice of a failure that ended a run. */
export function failureNotice(error: BackendError): Notice {
  return { failure: error.failure, message: error.message, hint: HINTS[error.failure] };
}

/** The notice of an export that could not be written. */
export function exportNotice(error: unknown): Notice {
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  const message = error instanceof Error ? error.message : String(error);
  return {
    failure: 'export-failed',
    message: isFull ? 'There is no room for the file; nothing was saved.' : `The file was not saved: ${message}`,
    hint: isFull ? 'Free some disk space, or export fewer rows.' : 'Try another place to save to.',
  };
}
