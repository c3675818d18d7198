import { type ReadonlySignal, type Signal, computed, signal } from '@preact/signals-core';
import * as v from 'valibot';
import { type Corpus, type CorpusId, corpusIds, findCorpus } from '../model/corpus/corpora';
import { DEFAULT_BYTES_PER_TOKEN, type FunnelYields, funnelSteps } from '../model/corpus/funnel';
import { type Supply, assessSupply } from '../model/corpus/supply';
import { type Law, type Scenario, formOf } from '../model/laws';
import { isWithin, numberField } from './number-field';
import { isScenarioValue, withValue } from './scenario';

/** Examples per dimension of the pruning experiment: with few of them, or with many. */
export const poolIds = ['few', 'many'] as const;
/** Id of a pool. */
export type PoolId = (typeof poolIds)[number];

/** What the user chose about data. What is undefined stands at the corpus's own. */
export interface DataChoices {
  readonly corpus: CorpusId;
  /** Bytes of one's own corpus. */
  readonly bytes?: number | undefined;
  readonly bytesPerToken?: number | undefined;
  /** Shares that steps of the funnel keep. */
  readonly language?: number | undefined;
  readonly filtered?: number | undefined;
  readonly deduplicated?: number | undefined;
  readonly pruned?: number | undefined;
  readonly pool: PoolId;
}

/** What the page opens with. */
export const defaultData: DataChoices = { corpus: 'common-crawl', pool: 'few' };

/** What the numbers among the choices may be. */
export const dataRanges = {
  bytes: { min: 1e6, max: 1e18 },
  bytesPerToken: { min: 0.5, max: 20 },
  yield: { min: 1e-4, max: 1 },
} as const;

/** Numbers among the choices, with their names in a URL. */
const numbers = {
  bytes: 'bytes',
  bytesPerToken: 'bpt',
  language: 'lang',
  filtered: 'filter',
  deduplicated: 'dedup',
  pruned: 'prune',
} as const;
const yieldField = numberField('a share that is kept', dataRanges.yield);

/** Fields of a URL's hash, with what each may be. */
export const dataFields = {
  corpus: v.picklist(corpusIds, `one of ${corpusIds.join(', ')}`),
  bytes: numberField('bytes of own text', dataRanges.bytes),
  bpt: numberField('bytes per token', dataRanges.bytesPerToken),
  lang: yieldField,
  filter: yieldField,
  dedup: yieldField,
  prune: yieldField,
  pool: v.picklist(poolIds, `one of ${poolIds.join(', ')}`),
} as const;

/** Choices from the fields that a URL has, already checked. */
export function readData(found: Readonly<Record<string, unknown>>): DataChoices {
  const { corpus, pool } = found as Partial<DataChoices>;
  const given = Object.entries(numbers).flatMap(([name, field]) => (found[field] === undefined ? [] : [[name, found[field]] as const]));
  return { corpus: corpus ?? defaultData.corpus, pool: pool ?? defaultData.pool, ...(Object.fromEntries(given) as Partial<DataChoices>) };
}

/** Fields of a URL for what differs from the defaults. */
export function writeData(choices: DataChoices): Readonly<Record<string, string | number>> {
  const given = (Object.keys(numbers) as readonly (keyof typeof numbers)[]).flatMap((name) => {
    const value = choices[name];
    return value === undefined ? [] : [[numbers[name], value] as const];
  });
  return {
    ...(choices.corpus !== defaultData.corpus && { corpus: choices.corpus }),
    ...Object.fromEntries(given),
    ...(choices.pool !== defaultData.pool && { pool: choices.pool }),
  };
}

/** Whether there is enough text for the answer. */
export interface Data {
  readonly choices: Signal<DataChoices>;
  readonly corpus: ReadonlySignal<Corpus>;
  readonly yields: ReadonlySignal<FunnelYields>;
  readonly bytesPerToken: ReadonlySignal<number>;
  readonly supply: ReadonlySignal<Supply>;
  /** Whether the funnel's unique tokens are those of the scenario, under a law that reads them. */
  readonly isUsed: ReadonlySignal<boolean>;
  /** Whether a scenario can take the funnel's unique tokens. */
  readonly isUsable: ReadonlySignal<boolean>;
  /** Changes choices. Unique tokens that are in use follow the funnel. */
  change(part: Partial<DataChoices>): void;
  /** Makes the funnel's unique tokens those of the scenario; a law that reads none gives way to Muennighoff's. */
  use(): void;
  /** Takes unique tokens out of the scenario. */
  release(): void;
}

/** The law of repeated data. */
const REPETITION_LAW = 'muennighoff-2023';

/** What the panel reads and sets of the store. */
interface Context {
  readonly law: Signal<string>;
  readonly scenario: Signal<Scenario>;
  readonly shownLaw: ReadonlySignal<Law>;
  /** Training tokens of the answer. */
  readonly D: ReadonlySignal<number>;
}

/** Digits of unique tokens in a scenario: products of shares would fill the URL. */
const DIGITS = 6;

/** Creates the state of the data panel. */
export function createData(given: DataChoices, { law, scenario, shownLaw, D }: Context): Data {
  const choices = signal(given);
  const corpus = computed(() => findCorpus(choices.value.corpus, choices.value.bytes));
  const yields = computed(
    () =>
      Object.fromEntries(funnelSteps.map((step) => [step, choices.value[step] ?? corpus.value.yields[step]])) as unknown as FunnelYields,
  );
  const bytesPerToken = computed(() => choices.value.bytesPerToken ?? DEFAULT_BYTES_PER_TOKEN);
  const supply = computed(() => assessSupply(corpus.value, D.value, yields.value, bytesPerToken.value));
  const unique = computed(() => Number(supply.value.funnel.unique.toPrecision(DIGITS)));
  const readsUnique = computed(() => 'U' in formOf(shownLaw.value).scenario);
  const isUsed = computed(() => readsUnique.value && scenario.value.U === unique.value);
  const isUsable = computed(() => isScenarioValue('U', unique.value));
  const use = (): void => {
    if (!isUsable.value) return;
    scenario.value = withValue(scenario.value, 'U', unique.value);
    if (!readsUnique.value) law.value = REPETITION_LAW;
  };
  return {
    choices,
    corpus,
    yields,
    bytesPerToken,
    supply,
    isUsed,
    isUsable,
    change(part) {
      const wasUsed = isUsed.value;
      choices.value = { ...choices.value, ...part };
      if (wasUsed) use();
    },
    use,
    release() {
      scenario.value = withValue(scenario.value, 'U', undefined);
    },
  };
}

/** Reads a share as people write it, `20 %` or `0.2`; undefined where it is none. */
export function parseShare(text: string): number | undefined {
  const [, digits, percent] = /^\s*(\d*\.?\d+(?:e-?\d+)?)\s*(%?)\s*$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  // a bare number above 1 can only be percent
  const share = percent === '%' || Number(digits) > 1 ? Number(digits) / 100 : Number(digits);
  return isWithin(share, dataRanges.yield) ? share : undefined;
}
