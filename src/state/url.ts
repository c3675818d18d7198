import { msg, str } from '@lit/localize';
import { batch, effect } from '@preact/signals-core';
import * as v from 'valibot';
import { customLawSchema, toCustomLaw } from '../model/custom-law';
import { locale, localeIds } from '../locales/locale';
import { said } from '../locales/said';
import { type Law, laws } from '../model/laws';
import { formatExact } from '../quantities/format';
import { type Issue, describeIssue } from '../quantities/issue';
import { parseNumber } from '../quantities/parse';
import { type ScenarioId, flopCountIds, scenarioIds } from '../quantities/registry';
import { BUDGET_ALLOWED, parseBudget } from './budget';
import { chartIds, defaultCharts } from './charts';
import { dataFields, readData, writeData } from './data';
import { fitFields, readFit, writeFit } from './fit-choices';
import { docIds } from './documentation';
import { evidenceFields, readEvidence, writeEvidence } from './evidence-choices';
import { fitChartFields, readFitCharts, writeFitCharts } from './fit-charts';
import { lookFields, readLooks, writeLooks } from './looks';
import { type GrowthChoices, completeGrowth, growthFields, isGrowthField, readGrowthField, writeGrowth } from './growth-choices';
import { limitFields, readLimits, writeLimits } from './limits';
import { createOwnLaw, keepLinkedLaws } from './own-laws';
import { numberEditFields, readNumberEdits, writeNumberEdits } from './number-edits';
import { openPanelsField } from './panels';
import { planFields, readPlan, writePlan } from './plan-choices';
import { isScenarioValue, scenarioAllowed } from './scenario';
import { readSkill, skillFields, writeSkill } from './skill';
import { type SweepChoices, defaultSweep, isSweepField, readSweepField, sweepFields, writeSweep } from './sweep-choices';
import { toIssue } from '../sweep/file';
import { type Choices, type Store, defaultChoices } from './store';
import { allocationSubjects, trendSubjects } from './subjects';
import { viewIds } from './views';

const lawIds = laws.map(({ id }) => id);
const ruleIds = [...allocationSubjects, ...trendSubjects].map(({ id }) => id);

const CHARTS_ALLOWED = `two of ${chartIds.join(', ')}`;

/** Two charts, by a comma. */
const chartPair = v.pipe(
  v.string(CHARTS_ALLOWED),
  v.transform((text) => text.split(',')),
  v.strictTuple([v.picklist(chartIds, CHARTS_ALLOWED), v.picklist(chartIds, CHARTS_ALLOWED)], CHARTS_ALLOWED),
);

/** A quantity, written as a number. */
const quantityValue = (id: NumberId) =>
  v.pipe(
    v.string(scenarioAllowed(id)),
    v.transform((text) => parseNumber(text)),
    v.check((value) => isScenarioValue(id, value), scenarioAllowed(id)),
  );

/** Quantities that may say how large the model is; the first one in a link holds. */
const sizeIds = ['N', 'tokensPerParameter'] as const;

type NumberId = ScenarioId | (typeof sizeIds)[number];

/** Fields that the views and panels read for themselves. */
const panelFields: Readonly<Record<string, v.GenericSchema>> = {
  ...dataFields,
  ...skillFields,
  ...fitFields,
  ...fitChartFields,
  ...limitFields,
  ...planFields,
  ...numberEditFields,
  ...evidenceFields,
  ...lookFields,
};

/** One schema for each field of the URL's hash; its messages say what is allowed. */
const fields: Readonly<Record<string, v.GenericSchema>> = {
  v: v.literal('1', '1'),
  // read before the page is made
  locale: v.picklist(localeIds, `one of ${localeIds.join(', ')}`),
  view: v.picklist(viewIds, `one of ${viewIds.join(', ')}`),
  doc: v.picklist(docIds, `one of ${docIds.join(', ')}`),
  law: v.string(),
  vs: v.string(),
  own: v.string(),
  C: v.pipe(
    v.string(BUDGET_ALLOWED),
    v.transform((text) => parseBudget(text)),
    v.number(BUDGET_ALLOWED),
  ),
  charts: chartPair,
  ...Object.fromEntries([...scenarioIds, ...sizeIds].map((id) => [id, quantityValue(id)])),
  flopCount: v.picklist(flopCountIds, `one of ${flopCountIds.join(', ')}`),
  backend: v.picklist(['auto', 'webgpu', 'cpu'], 'one of auto, webgpu, cpu'),
  open: openPanelsField,
  ...panelFields,
};

const isOfScenario = (field: string): boolean => field === 'flopCount' || scenarioIds.some((id) => id === field);
const isOfSize = (field: string): boolean => sizeIds.some((id) => id === field);

/** What a URL says: choices, defaults where it says nothing or something broken, and what is broken. */
export interface ParsedHash {
  readonly choices: Choices;
  readonly issues: readonly Issue[];
}

/**
 * Reads the choices from a URL's hash, `#v=1&law=…&vs=…,…&C=5.76e23`. Each broken field is reported, the others hold. A law of the
 * user's own may stand in the hash itself, `own={"form":…}`, or among those that are saved.
 */
export function parseHash(hash: string, saved: readonly Law[] = []): ParsedHash {
  const issues: Issue[] = [];
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const own = parameters.getAll('own').flatMap((text) => readOwnLaw(text, issues));
  const known = [...lawIds, ...[...own, ...saved].map(({ id }) => id)];
  const checkId = (field: string, id: string, among: readonly string[]): readonly string[] => {
    if (among.includes(id)) return [id];
    issues.push({ field, given: id === '' ? 'nothing' : id, allowed: `one of ${among.join(', ')}` });
    return [];
  };
  const found: Record<string, unknown> = {};
  const scenario: Record<string, unknown> = {};
  const panels: Record<string, unknown> = {};
  let growth: Partial<GrowthChoices> = {};
  let sweep: SweepChoices = defaultSweep;
  for (const [field, given] of parameters) {
    if (isGrowthField(field)) {
      const read = readGrowthField(field, given);
      if (read.ok) growth = { ...growth, ...read.choice };
      else issues.push({ field, given, allowed: read.allowed });
      continue;
    }
    if (isSweepField(field)) {
      const read = readSweepField(field, given);
      if (read.ok) sweep = { ...sweep, ...read.choice };
      else issues.push({ field, given: given.slice(0, 60), allowed: read.allowed });
      continue;
    }
    const schema = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!schema) {
      issues.push({ field, given, allowed: `only the fields ${[...Object.keys(fields), ...growthFields, ...sweepFields].join(', ')}` });
      continue;
    }
    if (field === 'own') continue;
    if (field === 'law') {
      for (const id of checkId(field, given, known)) found[field] = id;
      continue;
    }
    if (field === 'vs') {
      found[field] = [...new Set(given.split(',').flatMap((id) => checkId(field, id, [...known, ...ruleIds])))];
      continue;
    }
    const result = v.safeParse(schema, given);
    const place = isOfScenario(field) ? scenario : Object.hasOwn(panelFields, field) ? panels : found;
    if (result.success && isOfSize(field)) {
      if (found['size'] === undefined) found['size'] = { [field]: result.output };
      else issues.push({ field, given, allowed: `one of ${sizeIds.join(' and ')}` });
    } else if (result.success) place[field] = result.output;
    else issues.push({ field, given, allowed: result.issues[0].message });
  }
  delete found['v'];
  delete found['locale'];
  return {
    choices: {
      ...defaultChoices,
      ...found,
      own,
      scenario,
      data: readData(panels),
      skill: readSkill(panels),
      fit: readFit(panels),
      fitCharts: readFitCharts(panels),
      limits: readLimits(panels),
      growth: completeGrowth(growth),
      plan: readPlan(panels),
      sweep,
      numbers: readNumberEdits(panels),
      evidence: readEvidence(panels),
      looks: readLooks(panels),
    },
    issues,
  };
}

/** A law that stands in the hash as JSON; none where it is no law, which is reported. */
function readOwnLaw(text: string, issues: Issue[]): readonly Law[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    issues.push({ field: 'own', given: text.slice(0, 60), allowed: 'a law as JSON' });
    return [];
  }
  const result = v.safeParse(customLawSchema, json);
  if (result.success) return [createOwnLaw(result.output)];
  issues.push(...result.issues.map((issue) => toIssue(issue, 'own')));
  return [];
}

/** The hash of choices; it says nothing of what is left as the page opens: first view, automatic backend, folded panels, a scenario at its defaults. */
export function formatHash(choices: Choices): string {
  const { view, doc, law, vs, own, C, charts, scenario, size, limits, backend, data, skill, fit, fitCharts, open } = choices;
  const { growth, plan, sweep, numbers, evidence, looks } = choices;
  const parameters = new URLSearchParams({
    v: '1',
    ...(locale() !== 'en' && { locale: locale() }),
    ...(view !== defaultChoices.view && { view }),
    law,
    C: formatExact(C),
  });
  if (vs.length > 0) parameters.set('vs', vs.join(','));
  if (charts.join() !== defaultCharts.join()) parameters.set('charts', charts.join(','));
  for (const id of scenarioIds) if (scenario[id] !== undefined) parameters.set(id, formatExact(scenario[id]));
  if (scenario.flopCount !== undefined) parameters.set('flopCount', scenario.flopCount);
  for (const [id, value] of Object.entries(size ?? {})) parameters.set(id, formatExact(value));
  if (backend !== 'auto') parameters.set('backend', backend);
  const fields = {
    ...writeData(data),
    ...writeSkill(skill),
    ...writeFit(fit),
    ...writeFitCharts(fitCharts),
    ...writeLimits(limits),
    ...writePlan(plan),
    ...writeNumberEdits(numbers),
    ...writeEvidence(evidence),
    ...writeLooks(looks),
  };
  for (const [field, value] of Object.entries(fields)) {
    parameters.set(field, typeof value === 'number' ? formatExact(value) : value);
  }
  if (doc !== undefined) parameters.set('doc', doc);
  if (open.length > 0) parameters.set('open', open.join());
  for (const [field, text] of [...writeGrowth(growth), ...writeSweep(sweep)]) parameters.set(field, text);
  for (const each of own) if (each.id === law || vs.includes(each.id)) parameters.append('own', JSON.stringify(toCustomLaw(each)));
  // commas, colons, slashes, quotes and brackets need no escape in a hash
  return `#${String(parameters).replaceAll(/%(?:2C|2F|3A|27|28|29|21)/g, decodeURIComponent)}`;
}

/** The part of a browser's window that holds the URL. */
export type UrlHost = Pick<Window, 'location' | 'history' | 'addEventListener'>;

/** Keeps store and URL the same, in both directions, and reports what a URL says that is not allowed. */
export function bindUrl(store: Store, host: UrlHost): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The hash that the page shows, as far as it has heard. */
  let heard = host.location.hash;
  effect(() => {
    const hash = formatHash(choicesOf(store));
    const isTouring = store.isTouring.value;
    clearTimeout(timer);
    if (isTouring) return;
    // browsers refuse more than a hundred changes in half a minute; a drag makes thousands
    timer = setTimeout(() => {
      // another hash is on its way to be heard: a step back, or a link that was opened
      if (host.location.hash !== heard) return;
      host.history.replaceState(null, '', hash);
      heard = host.location.hash;
    }, 150);
  });
  host.addEventListener('hashchange', () => {
    heard = host.location.hash;
    applyHash(store, heard);
  });
}

/** Puts the page in the state that a hash describes, and reports what in it is not allowed. */
export function applyHash(store: Store, hash: string): void {
  const { choices, issues } = parseHash(hash, store.own.value);
  reportIssues(store, issues);
  applyChoices(store, choices);
}

/** Choices of a list that a notice names; more would cover the page, and the fields of the page offer them all. */
const NAMED_CHOICES = 3;

/** Fields that a notice names, and letters that it cites of each: a link can be as long as its maker likes. */
const NAMED_ISSUES = 4;
const CITED_LETTERS = 60;

/** Tells the user, in one notice, which fields of the URL could not be used. */
export function reportIssues(store: Store, issues: readonly Issue[]): void {
  if (issues.length === 0) return;
  const wrong = issues
    .slice(0, NAMED_ISSUES)
    .map(({ field, given, allowed }) => said(describeIssue({ field: cite(field), given: cite(given), allowed: shortenList(allowed) })))
    .join('; ');
  const more = issues.length - NAMED_ISSUES;
  store.notify({
    message: more > 0 ? msg(str`The link’s ${wrong}; and ${more} more like these.`) : msg(str`The link’s ${wrong}.`),
    hint: msg('The rest of the link is in use.'),
  });
}

/** The beginning of what a link says. */
function cite(text: string): string {
  if (text.trim() === '') return 'nothing';
  return text.length > CITED_LETTERS ? `${text.slice(0, CITED_LETTERS)}…` : text;
}

/** “one of a, b, c and 30 more” of a list that is long. */
function shortenList(allowed: string): string {
  const items = allowed.split(', ');
  const rest = items.length - NAMED_CHOICES;
  const isList = allowed.startsWith('one of ') || allowed.startsWith('only the fields ');
  return isList && rest > NAMED_CHOICES ? `${items.slice(0, NAMED_CHOICES).join(', ')} and ${rest} more` : allowed;
}

/** What the user has chosen; inside an effect, it follows every choice. */
export function choicesOf(store: Store): Choices {
  return {
    view: store.view.value,
    ...(store.doc.value && { doc: store.doc.value }),
    law: store.law.value,
    vs: store.vs.value,
    own: store.own.value.filter((law) => law.id === store.law.value || store.vs.value.includes(law.id)),
    charts: store.charts.value,
    C: store.C.value,
    scenario: store.scenario.value,
    ...(store.size.value && { size: store.size.value }),
    limits: store.limits.value,
    backend: store.backend.value,
    data: store.data.choices.value,
    skill: store.skill.choices.value,
    fit: store.fit.value,
    fitCharts: store.fitCharts.value,
    open: store.open.value,
    growth: store.growth.value,
    plan: store.plan.value,
    sweep: store.sweep.value,
    numbers: store.numbers.value,
    evidence: store.evidence.value,
    looks: store.looks.value,
  };
}

/** Puts the page in the state of choices that are known to be good. */
export function applyChoices(store: Store, choices: Choices): void {
  batch(() => {
    keepLinkedLaws(store, choices.own);
    store.view.value = choices.view;
    store.doc.value = choices.doc;
    store.law.value = choices.law;
    store.vs.value = choices.vs;
    store.charts.value = choices.charts;
    store.C.value = choices.C;
    store.scenario.value = choices.scenario;
    store.size.value = choices.size;
    store.limits.value = choices.limits;
    store.backend.value = choices.backend;
    store.data.choices.value = choices.data;
    store.skill.choices.value = choices.skill;
    store.fit.value = choices.fit;
    store.fitCharts.value = choices.fitCharts;
    store.open.value = choices.open;
    store.growth.value = choices.growth;
    store.plan.value = choices.plan;
    store.sweep.value = choices.sweep;
    store.numbers.value = choices.numbers;
    store.evidence.value = choices.evidence;
    store.looks.value = choices.looks;
  });
}
