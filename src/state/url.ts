import { effect } from '@preact/signals-core';
import * as v from 'valibot';
import { laws } from '../model/laws';
import { type Issue, describeIssue } from '../quantities/issue';
import { parseNumber } from '../quantities/parse';
import { type ScenarioId, scenarioIds } from '../quantities/registry';
import { BUDGET_ALLOWED, parseBudget } from './budget';
import { dataFields, readData, writeData } from './data';
import { fitFields, readFit, writeFit } from './fit-choices';
import { openPanelsField } from './panels';
import { isScenarioValue, scenarioAllowed } from './scenario';
import { readSkill, skillFields, writeSkill } from './skill';
import { type Choices, type Store, defaultChoices } from './store';
import { viewIds } from './views';

const lawIds = laws.map(({ id }) => id);
const lawId = v.picklist(lawIds, `one of ${lawIds.join(', ')}`);

/** A scenario quantity, written as a number. */
const scenarioValue = (id: ScenarioId) =>
  v.pipe(
    v.string(scenarioAllowed(id)),
    v.transform((text) => parseNumber(text)),
    v.check((value) => isScenarioValue(id, value), scenarioAllowed(id)),
  );

/** One schema for each field of the URL's hash; its messages say what is allowed. */
const fields: Readonly<Record<string, v.GenericSchema>> = {
  v: v.literal('1', '1'),
  view: v.picklist(viewIds, `one of ${viewIds.join(', ')}`),
  law: lawId,
  vs: lawId,
  C: v.pipe(
    v.string(BUDGET_ALLOWED),
    v.transform((text) => parseBudget(text)),
    v.number(BUDGET_ALLOWED),
  ),
  ...Object.fromEntries(scenarioIds.map((id) => [id, scenarioValue(id)])),
  backend: v.picklist(['auto', 'webgpu', 'cpu'], 'one of auto, webgpu, cpu'),
  open: openPanelsField,
  ...dataFields,
  ...skillFields,
  ...fitFields,
};

const isScenarioId = (field: string): field is ScenarioId => scenarioIds.some((id) => id === field);

/** What a URL says: choices, defaults where it says nothing or something broken, and what is broken. */
export interface ParsedHash {
  readonly choices: Choices;
  readonly issues: readonly Issue[];
}

/** Reads the choices from a URL's hash, `#v=1&law=…&C=5.76e23`. Each broken field is reported, the others hold. */
export function parseHash(hash: string): ParsedHash {
  const issues: Issue[] = [];
  const found: Record<string, unknown> = {};
  const scenario: Record<string, unknown> = {};
  const panels: Record<string, unknown> = {};
  for (const [field, given] of new URLSearchParams(hash.replace(/^#/, ''))) {
    const schema = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!schema) {
      issues.push({ field, given, allowed: `only the fields ${Object.keys(fields).join(', ')}` });
      continue;
    }
    const result = v.safeParse(schema, given);
    const place = isScenarioId(field) ? scenario : [dataFields, skillFields, fitFields].some((some) => field in some) ? panels : found;
    if (result.success) place[field] = result.output;
    else issues.push({ field, given, allowed: result.issues[0].message });
  }
  delete found['v'];
  return {
    choices: { ...defaultChoices, ...found, scenario, data: readData(panels), skill: readSkill(panels), fit: readFit(panels) },
    issues,
  };
}

/** The hash of choices; it says nothing of what is left as the page opens: first view, automatic backend, folded panels, a scenario at its defaults. */
export function formatHash({ view, law, vs, C, scenario, backend, data, skill, fit, open }: Choices): string {
  const parameters = new URLSearchParams({ v: '1', ...(view !== defaultChoices.view && { view }), law, C: formatNumber(C) });
  if (vs !== undefined) parameters.set('vs', vs);
  for (const id of scenarioIds) if (scenario[id] !== undefined) parameters.set(id, formatNumber(scenario[id]));
  if (backend !== 'auto') parameters.set('backend', backend);
  for (const [field, value] of Object.entries({ ...writeData(data), ...writeSkill(skill), ...writeFit(fit) })) {
    parameters.set(field, typeof value === 'number' ? formatNumber(value) : value);
  }
  if (open.length > 0) parameters.set('open', open.join());
  return `#${parameters}`;
}

/** A number to its last bit, large ones with an exponent; without a plus sign, which a URL would have to escape. */
function formatNumber(value: number): string {
  return value < 1e6 ? String(value) : value.toExponential().replace('e+', 'e');
}

/** The part of a browser's window that holds the URL. */
export type UrlHost = Pick<Window, 'location' | 'history' | 'addEventListener'>;

/** Keeps store and URL the same, in both directions, and reports what a URL says that is not allowed. */
export function bindUrl(store: Store, host: UrlHost): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const hash = formatHash(choicesOf(store));
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

/** What the user has chosen; inside an effect, it follows every choice. */
export function choicesOf(store: Store): Choices {
  return {
    view: store.view.value,
    law: store.law.value,
    vs: store.vs.value,
    C: store.C.value,
    scenario: store.scenario.value,
    backend: store.backend.value,
    data: store.data.choices.value,
    skill: store.skill.choices.value,
    fit: store.fit.value,
    open: store.open.value,
  };
}

function applyChoices(store: Store, choices: Choices): void {
  store.view.value = choices.view;
  store.law.value = choices.law;
  store.vs.value = choices.vs;
  store.C.value = choices.C;
  store.scenario.value = choices.scenario;
  store.backend.value = choices.backend;
  store.data.choices.value = choices.data;
  store.skill.choices.value = choices.skill;
  store.fit.value = choices.fit;
  store.open.value = choices.open;
}
