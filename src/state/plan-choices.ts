import { msg, str } from '@lit/localize';
import * as v from 'valibot';
import { said } from '../locales/said';
import { accelerators, findAccelerator } from '../model/plan/hardware';
import { type BlockKind, blockKinds } from '../model/plan/block';
import { DEFAULT_BLOCKS, MOST_ACCELERATORS } from '../model/plan/defaults';
import { recomputations, zeroStages } from '../model/plan/layout';
import { type FixedChoices, type Objective, objectives } from '../model/plan/search';
import { type AttentionKind, attentionKinds, weightBits } from '../model/plan/serve';
import { formatExact } from '../quantities/format';
import { parseNumber } from '../quantities/parse';
import { type NumberRange, isWithin, numberField, rangeAllowed } from './number-field';

// The choices of the plan view, and how they stand in the URL.

/** Questions, by what is known: a cluster, a budget, a loss, a model and its tokens, a model and its use. */
export const askIds = ['cluster', 'money', 'loss', 'model', 'use'] as const;
/** Id of a question. */
export type AskId = (typeof askIds)[number];

/** Numbers that a question may give, with what each may be. */
export const givenRanges = {
  gpus: { min: 1, max: MOST_ACCELERATORS },
  days: { min: 1e-3, max: 1e5 },
  usd: { min: 1, max: 1e13 },
  kwh: { min: 1, max: 1e12 },
  N: { min: 1e5, max: 1e15 },
  D: { min: 1e6, max: 1e17 },
  C: { min: 1e15, max: 1e32 },
  loss: { min: 0, max: 20 },
  use: { min: 1e6, max: 1e17 },
} as const satisfies Readonly<Record<string, NumberRange>>;

/** One of them. */
export type GivenId = keyof typeof givenRanges;

/** All of them, in the order of the sentence. */
export const givenIds = Object.keys(givenRanges) as readonly GivenId[];

/** What is known. */
export type Given = { readonly [Q in GivenId]?: number };

/** Numbers behind the answer that stand at a default until they are typed. */
export const settingRanges = {
  mfu: { min: 0.001, max: 1 },
  price: { min: 1e-3, max: 1e3 },
  pue: { min: 1, max: 5 },
  grid: { min: 0, max: 5 },
  batch: { min: 1, max: 1e6 },
  context: { min: 1, max: 1e6 },
  /** Hours between failures of one accelerator. */
  mtbf: { min: 1, max: 1e9 },
  /** Minutes from a failure until training goes on. */
  restart: { min: 0, max: 1e4 },
  /** Share of the peak that writing reaches in use. */
  writing: { min: 1e-6, max: 1 },
} as const satisfies Readonly<Record<string, NumberRange>>;

/** One of them. */
export type SettingId = keyof typeof settingRanges;

/** How a trained model is served. */
export interface ServeChoices {
  readonly bits: (typeof weightBits)[number];
  readonly attention: AttentionKind;
  /** Sequences decoded together. */
  readonly batch: number;
  /** Tokens read and written for each request. */
  readonly prompt: number;
  readonly output: number;
}

/** How it is fine-tuned. */
export interface TuneChoices {
  readonly tokens: number;
  /** Rank of the adapters. */
  readonly rank: number;
}

/** What the user chose in the plan view. */
export interface PlanChoices {
  readonly ask: AskId;
  readonly hardware: string;
  readonly given: Given;
  readonly settings: { readonly [S in SettingId]?: number };
  readonly isFused: boolean;
  /** How the model's blocks are built. */
  readonly blocks: BlockKind;
  readonly best: Objective;
  /** Choices of the layout that are made already. */
  readonly fixed: FixedChoices;
  readonly serve: ServeChoices;
  readonly tune: TuneChoices;
  /** Tokens of text that are said as words and characters; those of the run where it is undefined. */
  readonly text?: number | undefined;
}

/** What each question knows when it is first asked; these fields it always keeps. */
export const asked: Readonly<Record<AskId, Given>> = {
  cluster: { gpus: 256, days: 30 },
  money: { usd: 1e6 },
  loss: { loss: 2 },
  model: { N: 65.2e9, D: 1.4e12, gpus: 2048 },
  use: { N: 7e9, use: 1e12 },
};

/** What the view opens with. */
export const defaultPlan: PlanChoices = {
  ask: 'cluster',
  hardware: 'h100-sxm',
  given: asked.cluster,
  settings: {},
  isFused: true,
  blocks: DEFAULT_BLOCKS,
  best: 'money',
  fixed: {},
  serve: { bits: 16, attention: 'gqa', batch: 32, prompt: 1000, output: 500 },
  tune: { tokens: 100e6, rank: 16 },
};

/** What the numbers of serving and fine-tuning may be. */
export const afterRanges = {
  batch: { min: 1, max: 1e6 },
  prompt: { min: 1, max: 1e7 },
  output: { min: 1, max: 1e7 },
  tokens: { min: 1e3, max: 1e15 },
  rank: { min: 1, max: 4096 },
} as const;

/** Tokens of text that can be converted. */
export const textRange: NumberRange = { min: 1e-3, max: 1e21 };

/** Numbers that are whole. */
const WHOLE: readonly string[] = ['gpus', 'batch', 'context', 'prompt', 'output', 'rank'];

/** Whether a number can stand in a field. */
export function isPlanNumber(id: GivenId | SettingId | keyof typeof afterRanges, value: number): boolean {
  const range = id === 'batch' ? settingRanges.batch : { ...afterRanges, ...settingRanges, ...givenRanges }[id];
  return isWithin(value, range) && (!WHOLE.includes(id) || Number.isInteger(value));
}

/** Names of the fields in a URL. */
const givenNames: Readonly<Record<GivenId, string>> = {
  gpus: 'gpus',
  days: 'days',
  usd: 'usd',
  kwh: 'kwh',
  N: 'pN',
  D: 'pD',
  C: 'pC',
  loss: 'ploss',
  use: 'use',
};
const settingNames: Readonly<Record<SettingId, string>> = {
  mfu: 'mfu',
  price: 'price',
  pue: 'pue',
  grid: 'grid',
  batch: 'pbatch',
  context: 'ctx',
  mtbf: 'mtbf',
  restart: 'restart',
  writing: 'uwrite',
};
const serveNames = { batch: 'sbatch', prompt: 'sprompt', output: 'sout' } as const;
const tuneNames = { tokens: 'ftD', rank: 'ftrank' } as const;

const wholeField = (label: string, { min, max }: NumberRange) => {
  const allowed = msg(str`a whole number of ${label} from ${min} to ${formatExact(max)}`);
  return v.pipe(
    v.string(allowed),
    v.transform((text) => parseNumber(text)),
    v.check((value) => Number.isInteger(value) && isWithin(value, { min, max }), allowed),
  );
};
const flagField = (on: string, off: string) =>
  v.pipe(
    v.picklist([on, off], msg(str`${on} or ${off}`)),
    v.transform((text) => text === on),
  );
/** What one of several may be, after "Type". */
const oneOfThese = (ids: readonly string[]): string => {
  const list = ids.join(', ');
  return msg(str`one of ${list}`);
};
const hardwareIds = accelerators.map(({ id }) => id);
const degree = (label: string) => wholeField(label, { min: 1, max: 1024 });
const oneOf = <T extends string>(ids: readonly T[]) => v.picklist(ids, oneOfThese(ids));

/** Fields of a URL's hash, with what each may be. */
export const planFields = {
  ask: oneOf(askIds),
  hw: oneOf(hardwareIds),
  ...Object.fromEntries(
    givenIds.map((id) => [
      givenNames[id],
      id === 'gpus' ? wholeField(msg('accelerators'), givenRanges.gpus) : numberField(id, givenRanges[id]),
    ]),
  ),
  ...Object.fromEntries(
    (Object.keys(settingRanges) as readonly SettingId[]).map((id) => [
      settingNames[id],
      WHOLE.includes(id) ? wholeField(id, settingRanges[id]) : numberField(id, settingRanges[id]),
    ]),
  ),
  attention: flagField('fused', 'plain'),
  blocks: oneOf(blockKinds),
  best: oneOf(objectives),
  tp: degree(msg('accelerators that share a layer')),
  pp: degree(msg('pipeline stages')),
  dp: wholeField(msg('copies'), givenRanges.gpus),
  zero: v.pipe(oneOf(zeroStages.map(String)), v.transform(Number)),
  mb: degree(msg('sequences at once')),
  ac: oneOf(recomputations),
  sp: flagField('on', 'off'),
  vp: degree(msg('chunks a stage')),
  sbits: v.pipe(oneOf(weightBits.map(String)), v.transform(Number)),
  skind: oneOf(attentionKinds),
  ...Object.fromEntries(Object.entries(serveNames).map(([id, name]) => [name, wholeField(id, afterRanges[id as keyof typeof serveNames])])),
  ftD: numberField(msg('tokens of fine-tuning'), afterRanges.tokens),
  ftrank: wholeField(msg('values of rank'), afterRanges.rank),
  ptext: numberField(msg('tokens of text'), textRange),
};

/** Fields of the layout, with their names in a URL. */
const fixedNames = {
  tensor: 'tp',
  pipeline: 'pp',
  data: 'dp',
  zero: 'zero',
  microbatch: 'mb',
  recomputation: 'ac',
  sequenceParallel: 'sp',
  interleave: 'vp',
} as const satisfies Readonly<Partial<Record<keyof FixedChoices, string>>>;

/** What of a record was found under other names. */
function found<T>(names: Readonly<Record<string, string>>, fields: Readonly<Record<string, unknown>>): T {
  return Object.fromEntries(Object.entries(names).flatMap(([id, name]) => (fields[name] === undefined ? [] : [[id, fields[name]]]))) as T;
}

/** Choices from the fields that a URL has, already checked. A question lacks nothing that it needs, and keeps what else it is given. */
export function readPlan(fields: Readonly<Record<string, unknown>>): PlanChoices {
  const {
    ask = defaultPlan.ask,
    hw = defaultPlan.hardware,
    best = defaultPlan.best,
  } = fields as { ask?: AskId; hw?: string; best?: Objective };
  const given = found<Given>(givenNames, fields);
  return {
    ask,
    hardware: hw,
    given: reconcile({ ...asked[ask], ...given }, asked[ask]),
    settings: found(settingNames, fields),
    isFused: (fields['attention'] as boolean | undefined) ?? true,
    blocks: (fields['blocks'] as BlockKind | undefined) ?? DEFAULT_BLOCKS,
    best,
    fixed: found(fixedNames, fields),
    serve: {
      ...defaultPlan.serve,
      ...found<Partial<ServeChoices>>({ ...serveNames, bits: 'sbits', attention: 'skind' }, fields),
    },
    tune: { ...defaultPlan.tune, ...found<Partial<TuneChoices>>(tuneNames, fields) },
    ...found<Pick<PlanChoices, 'text'>>({ text: 'ptext' }, fields),
  };
}

/** What says how much is trained; at most two of these are independent, and compute and loss determine each other. */
const WORK = ['N', 'D', 'C', 'loss'] as const;

/** Whether a quantity can be given beside others. */
export function canGive(id: GivenId, given: Given): boolean {
  if (given[id] !== undefined) return false;
  const work = WORK.filter((each) => given[each] !== undefined);
  // use decides the tokens of a size, or the size and tokens of a loss or of money
  if (id === 'use')
    return work.length === 1 ? given.N !== undefined || given.loss !== undefined : work.length === 0 && given.usd !== undefined;
  if (!WORK.some((each) => each === id)) return true;
  if (given.use !== undefined && work.length > 0) return false;
  if ((id === 'C' && given.loss !== undefined) || (id === 'loss' && given.C !== undefined)) return false;
  return work.length < 2;
}

/** Known quantities without those that contradict others; what a question needs goes first. */
function reconcile(given: Given, needed: Given): Given {
  const order = [...givenIds].sort((a, b) => Number(b in needed) - Number(a in needed));
  return order.reduce<Given>(
    (kept, id) => (given[id] !== undefined && (id in needed || canGive(id, kept)) ? { ...kept, [id]: given[id] } : kept),
    {},
  );
}

/** Fields of a URL for what differs from the defaults. */
export function writePlan(choices: PlanChoices): Readonly<Record<string, string | number>> {
  const { ask, hardware, given, settings, isFused, blocks, best, fixed, serve, tune, text } = choices;
  const fields: Record<string, string | number> = {};
  if (ask !== defaultPlan.ask) fields['ask'] = ask;
  if (hardware !== defaultPlan.hardware) fields['hw'] = hardware;
  for (const id of givenIds) {
    const value = given[id];
    if (value !== undefined && value !== asked[ask][id]) fields[givenNames[id]] = value;
  }
  for (const [id, value] of Object.entries(settings)) if (value !== undefined) fields[settingNames[id as SettingId]] = value;
  if (!isFused) fields['attention'] = 'plain';
  if (blocks !== DEFAULT_BLOCKS) fields['blocks'] = blocks;
  if (best !== defaultPlan.best) fields['best'] = best;
  for (const [id, name] of Object.entries(fixedNames)) {
    const value = fixed[id as keyof typeof fixedNames];
    if (value !== undefined) fields[name] = typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
  }
  if (serve.bits !== defaultPlan.serve.bits) fields['sbits'] = serve.bits;
  if (serve.attention !== defaultPlan.serve.attention) fields['skind'] = serve.attention;
  for (const id of ['batch', 'prompt', 'output'] as const) if (serve[id] !== defaultPlan.serve[id]) fields[serveNames[id]] = serve[id];
  for (const id of ['tokens', 'rank'] as const) if (tune[id] !== defaultPlan.tune[id]) fields[tuneNames[id]] = tune[id];
  if (text !== undefined) fields['ptext'] = text;
  return fields;
}

/** What may be typed into a field, after "Type". */
export function planAllowed(id: GivenId | SettingId | keyof typeof afterRanges, label: string, example: string): string {
  const range = { ...afterRanges, ...settingRanges, ...givenRanges }[id];
  const within = said(rangeAllowed(label, range));
  return msg(str`${within}, such as ${example}`);
}

/** The accelerator that is chosen. */
export function acceleratorOf({ hardware }: Pick<PlanChoices, 'hardware'>) {
  return findAccelerator(hardware)!;
}
