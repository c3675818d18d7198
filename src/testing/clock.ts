import { vi } from 'vitest';

/** A clock that stands still until the test moves it, in place of `performance.now`. `vi.restoreAllMocks` gives the real one back. */
export function stopClock(): { advance(milliseconds: number): void } {
  let now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return { advance: (milliseconds) => void (now += milliseconds) };
}
