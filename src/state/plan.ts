import { type ReadonlySignal, type Signal, computed, effect, signal, untracked } from '@preact/signals-core';
import { type Supply, assessSupply } from '../model/corpus/supply';
import { type Law, trainingLaw } from '../model/laws';
import type { PlanReport } from '../model/plan/answer';
import { FIRST_MFU } from '../model/plan/defaults';
import { type Accelerator, latestPrice } from '../model/plan/hardware';
import { planJson } from '../model/plan/json';
import { planMarkdown } from '../model/plan/markdown';
import type { PlanOption } from '../model/plan/options';
import type { Plan, PlanRequest } from '../model/plan/request';
import { type FineTuningPlan, fineTuningMethods, planFineTuning } from '../model/plan/finetune';
import type { FixedChoices } from '../model/plan/search';
import { type Service, type Serving, cacheShape, serve } from '../model/plan/serve';
import { trainableShape } from '../model/plan/shape';
import { type PlanClient, createPlanClient } from '../worker/plan-client';
import type { Data } from './data';
import {
  type AskId,
  type GivenId,
  type PlanChoices,
  type ServeChoices,
  type SettingId,
  type TuneChoices,
  acceleratorOf,
  asked,
  canGive,
  defaultPlan,
  givenIds,
  isPlanNumber,
} from './plan-choices';

/** USD an accelerator-hour where no price is known: our assumption, to be typed over. */
const ANY_PRICE = 2;

/** What the view reads of the page. */
export interface PlanHost {
  readonly plan: Signal<PlanChoices>;
  /** The chosen law in the scenario. */
  readonly shownLaw: ReadonlySignal<Law>;
  readonly data: Pick<Data, 'corpus' | 'yields' | 'bytesPerToken'>;
}

/** What the plan view shows, as signals. The last answer stays until the next one is there. */
export interface PlanState {
  readonly choices: ReadonlySignal<PlanChoices>;
  readonly accelerator: ReadonlySignal<Accelerator>;
  /** Price of an accelerator-hour in USD that bills use, and whether it is our assumption because none is published. */
  readonly price: ReadonlySignal<{ readonly perHour: number; readonly isAssumed: boolean }>;
  /** Utilisation by hand; undefined where a layout says it. It must stand where the links of the hardware are not known. */
  readonly mfu: ReadonlySignal<number | undefined>;
  readonly request: ReadonlySignal<PlanRequest>;
  readonly report: ReadonlySignal<PlanReport | undefined>;
  readonly isSearching: ReadonlySignal<boolean>;
  /** Why the search failed. */
  readonly failure: ReadonlySignal<string | undefined>;
  /** The run, or the nearest one where the question cannot be met. */
  readonly plan: ReadonlySignal<Plan | undefined>;
  /** Other ways to do the same work that are drawn; the pointed one is the same in chart and table. */
  readonly pointed: Signal<PlanOption | undefined>;
  /** Quantities that can be given beside those that are. */
  readonly offers: ReadonlySignal<readonly GivenId[]>;
  /** Whether there is text for the run's tokens. */
  readonly supply: ReadonlySignal<Supply | undefined>;
  readonly serving: ReadonlySignal<{ readonly service: Service; readonly found: Serving } | undefined>;
  /** Fine-tuning by each method, on the same kind of accelerator. */
  readonly tuning: ReadonlySignal<readonly FineTuningPlan[]>;
  ask(id: AskId): void;
  /** Gives a quantity, or takes it back; false where it cannot be. */
  give(id: GivenId, value: number | undefined): boolean;
  /** Sets a number behind the answer, or leaves it at its default; false where it cannot be. */
  set(id: SettingId, value: number | undefined): boolean;
  change(part: Partial<Pick<PlanChoices, 'hardware' | 'isFused' | 'blocks' | 'best' | 'fixed'>>): void;
  changeServe(part: Partial<ServeChoices>): void;
  changeTune(part: Partial<TuneChoices>): void;
  /** Takes another way to do the same work: its accelerators and layout become choices, and so does the work. */
  adopt(option: PlanOption): void;
  /** Takes the run that is shown as the question: its model and tokens on its accelerators. */
  use(run: Plan): void;
  /** Asks a question anew, with nothing chosen beside it. */
  begin(part: Pick<PlanChoices, 'ask'> & Partial<PlanChoices>): void;
  /** The answer as files; undefined while there is none. */
  json(): string | undefined;
  markdown(): string | undefined;
}

/** Answers the chosen question, anew with every choice, while the view is open. */
export function createPlan(host: PlanHost, isOpen: () => boolean, client: PlanClient = createPlanClient()): PlanState {
  const choices = host.plan;
  const report = signal<PlanReport | undefined>(undefined);
  const isSearching = signal(false);
  const failure = signal<string | undefined>(undefined);
  const accelerator = computed(() => acceleratorOf(choices.value));
  const price = computed(() => {
    const perHour = choices.value.settings.price ?? latestPrice(accelerator.value)?.middle;
    return perHour === undefined ? { perHour: ANY_PRICE, isAssumed: true } : { perHour, isAssumed: false };
  });
  const mfu = computed(() => mfuOf(choices.value));
  const request = computed(() => requestOf(choices.value, trainingLaw(host.shownLaw.value), price.value));

  let key = '';
  effect(() => {
    if (!isOpen()) return;
    const asking = request.value;
    const text = JSON.stringify(asking);
    if (text === key) return;
    key = text;
    // a client may answer at once
    untracked(() => {
      [isSearching.value, failure.value] = [true, undefined];
      client.ask(asking, {
        onReport(found) {
          [report.value, isSearching.value] = [found, false];
        },
        onError(message) {
          [failure.value, isSearching.value] = [message, false];
        },
      });
    });
  });

  const plan = computed(() => report.value?.plan);
  const merge = (part: Partial<PlanChoices>): void => {
    choices.value = { ...choices.value, ...part };
  };
  return {
    choices,
    accelerator,
    price,
    mfu,
    request,
    report,
    isSearching,
    failure,
    plan,
    pointed: signal<PlanOption | undefined>(undefined),
    offers: computed(() => {
      const { given } = choices.value;
      return givenIds.filter((id) => canGive(id, given) && (id !== 'kwh' || accelerator.value.watts !== undefined));
    }),
    supply: computed(() => {
      const { corpus, yields, bytesPerToken } = host.data;
      return plan.value && assessSupply(corpus.value, plan.value.D, yields.value, bytesPerToken.value);
    }),
    serving: computed(() => plan.value && servingOf(choices.value.serve, plan.value, price.value.perHour)),
    tuning: computed(() => {
      if (!plan.value) return [];
      const { N, accelerator: on } = plan.value;
      const { tokens: D, rank } = choices.value.tune;
      return fineTuningMethods.map((method) => planFineTuning({ method, N, D, rank, accelerator: on, pricePerHour: price.value.perHour }));
    }),
    ask(id) {
      merge({ ask: id, given: asked[id], fixed: {} });
    },
    give(id, value) {
      const { given, ask } = choices.value;
      const { [id]: _, ...others } = given;
      if (value === undefined) {
        if (id in asked[ask]) return false;
        merge({ given: others });
        return true;
      }
      if (!isPlanNumber(id, value) || !(given[id] !== undefined || canGive(id, given))) return false;
      merge({ given: { ...given, [id]: value } });
      return true;
    },
    set(id, value) {
      if (value !== undefined && !isPlanNumber(id, value)) return false;
      const { [id]: _, ...others } = choices.value.settings;
      merge({ settings: value === undefined ? others : { ...others, [id]: value } });
      return true;
    },
    change: merge,
    changeServe: (part) => merge({ serve: { ...choices.value.serve, ...part } }),
    changeTune: (part) => merge({ tune: { ...choices.value.tune, ...part } }),
    adopt(option) {
      const run = plan.value;
      if (!run) return;
      merge({
        ask: 'model',
        given: { gpus: option.accelerators, N: run.N, D: run.D },
        fixed: fixedOf(option),
      });
    },
    use({ N, D, accelerators: gpus }) {
      merge({ ask: 'model', given: { N, D, gpus }, fixed: {} });
    },
    begin(part) {
      const { serve: service, tune } = choices.value;
      choices.value = { ...defaultPlan, given: asked[part.ask], serve: service, tune, ...part };
    },
    json: () => report.value && `${JSON.stringify(planJson(report.value.request, report.value.answer), undefined, 2)}\n`,
    markdown: () => report.value && planMarkdown(report.value.request, report.value.answer),
  };
}

/** The choices of a layout, so that a search finds this one and no other. */
function fixedOf({ layout }: PlanOption): FixedChoices {
  const { tensor, pipeline, data, zero, microbatch, recomputation, sequenceParallel, interleave } = layout;
  return { tensor, pipeline, data, zero, microbatch, recomputation, sequenceParallel, interleave };
}

/** Utilisation by hand, which must stand where the links of the hardware are not known; undefined where a layout says it. */
function mfuOf(choices: PlanChoices): number | undefined {
  return choices.settings.mfu ?? (acceleratorOf(choices).links ? undefined : FIRST_MFU);
}

function requestOf(choices: PlanChoices, law: Law, price: { perHour: number; isAssumed: boolean }): PlanRequest {
  const { given, settings, isFused, blocks, best, fixed } = choices;
  const accelerator = acceleratorOf(choices);
  return {
    law,
    accelerator,
    accelerators: given.gpus,
    days: given.days,
    money: given.usd,
    energy: accelerator.watts === undefined ? undefined : given.kwh,
    N: given.N,
    D: given.D,
    C: given.C,
    loss: given.loss,
    use:
      given.use === undefined
        ? undefined
        : { inferenceTokens: given.use, serving: { accelerator, pricePerHour: price.perHour, decodeUtilisation: settings.writing } },
    mfu: mfuOf(choices),
    ...(settings.mfu === undefined && !accelerator.links && { isMfuAssumed: true }),
    ...(price.isAssumed && { isPriceAssumed: true }),
    pricePerHour: price.isAssumed ? price.perHour : settings.price,
    pue: settings.pue,
    kgPerKwh: settings.grid,
    reliability: {
      ...(settings.mtbf !== undefined && { hoursBetweenFailures: settings.mtbf }),
      ...(settings.restart !== undefined && { restartSeconds: settings.restart * 60 }),
    },
    fixed,
    objective: best,
    batch: settings.batch,
    fusedAttention: isFused,
    blocks,
    context: settings.context,
  };
}

function servingOf({ bits, attention, batch, prompt, output }: ServeChoices, { N, accelerator }: Plan, pricePerHour: number) {
  const cache = cacheShape(attention, trainableShape(N, prompt + output, 1));
  const service: Service = { N, cache, bits, batch, prompt, output, accelerator, pricePerHour };
  return { service, found: serve(service) };
}
