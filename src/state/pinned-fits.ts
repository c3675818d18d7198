import { msg, str } from '@lit/localize';
import { type Signal, effect, signal } from '@preact/signals-core';
import * as v from 'valibot';
import { type FormId, formIds } from '../model/forms';
import { type ApproachId, type ObjectiveId, approachIds, fitObjectives } from '../worker/fit-api';

/** Beginning of the keys under which fits are kept, one key for each: so no tab overwrites what another one keeps. */
const PREFIX = 'isoflop.fit.';

/** Most characters of a fit's name. */
export const LONGEST_NAME = 60;

const finite = v.pipe(v.number(), v.finite());
const interval = v.pipe(v.tuple([finite, finite]), v.readonly());
const powerLaw = v.object({ k: finite, a: finite });

/** A fit as it is kept, version 1: what comparing it needs, and where it can be opened again. */
const pinnedSchema = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_NAME)),
  /** When it was kept, ISO 8601. */
  date: v.string(),
  runs: v.object({ name: v.string(), kept: finite, usable: finite }),
  approach: v.picklist(approachIds),
  form: v.picklist(formIds),
  objective: v.picklist(fitObjectives.map(({ id }) => id)),
  /** Fields of the address that open this fit again. */
  fields: v.record(v.string(), v.string()),
  /** Of the law; empty by approaches 1 and 2. */
  coefficients: v.record(v.string(), finite),
  /** 80 % intervals of coefficients. */
  intervals: v.record(v.string(), interval),
  /** N* = k·C^a and D* = k·C^a of approaches 1 and 2. */
  powers: v.nullable(v.object({ N: powerLaw, D: powerLaw })),
  /** The objective at the optimum; null by approaches 1 and 2. */
  value: v.nullable(finite),
  /** Exponent a, with its standard error where there are resamples; null for a form without one. */
  exponent: v.nullable(v.object({ value: finite, standardError: v.nullable(finite) })),
  verdict: v.nullable(v.picklist(['sound', 'doubtful', 'unusable'])),
  /** 80 % intervals of the optimum at budgets, FLOP. */
  band: v.array(v.object({ C: finite, N: interval, D: interval, tokensPerParameter: interval })),
});

/** A fit that was kept to be compared. */
export interface PinnedFit extends Readonly<v.InferOutput<typeof pinnedSchema>> {
  readonly approach: ApproachId;
  readonly form: FormId;
  readonly objective: ObjectiveId;
}

/** The part of a browser's storage that fits are kept in. */
export type FitStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/** What tells of other tabs. */
export type FitStorageHost = Pick<Window, 'addEventListener' | 'removeEventListener'>;

/** The fits that are kept, and what can be done with them. */
export interface PinnedFits {
  /** By date, the oldest first. */
  readonly all: Signal<readonly PinnedFit[]>;
  add(fit: PinnedFit): void;
  /** Gives a fit another name; an empty one changes nothing. */
  rename(id: string, name: string): void;
  remove(id: string): void;
  dispose(): void;
}

/**
 * Keeps fits in the browser, each under a key of its own, and follows what other tabs keep, rename and remove. `onTrouble` hears why one could not
 * be kept; it stays on the page all the same.
 */
export function createPinnedFits(
  storage: FitStorage | undefined,
  host: FitStorageHost | undefined,
  onTrouble: (message: string) => void,
): PinnedFits {
  const all = signal(readPinned(storage));
  /** What the storage holds, so that only what changed here is written. */
  const written = new Map(all.peek().map((fit) => [fit.id, fit]));
  const stop = effect(() => {
    for (const fit of all.value) {
      if (written.get(fit.id) === fit) continue;
      written.set(fit.id, fit);
      try {
        if (!storage) throw new Error('no storage');
        storage.setItem(PREFIX + fit.id, JSON.stringify(fit));
      } catch {
        const { name } = fit;
        onTrouble(msg(str`“${name}” stays until the page is left: this browser’s storage is full or blocked.`));
      }
    }
    for (const id of written.keys()) {
      if (all.value.some((fit) => fit.id === id)) continue;
      written.delete(id);
      try {
        storage?.removeItem(PREFIX + id);
      } catch {
        // a blocked storage holds nothing that could be removed
      }
    }
  });
  const follow = ({ key, newValue }: StorageEvent): void => {
    if (!key?.startsWith(PREFIX)) return;
    const id = key.slice(PREFIX.length);
    const others = all.peek().filter((fit) => fit.id !== id);
    const fit = newValue === null ? undefined : parsePinned(newValue);
    if (fit) written.set(id, fit);
    else if (newValue === null) written.delete(id);
    else return;
    all.value = byDate(fit ? [...others, fit] : others);
  };
  host?.addEventListener('storage', follow);
  return {
    all,
    add(fit) {
      all.value = byDate([...all.value.filter(({ id }) => id !== fit.id), fit]);
    },
    rename(id, name) {
      const clean = name.trim().slice(0, LONGEST_NAME);
      if (clean !== '') all.value = all.value.map((fit) => (fit.id === id ? { ...fit, name: clean } : fit));
    },
    remove(id) {
      all.value = all.value.filter((fit) => fit.id !== id);
    },
    dispose() {
      stop();
      host?.removeEventListener('storage', follow);
    },
  };
}

/** A name that no kept fit has yet: with a number where it is taken. */
export function freeName(wanted: string, fits: readonly PinnedFit[]): string {
  const base = wanted.slice(0, LONGEST_NAME - 4);
  for (let k = 1; ; k++) {
    const name = k === 1 ? base : `${base} ${k}`;
    if (fits.every((fit) => fit.name !== name)) return name;
  }
}

function readPinned(storage: FitStorage | undefined): readonly PinnedFit[] {
  const fits: PinnedFit[] = [];
  try {
    for (let i = 0; i < (storage?.length ?? 0); i++) {
      const key = storage?.key(i);
      const fit = key?.startsWith(PREFIX) ? parsePinned(storage?.getItem(key) ?? '') : undefined;
      if (fit) fits.push(fit);
    }
  } catch {
    return []; // a storage that the browser blocks holds nothing
  }
  return byDate(fits);
}

function parsePinned(text: string): PinnedFit | undefined {
  try {
    const result = v.safeParse(pinnedSchema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

function byDate(fits: readonly PinnedFit[]): readonly PinnedFit[] {
  return fits.toSorted((a, b) => a.date.localeCompare(b.date) || a.id.localeCompare(b.id));
}
