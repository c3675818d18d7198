import { type ReadonlySignal, batch, computed, effect, signal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Store } from './store';
import { applyHash, choicesOf, formatHash } from './url';

/** Steps that can be taken back. */
const MOST_STEPS = 200;

/** A change that goes on within this time is one step: a drag, or a number being typed. */
const SETTLE_MS = 400;

/** Where a tab keeps its steps while its page is loaded anew: for another language, a newer version, or because the user asked for it. */
const KEY = 'isoflop.steps';

const hashes = v.pipe(v.array(v.string()), v.maxLength(MOST_STEPS));

/** Steps as they are kept, with the hash of the page that they lead to. */
const keptSchema = v.object({ version: v.literal(1), now: v.string(), past: hashes, future: hashes });

/** The tab's own storage, and the event of leaving a page. */
export interface UndoHost {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  readonly page: Pick<Window, 'addEventListener'>;
}

/** What was chosen, step by step. */
export interface Undo {
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  undo(): void;
  redo(): void;
}

/**
 * Remembers what was chosen as the hashes of the page: a step is all that changes until nothing has changed for a moment. Going from
 * view to view or to the documentation is no step, but taking one back opens the view where it was made; turning a picture is none, and it
 * stays turned. What the tour shows is none either. With a `host` the steps outlive a reload.
 */
export function createUndo(
  store: Store,
  { host, settleMs = SETTLE_MS }: { readonly host?: UndoHost; readonly settleMs?: number } = {},
): Undo {
  const now = (): string => formatHash(choicesOf(store));
  let settled = now();
  const kept = readKept(host, settled);
  const past = signal<readonly string[]>(kept?.past ?? []);
  const future = signal<readonly string[]>(kept?.future ?? []);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (store.isTouring.peek()) return;
    const hash = now();
    if (hash === settled) return;
    if (whatIsChosen(hash) !== whatIsChosen(settled)) {
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

  host?.page.addEventListener('pagehide', () => {
    settle();
    const steps: v.InferOutput<typeof keptSchema> = { version: 1, now: settled, past: [...past.peek()], future: [...future.peek()] };
    try {
      host.storage?.setItem(KEY, JSON.stringify(steps));
    } catch {
      // a full or blocked storage costs the steps before the reload
    }
  });

  const go = (from: typeof past, to: typeof past): void => {
    settle();
    const target = from.peek().at(-1);
    if (target === undefined) return;
    from.value = from.peek().slice(0, -1);
    to.value = [...to.peek(), settled];
    const looks = store.looks.peek();
    batch(() => {
      applyHash(store, target);
      store.looks.value = looks;
    });
    settled = now();
  };
  return {
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    undo: () => go(past, future),
    redo: () => go(future, past),
  };
}

/** The steps that led to a hash in this tab before; undefined where they led elsewhere. */
function readKept(host: UndoHost | undefined, now: string): v.InferOutput<typeof keptSchema> | undefined {
  try {
    const { success, output } = v.safeParse(keptSchema, JSON.parse(host?.storage?.getItem(KEY) ?? 'null'));
    return success && whatIsChosen(output.now) === whatIsChosen(now) ? output : undefined;
  } catch {
    return undefined;
  }
}

/** A hash without what is no step. */
function whatIsChosen(hash: string): string {
  const parameters = new URLSearchParams(hash.slice(1));
  for (const field of ['view', 'doc', 'look', 'locale']) parameters.delete(field);
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
