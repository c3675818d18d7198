import { type ReadonlySignal, computed, effect, signal } from '@preact/signals-core';
import type { Store } from './store';
import { applyHash, choicesOf, formatHash } from './url';

/** Steps that can be taken back. */
const MOST_STEPS = 200;

/** A change that goes on within this time is one step: a drag, or a number being typed. */
const SETTLE_MS = 400;

/** What was chosen, step by step. */
export interface Undo {
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  undo(): void;
  redo(): void;
}

/**
 * Remembers what was chosen as the hashes of the page: a step is all that changes until nothing has changed for a moment. Going from
 * view to view or to the documentation is no step, but taking one back opens the view where it was made. What the tour shows is none either.
 */
export function createUndo(store: Store, settleMs = SETTLE_MS): Undo {
  const now = (): string => formatHash(choicesOf(store));
  const past = signal<readonly string[]>([]);
  const future = signal<readonly string[]>([]);
  let settled = now();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (store.isTouring.peek()) return;
    const hash = now();
    if (hash === settled) return;
    if (withoutView(hash) !== withoutView(settled)) {
      past.value = [...past.peek(), settled].slice(-MOST_STEPS);
      future.value = [];
    }
    settled = hash;
  };
  effect(() => {
    now();
    void store.isTouring.value;
    clearTimeout(timer);
    timer = setTimeout(settle, settleMs);
  });

  const go = (from: typeof past, to: typeof past): void => {
    settle();
    const target = from.peek().at(-1);
    if (target === undefined) return;
    from.value = from.peek().slice(0, -1);
    to.value = [...to.peek(), settled];
    applyHash(store, target);
    settled = now();
  };
  return {
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    undo: () => go(past, future),
    redo: () => go(future, past),
  };
}

function withoutView(hash: string): string {
  const parameters = new URLSearchParams(hash.slice(1));
  parameters.delete('view');
  parameters.delete('doc');
  return String(parameters);
}

/** The part of a browser's window that hears keys. */
export type KeyHost = Pick<Window, 'addEventListener'>;

/** Takes steps back with Ctrl+Z or ⌘Z, and forward with Shift or Ctrl+Y, unless a field is being typed in, which has its own. */
export function bindUndoKeys({ undo, redo }: Undo, host: KeyHost): void {
  host.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event)) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) redo();
    else undo();
  });
}

/** Inputs without text have no undo of their own. */
const WITHOUT_TEXT = ['range', 'radio', 'checkbox', 'button', 'color', 'file'];

/** Whether a key goes into a field with text. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0] as Partial<HTMLInputElement> | undefined;
  if (target?.isContentEditable || target?.tagName === 'TEXTAREA') return true;
  return target?.tagName === 'INPUT' && !WITHOUT_TEXT.includes(target.type ?? '');
}
