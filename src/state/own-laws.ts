import { msg, str } from '@lit/localize';
import { batch, effect } from '@preact/signals-core';
import * as v from 'valibot';
import { type CustomLaw, createCustomLaw, customLawSchema, toCustomLaw, withoutDraws } from '../model/custom-law';
import { type Law, defaultLaw } from '../model/laws';
import type { Store } from './store';

/** Beginning of the keys under which laws are saved, one key for each law: so no tab overwrites what another one saved. */
const PREFIX = 'isoflop.law.';

/** A law as it is saved, version 1. */
const savedSchema = v.strictObject({ version: v.literal(1), law: customLawSchema });

/** The part of a browser's storage that laws are saved in. */
export type LawStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/**
 * A law of the user's own. Its id follows from what it says: the same law is the same on every machine, and two laws of one name
 * never stand in each other's place.
 */
export function createOwnLaw(definition: CustomLaw): Law {
  const law = createCustomLaw(definition);
  return { ...law, id: `own-${fingerprint(JSON.stringify(toCustomLaw(law)))}` };
}

/** Whether a law is one of the user's own. */
export function isOwnLaw({ id }: Pick<Law, 'id'>): boolean {
  return id.startsWith('own-');
}

/** 64 bits of a text, in base 36: FNV-1a of 32 bits from two starts. */
function fingerprint(text: string): string {
  return [0x811c9dc5, 0x01000193]
    .map((start) => {
      let hash = start;
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
      return (hash >>> 0).toString(36).padStart(7, '0');
    })
    .join('');
}

/** What a storage held: its laws by name, and how many entries could not be read. */
export interface SavedLaws {
  readonly laws: readonly Law[];
  readonly broken: number;
}

/** Reads the laws that a storage holds; none where there is no storage. */
export function readOwnLaws(storage: LawStorage | undefined): SavedLaws {
  const texts: string[] = [];
  try {
    for (let i = 0; i < (storage?.length ?? 0); i++) {
      const key = storage?.key(i);
      if (key?.startsWith(PREFIX)) texts.push(storage?.getItem(key) ?? '');
    }
  } catch {
    return { laws: [], broken: 0 }; // a storage that the browser blocks holds nothing
  }
  const laws = texts.map(readSaved);
  return { laws: byName(laws.filter((law) => law !== undefined)), broken: laws.filter((law) => law === undefined).length };
}

function readSaved(text: string): Law | undefined {
  try {
    const result = v.safeParse(savedSchema, JSON.parse(text));
    return result.success ? createOwnLaw(result.output.law) : undefined;
  } catch {
    return undefined;
  }
}

function byName(laws: readonly Law[]): readonly Law[] {
  return laws.toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
}

/** Laws of both lists, each once, by name. */
export function mergeLaws(laws: readonly Law[], more: readonly Law[]): readonly Law[] {
  const added = more.filter(({ id }, i) => !laws.some((law) => law.id === id) && more.findIndex((law) => law.id === id) === i);
  return added.length > 0 ? byName([...laws, ...added]) : laws;
}

/** Puts a law among the user's own. */
export function keepOwnLaw(store: Store, law: Law): void {
  store.own.value = mergeLaws(store.own.value, [law]);
}

/** Makes a fitted law one of the user's own, short enough for links, and opens the frontier under it. */
export function useFittedLaw(store: Store, definition: CustomLaw): void {
  const law = createOwnLaw(withoutDraws(definition));
  batch(() => {
    keepOwnLaw(store, law);
    store.law.value = law.id;
    store.view.value = 'frontier';
  });
}

/** Takes laws that came with a link, and says so where they are new. */
export function keepLinkedLaws(store: Store, linked: readonly Law[]): void {
  const fresh = linked.filter(({ id }) => !store.own.value.some((law) => law.id === id));
  store.own.value = mergeLaws(store.own.value, fresh);
  tellOfLinked(store, fresh);
}

function tellOfLinked(store: Store, laws: readonly Law[]): void {
  for (const { label } of laws) {
    store.notify({
      message: msg(str`The link brought a law of its own, “${label}”.`),
      hint: msg('It is kept under “Laws of your own”.'),
    });
  }
}

/** Puts a law in the place of another of the user's own, also where that one is chosen or compared. */
export function replaceOwnLaw(store: Store, id: string, law: Law): void {
  batch(() => {
    const others = store.own.value.filter((own) => own.id !== id);
    store.own.value = mergeLaws(others, [law]);
    if (store.law.value === id) store.law.value = law.id;
    store.vs.value = [...new Set(store.vs.value.map((other) => (other === id ? law.id : other)))];
  });
}

/** Forgets one of the user's own laws; where it was chosen, the default law is chosen again. */
export function removeOwnLaw(store: Store, id: string): void {
  batch(() => {
    if (store.law.value === id) store.law.value = defaultLaw.id;
    store.vs.value = store.vs.value.filter((other) => other !== id);
    store.own.value = store.own.value.filter((law) => law.id !== id);
  });
}

/** The part of a browser's window that tells what other tabs save. */
export type StorageHost = Pick<Window, 'addEventListener'>;

/**
 * Keeps the user's own laws saved: writes and removes only what changed in this tab, and follows what other tabs do. `saved` is what
 * the storage held when the page opened.
 */
export function bindOwnLaws(store: Store, storage: LawStorage | undefined, saved: SavedLaws, host: StorageHost): void {
  /** Ids of laws that need no more writing. */
  const settled = new Set(saved.laws.map(({ id }) => id));
  tellOfLinked(
    store,
    store.own.peek().filter(({ id }) => !settled.has(id)),
  );
  if (saved.broken > 0) {
    const { broken } = saved;
    store.notify({
      message: broken === 1 ? msg('One saved law could not be read.') : msg(str`${broken} saved laws could not be read.`),
      hint: msg('What is stored is left as it is; another version of Isoflop may have written it.'),
    });
  }
  effect(() => {
    const laws = store.own.value;
    for (const law of laws) {
      if (settled.has(law.id)) continue;
      settled.add(law.id);
      save(law);
    }
    for (const id of settled) {
      if (laws.some((law) => law.id === id)) continue;
      settled.delete(id);
      forget(id);
    }
  });
  host.addEventListener('storage', ({ key, newValue }: StorageEvent) => {
    if (!key?.startsWith(PREFIX)) return;
    const id = key.slice(PREFIX.length);
    const law = newValue === null ? undefined : readSaved(newValue);
    if (law) {
      settled.add(law.id);
      keepOwnLaw(store, law);
    } else if (newValue === null && store.law.peek() !== id && !store.vs.peek().includes(id)) {
      // one that is on the page stays on it until it is left
      settled.delete(id);
      removeOwnLaw(store, id);
    }
  });

  function save(law: Law): void {
    try {
      if (!storage) throw new Error('no storage');
      storage.setItem(PREFIX + law.id, JSON.stringify({ version: 1, law: toCustomLaw(law) }));
    } catch {
      const { label } = law;
      store.notify({
        message: msg(str`“${label}” could not be saved: this browser’s storage is full or blocked.`),
        hint: msg('The law works until the page is left. Export it, or keep the link: both hold all of it.'),
      });
    }
  }

  function forget(id: string): void {
    try {
      storage?.removeItem(PREFIX + id);
    } catch {
      // a blocked storage holds nothing that could be removed
    }
  }
}
