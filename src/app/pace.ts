import type { Pace } from '../state/pace';

/** Longest that idle work waits while the page is busy. */
const IDLE_TIMEOUT_MS = 2000;

/** The pace of the browser. Safari has no `requestIdleCallback`: there, idle work waits for a timer. */
export const browserPace: Pace = {
  frame: (run) => void requestAnimationFrame(run),
  idle: (run) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: IDLE_TIMEOUT_MS });
    else setTimeout(run, 50);
  },
};
