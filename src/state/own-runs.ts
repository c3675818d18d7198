import { msg, str } from '@lit/localize';

/** Runs that the user brought, as text. */
export interface OwnRuns {
  readonly name: string;
  readonly text: string;
}

/** Where they are kept, so that a reload loses nothing. */
const KEY = 'isoflop.runs';

/** Characters above which runs are not kept: browsers give a page about five million in all. */
export const MOST_KEPT = 2_000_000;

/**
 * Keeps runs in the browser, and in `tab`, the storage of this tab alone, so that a reload does not show what another tab brought. Returns why
 * they could not be kept; undefined where they are.
 */
export function keepOwnRuns(
  storage: Pick<Storage, 'setItem'> | undefined,
  { name, text }: OwnRuns,
  tab?: Pick<Storage, 'setItem'>,
): string | undefined {
  const millions = (text.length / 1e6).toFixed(1);
  if (text.length > MOST_KEPT) return msg(str`They are too large to be kept (${millions} of at most 2 million characters).`);
  if (!storage) return msg('This browser keeps nothing for this page.');
  const saved = JSON.stringify({ version: 1, name, text });
  try {
    tab?.setItem(KEY, saved);
  } catch {
    // what all tabs share holds them, too
  }
  try {
    storage.setItem(KEY, saved);
    return undefined;
  } catch {
    return msg('The browser’s storage for this page is full.');
  }
}

/** The runs that were kept, those of this tab before those of another; undefined where there are none that can be read. */
export function readOwnRuns(storage: Pick<Storage, 'getItem'> | undefined, tab?: Pick<Storage, 'getItem'>): OwnRuns | undefined {
  return readFrom(tab) ?? readFrom(storage);
}

function readFrom(storage: Pick<Storage, 'getItem'> | undefined): OwnRuns | undefined {
  try {
    const saved = JSON.parse(storage?.getItem(KEY) ?? 'null') as { version?: unknown; name?: unknown; text?: unknown } | null;
    if (saved?.version !== 1 || typeof saved.name !== 'string' || typeof saved.text !== 'string') return undefined;
    return { name: saved.name, text: saved.text };
  } catch {
    return undefined;
  }
}
