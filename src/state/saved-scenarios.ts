import { msg, str } from '@lit/localize';
import { type ReadonlySignal, batch, computed, signal } from '@preact/signals-core';
import * as v from 'valibot';
import { formatWhole } from '../locales/numbers';
import { said } from '../locales/said';
import { findLaw } from '../model/laws';
import { formatValue } from '../quantities/format';
import { InputError } from '../quantities/issue';
import { toIssue } from '../sweep/file';
import type { LawStorage, StorageHost } from './own-laws';
import type { Store } from './store';
import { applyHash, choicesOf, formatHash, parseHash } from './url';
import { views } from './views';

/** Beginning of the keys under which scenarios are saved, one key for each: so no tab overwrites what another one saved. */
const PREFIX = 'isoflop.scenario.';

/** Most characters of a scenario's name. */
export const LONGEST_NAME = 120;

const scenarioSchema = v.strictObject({
  /** What the user calls it. */
  name: v.pipe(v.string('text'), v.minLength(1, 'a name')),
  /** All that the page shows, as in its address. */
  hash: v.pipe(v.string('text'), v.startsWith('#', 'the part of a link from # on')),
  /** When it was saved, ISO 8601. */
  saved: v.pipe(v.string('a date'), v.isoTimestamp('a date and time as in 2026-01-31T12:00:00.000Z')),
});

const savedSchema = v.strictObject({ version: v.literal(1), scenario: scenarioSchema });

const fileSchema = v.strictObject({
  kind: v.literal('isoflop scenarios', '"isoflop scenarios"'),
  version: v.literal(1, '1'),
  scenarios: v.array(scenarioSchema, 'a list of scenarios'),
});

/** What tells a file of scenarios from any other. */
const kindSchema = v.object({ kind: fileSchema.entries.kind });

/** As much of what is refused is quoted, in characters. */
const GIVEN = 40;

/** Everything on the page under a name. */
export interface SavedScenario extends v.InferOutput<typeof scenarioSchema> {
  /** Its key in the storage; two scenarios may have one name. */
  readonly id: string;
}

/** The scenarios that this browser keeps, newest first. */
export interface SavedScenarios {
  readonly list: ReadonlySignal<readonly SavedScenario[]>;
  /** Saves what the page shows. */
  save(name: string): void;
  /** Shows one again. */
  open(scenario: SavedScenario): void;
  rename(scenario: SavedScenario, name: string): void;
  duplicate(scenario: SavedScenario): void;
  /** Forgets one, and offers to bring it back. */
  remove(scenario: SavedScenario): void;
  /** All of them as the text of one file. */
  toFile(): string;
  /** Adds the scenarios of such a file that are not there yet, and says how many. Throws an InputError for another file. */
  addFile(text: string): number;
}

/** Opens what a storage keeps, and follows what other tabs do. Without a storage, scenarios last as long as the page. */
export function createSavedScenarios(store: Store, storage: LawStorage | undefined, host: StorageHost): SavedScenarios {
  const { scenarios, broken } = readAll(storage);
  // changed in place, for a file may hold thousands
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const changes = signal(0);
  if (broken > 0) {
    store.notify({
      message: broken === 1 ? msg('One saved scenario could not be read.') : msg(str`${broken} saved scenarios could not be read.`),
      hint: msg('What is stored is left as it is; another version of Isoflop may have written it.'),
    });
  }
  const list = computed(() => {
    void changes.value;
    return [...byId.values()].toSorted((a, b) => compare(b.saved, a.saved) || a.name.localeCompare(b.name));
  });
  const show = (scenario: SavedScenario): void => {
    byId.set(scenario.id, scenario);
    changes.value = changes.peek() + 1;
  };
  const hide = (id: string): void => {
    byId.delete(id);
    changes.value = changes.peek() + 1;
  };

  /** Shows one and stores it; false where it could not be stored. */
  const put = (scenario: SavedScenario): boolean => {
    show(scenario);
    try {
      storage?.setItem(PREFIX + scenario.id, toText(scenario));
      return storage !== undefined;
    } catch {
      return false;
    }
  };
  const keep = (scenario: SavedScenario): void => {
    if (put(scenario)) return;
    store.notify({
      message: msg(str`“${scenario.name}” could not be saved: this browser’s storage is full or blocked.`),
      hint: msg('It is in the list until the page is left. Export the list, or keep the link: both hold all of it.'),
    });
  };
  const create = (name: string, hash: string, saved = new Date().toISOString()): SavedScenario => ({
    id: crypto.randomUUID(),
    name: shorten(name),
    hash,
    saved,
  });

  host.addEventListener('storage', ({ key, newValue }: StorageEvent) => {
    if (!key?.startsWith(PREFIX)) return;
    const id = key.slice(PREFIX.length);
    if (newValue === null) hide(id);
    const scenario = newValue === null ? undefined : readOne(id, newValue);
    if (scenario) show(scenario);
  });

  return {
    list,
    save: (name) => keep(create(name, formatHash(choicesOf(store)))),
    open: ({ hash }) => applyHash(store, hash),
    rename: (scenario, name) => keep({ ...scenario, name: shorten(name) }),
    duplicate: ({ name, hash }) => keep(create(msg(str`${name} (copy)`), hash)),
    remove(scenario) {
      hide(scenario.id);
      try {
        storage?.removeItem(PREFIX + scenario.id);
      } catch {
        // a blocked storage holds nothing that could be removed
      }
      store.notify({
        message: msg(str`“${scenario.name}” is deleted.`),
        hint: '',
        action: { label: msg('Bring it back'), run: () => keep(scenario) },
      });
    },
    toFile: () => toFile(list.peek()),
    addFile(text) {
      const known = new Set(list.peek().map(({ name, hash }) => `${name}\n${hash}`));
      const fresh = parseFile(text).filter(({ name, hash }) => !known.has(`${name}\n${hash}`));
      const lost = batch(() => fresh.filter(({ name, hash, saved }) => !put(create(name, hash, saved)))).length;
      if (lost > 0) {
        const [left, all] = [formatWhole(lost), formatWhole(fresh.length)];
        store.notify({
          message: msg(str`${left} of ${all} scenarios could not be saved: this browser’s storage is full or blocked.`),
          hint: msg('They are in the list until the page is left.'),
        });
      }
      return fresh.length;
    },
  };
}

/** The order of two dates as texts. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A name as long as one may be; letters of two code units stay whole. */
function shorten(name: string): string {
  const letters = Array.from(name);
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
}

function toText({ name, hash, saved }: SavedScenario): string {
  return JSON.stringify({ version: 1, scenario: { name, hash, saved } } satisfies v.InferOutput<typeof savedSchema>);
}

function toFile(scenarios: readonly SavedScenario[]): string {
  const file: v.InferOutput<typeof fileSchema> = {
    kind: 'isoflop scenarios',
    version: 1,
    scenarios: scenarios.map(({ name, hash, saved }) => ({ name, hash, saved })),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

const quote = (text: string): string => (text.length > GIVEN ? `${text.slice(0, GIVEN)}…` : text);

function otherFile(text: string): InputError {
  const given = JSON.stringify(quote(text));
  return new InputError([{ field: 'file', given, allowed: 'scenarios that Isoflop exported, as JSON' }]);
}

function parseFile(text: string): readonly Omit<SavedScenario, 'id'>[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw otherFile(text);
  }
  // what another program wrote has no field that is worth a word
  if (!v.is(kindSchema, json)) throw otherFile(text);
  const result = v.safeParse(fileSchema, json);
  if (!result.success) {
    const issues = result.issues.map((issue) => toIssue(issue, 'file'));
    throw new InputError(issues.map((issue) => ({ ...issue, given: quote(issue.given) })));
  }
  return result.output.scenarios;
}

function readAll(storage: LawStorage | undefined): { readonly scenarios: readonly SavedScenario[]; readonly broken: number } {
  const read: (SavedScenario | undefined)[] = [];
  try {
    for (let i = 0; i < (storage?.length ?? 0); i++) {
      const key = storage?.key(i);
      if (key?.startsWith(PREFIX)) read.push(readOne(key.slice(PREFIX.length), storage?.getItem(key) ?? ''));
    }
  } catch {
    return { scenarios: [], broken: 0 }; // a storage that the browser blocks holds nothing
  }
  const scenarios = read.filter((scenario) => scenario !== undefined);
  return { scenarios, broken: read.length - scenarios.length };
}

function readOne(id: string, text: string): SavedScenario | undefined {
  try {
    const result = v.safeParse(savedSchema, JSON.parse(text));
    return result.success ? { id, ...result.output.scenario } : undefined;
  } catch {
    return undefined;
  }
}

/** What a scenario is about, in a few words: view, budget, law. */
export function describeScenario({ hash }: Pick<SavedScenario, 'hash'>): string {
  const { choices } = parseHash(hash);
  const law = choices.own.find(({ id }) => id === choices.law) ?? findLaw(choices.law);
  const view = views.find(({ id }) => id === choices.view)?.label;
  const budget = formatValue('C', choices.C);
  const under = said(law?.label ?? choices.law);
  return msg(str`${view}: ${budget} under ${under}`);
}
