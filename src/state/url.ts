import { effect } from '@preact/signals-core';
import * as v from 'valibot';
import { laws } from '../model/laws';
import { type Issue, describeIssue } from '../quantities/issue';
import { BUDGET_ALLOWED, parseBudget } from './budget';
import { type Choices, type Store, defaultChoices } from './store';

const lawIds = laws.map(({ id }) => id);
const lawId = v.picklist(lawIds, `one of ${lawIds.join(', ')}`);

/** One schema for each field of the URL's hash; its messages say what is allowed. */
const fields = {
  v: v.literal('1', '1'),
  law: lawId,
  vs: lawId,
  C: v.pipe(
    v.string(BUDGET_ALLOWED),
    v.transform((text) => parseBudget(text)),
    v.number(BUDGET_ALLOWED),
  ),
  backend: v.picklist(['auto', 'webgpu', 'cpu'], 'one of auto, webgpu, cpu'),
};

type Field = keyof typeof fields;

/** What a URL says: choices, defaults where it says nothing or something broken, and what is broken. */
export interface ParsedHash {
  readonly choices: Choices;
  readonly issues: readonly Issue[];
}

/** Reads the choices from a URL's hash, `#v=1&law=…&C=5.76e23`. Each broken field is reported, the others hold. */
export function parseHash(hash: string): ParsedHash {
  const issues: Issue[] = [];
  const found: Record<string, unknown> = {};
  for (const [field, given] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (!Object.hasOwn(fields, field)) {
      issues.push({ field, given, allowed: `only the fields ${Object.keys(fields).join(', ')}` });
      continue;
    }
    const result = v.safeParse(fields[field as Field], given);
    if (result.success) found[field] = result.output;
    else issues.push({ field, given, allowed: result.issues[0].message });
  }
  delete found['v'];
  return { choices: { ...defaultChoices, ...found }, issues };
}

/** The hash of choices; it says nothing of a backend that is chosen automatically. */
export function formatHash({ law, vs, C, backend }: Choices): string {
  const parameters = new URLSearchParams({ v: '1', law, C: C.toExponential().replace('e+', 'e') });
  if (vs !== undefined) parameters.set('vs', vs);
  if (backend !== 'auto') parameters.set('backend', backend);
  return `#${parameters}`;
}

/** The part of a browser's window that holds the URL. */
export type UrlHost = Pick<Window, 'location' | 'history' | 'addEventListener'>;

/** Keeps store and URL the same, in both directions, and reports what a URL says that is not allowed. */
export function bindUrl(store: Store, host: UrlHost): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const hash = formatHash({ law: store.law.value, vs: store.vs.value, C: store.C.value, backend: store.backend.value });
    clearTimeout(timer);
    // browsers refuse more than a hundred changes in half a minute; a drag makes thousands
    timer = setTimeout(() => host.history.replaceState(null, '', hash), 150);
  });
  host.addEventListener('hashchange', () => {
    const { choices, issues } = parseHash(host.location.hash);
    reportIssues(store, issues);
    applyChoices(store, choices);
  });
}

/** Tells the user which fields of the URL could not be used. */
export function reportIssues(store: Store, issues: readonly Issue[]): void {
  for (const issue of issues) {
    store.notify({ message: `The link’s ${describeIssue(issue)}.`, hint: 'The rest of the link is in use.' });
  }
}

function applyChoices(store: Store, choices: Choices): void {
  store.law.value = choices.law;
  store.vs.value = choices.vs;
  store.C.value = choices.C;
  store.backend.value = choices.backend;
}
