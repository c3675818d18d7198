import { type ReadonlySignal, signal } from '@preact/signals-core';

/** Takes work that is to be done a little later. */
export type Schedule = (run: () => void) => void;

/** When work that can wait is done: the page follows its browser, everything else works at once. */
export interface Pace {
  /** Before the next frame is drawn. */
  readonly frame: Schedule;
  /** When the page has nothing better to do. */
  readonly idle: Schedule;
}

/** Nothing waits. */
export const atOnce: Pace = { frame: (run) => run(), idle: (run) => run() };

/** A signal that follows another one as often as a schedule lets it, always to the newest value. */
export function follow<T>(source: ReadonlySignal<T>, schedule: Schedule): ReadonlySignal<T> {
  const followed = signal(source.peek());
  let isWaiting = false;
  source.subscribe(() => {
    if (isWaiting) return; // what is followed may change many times meanwhile
    isWaiting = true;
    schedule(() => {
      isWaiting = false;
      followed.value = source.peek();
    });
  });
  return followed;
}
