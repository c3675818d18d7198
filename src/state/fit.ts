import { msg, str } from '@lit/localize';
import { type ReadonlySignal, type Signal, batch, computed, effect, signal, untracked } from '@preact/signals-core';
import { said } from '../locales/said';
import { type CustomLaw, createCustomLaw } from '../model/custom-law';
import type { Law } from '../model/laws';
import { power } from '../model/math/elementary';
import { frontierExponent, optimum } from '../model/optimum';
import type { Interval } from '../model/uncertainty';
import type { Issue } from '../quantities/issue';
import type {
  Certificate,
  DrawsReport,
  FitDeviceApi,
  FitPart,
  FitReport,
  FitRequest,
  LawFile,
  Profile,
  Rung,
  RunsReport,
  RunsSource,
  ValidationReport,
} from '../worker/fit-api';
import { type FitClient, createFitClient } from '../worker/fit-client';
import { browserStorage } from './browser-storage';
import { type FitChoices, flipLine, mostInLink, parseFit, rulesOf, writeFit } from './fit-choices';
import { type PredictedRung, createReport } from './fit-report';
import { type OwnRuns, keepOwnRuns, readOwnRuns } from './own-runs';
import { type FitStorageHost, type PinnedFit, type PinnedFits, createPinnedFits, freeName } from './pinned-fits';
import type { PageNotice } from './store';

export { fitDelta, fitExamples, fitForms, fitObjectives, fitRoles, fitUnits, noiseKinds } from '../worker/fit-api';
export { type FitChoices, formatBounds, parseBounds, parseDelta, parseFixed, parseLadder, parseTies, rulesOf } from './fit-choices';
export type { PredictedRung } from './fit-report';
export type { PinnedFit } from './pinned-fits';

/** How far a fit is. */
export type FitPhase = 'reading' | 'fitting' | 'certifying' | 'resampling' | 'validating' | 'done' | 'stopped';

/** What the view reads of the page, and what it may do to it. */
export interface FitHost {
  readonly fit: Signal<FitChoices>;
  /** Budget for which the optimum is wanted, FLOP. */
  readonly C: ReadonlySignal<number>;
  notify(notice: PageNotice): void;
  /** Makes a fitted law one of the user's own; undefined while the page has no such laws. */
  readonly onUseLaw?: (law: CustomLaw) => void;
  /** The device for descents, once there is one; without it they run on the CPU. */
  readonly device?: () => FitDeviceApi | undefined;
}

/** The optimum of the page's budget by the chosen approach. */
export interface FitAnswer {
  readonly C: number;
  readonly N: number;
  readonly D: number;
  /** Of the law; undefined by approaches 1 and 2, which have none. */
  readonly loss: number | undefined;
  /** 80 % intervals; undefined where nothing is resampled. */
  readonly intervals: Readonly<Record<'N' | 'D' | 'tokensPerParameter', Interval>> | undefined;
  /** Exponent a of N* ∝ C^a; where the frontier is no power law, its slope at this budget. */
  readonly exponent: { readonly value: number; readonly standardError: number | undefined; readonly isLocal: boolean };
  /** Budget over the largest of the runs, where it lies beyond. */
  readonly beyond: number | undefined;
}

/** A compute-optimal run; its loss by a law alone. */
export interface FrontierPoint {
  readonly N: number;
  readonly D: number;
  readonly loss: number | undefined;
}

/** What the fit view shows, as signals. Parts of the last fit stay until the next one has them. */
export interface FitState {
  readonly choices: Signal<FitChoices>;
  readonly phase: ReadonlySignal<FitPhase>;
  readonly runs: ReadonlySignal<RunsReport | undefined>;
  readonly fit: ReadonlySignal<FitReport | undefined>;
  readonly certificate: ReadonlySignal<Certificate | undefined>;
  readonly draws: ReadonlySignal<DrawsReport | undefined>;
  readonly validation: ReadonlySignal<ValidationReport | undefined>;
  readonly profiles: ReadonlySignal<readonly Profile[] | undefined>;
  /** Runs whose loss is wanted, with what the fit predicts; empty until there are resamples. */
  readonly ladder: ReadonlySignal<readonly PredictedRung[]>;
  /** Fits that were kept to be compared. */
  readonly pinned: PinnedFits;
  /** Why the runs cannot be read, with their headings. */
  readonly refused: ReadonlySignal<Extract<FitPart, { kind: 'refused' }> | undefined>;
  /** The run under the pointer, in every chart: its place among those that are shown. */
  readonly pointed: Signal<number | undefined>;
  /** Why the worker failed. */
  readonly failure: ReadonlySignal<string | undefined>;
  /** Why the chosen approach says nothing. */
  readonly issues: ReadonlySignal<readonly Issue[]>;
  readonly law: ReadonlySignal<Law | undefined>;
  readonly answer: ReadonlySignal<FitAnswer | undefined>;
  /** What the law says with every usable run, where runs are left out. */
  readonly before: ReadonlySignal<{ readonly N: number; readonly D: number; readonly exponent: number } | undefined>;
  /** Optima of rising budgets by the chosen approach. */
  readonly frontier: ReadonlySignal<readonly (FrontierPoint & { readonly C: number })[]>;
  /** The fitted law as a file, with its draws as soon as there are some; a text says why it cannot be one. */
  readonly lawFile: ReadonlySignal<LawFile | string | undefined>;
  /** Hands the fitted law to the page; undefined where the page takes none. */
  readonly useLaw: (() => void) | undefined;
  change(part: Partial<FitChoices>): void;
  /** Fits once more what was stopped. */
  again(): void;
  /** Keeps the present fit to be compared with others. */
  pin(): void;
  /** Opens a kept fit again. */
  reopen(pinned: PinnedFit): void;
  /** All that the fit says, as plain data; undefined while there is no fit. */
  report(): Readonly<Record<string, unknown>> | undefined;
  /** Leaves runs out, by their lines, or takes them in again. */
  flip(lines: readonly number[]): void;
  /** Reads runs that the user brought. */
  open(source: Exclude<RunsSource, { kind: 'example' }>): void;
  stop(): void;
  /** Ends everything. */
  dispose(): void;
}

/** Budgets at which optima are drawn, FLOP. */
const BUDGETS = Array.from({ length: 53 }, (_, i) => 10 ** (15 + i / 4));

/** Budgets below the page's, as shares of it, whose best runs are the ladder when nobody asks for another. */
const LADDER = [1e-4, 1e-3, 1e-2, 1e-1, 1];

/** Fits the chosen runs, anew with every choice. */
export function createFit(
  host: FitHost,
  client: FitClient = createFitClient(() => host.device?.()),
  storage: Storage | undefined = browserStorage('localStorage'),
  tabs: FitStorageHost | undefined = typeof window === 'undefined' ? undefined : window,
  tab: Storage | undefined = browserStorage('sessionStorage'),
): FitState {
  const { fit: choices, C } = host;
  const phase = signal<FitPhase>('reading');
  const runs = signal<RunsReport | undefined>(undefined);
  const fit = signal<FitReport | undefined>(undefined);
  const certificate = signal<Certificate | undefined>(undefined);
  const draws = signal<DrawsReport | undefined>(undefined);
  const validation = signal<ValidationReport | undefined>(undefined);
  const profiles = signal<readonly Profile[] | undefined>(undefined);
  const ladder = signal<readonly PredictedRung[]>([]);
  const pinned = createPinnedFits(storage, tabs, (message) =>
    host.notify({ message, hint: msg('Download its report, or keep the link: both open it again.') }),
  );
  const refused = signal<Extract<FitPart, { kind: 'refused' }> | undefined>(undefined);
  const pointed = signal<number | undefined>(undefined);
  const failure = signal<string | undefined>(undefined);
  const kept = readOwnRuns(storage, tab);
  const own = signal<Exclude<RunsSource, { kind: 'example' }> | undefined>(kept && { kind: 'text', ...kept });

  const take = (part: FitPart): void =>
    batch(() => {
      if (part.kind === 'runs') {
        if (!isSameTable(part.runs, runs.value)) {
          for (const each of [fit, certificate, draws, validation, profiles]) each.value = undefined;
          pointed.value = undefined;
        }
        [runs.value, refused.value, phase.value] = [part.runs, undefined, 'fitting'];
      } else if (part.kind === 'fit') {
        fit.value = part.fit;
        for (const later of [certificate, draws, validation, profiles]) later.value = undefined;
        phase.value = 'certifying';
      } else if (part.kind === 'certificate') {
        [certificate.value, phase.value] = [part.certificate, 'resampling'];
      } else if (part.kind === 'draws') {
        draws.value = part.draws;
        if (part.draws.done === part.draws.planned) phase.value = 'validating';
      } else if (part.kind === 'validation') {
        validation.value = part.validation;
      } else if (part.kind === 'profiles') {
        profiles.value = part.profiles;
      } else {
        for (const each of [runs, fit, certificate, draws, validation, profiles]) each.value = undefined;
        refused.value = part;
      }
    });

  const start = (request: FitRequest): void => {
    [phase.value, failure.value] = ['reading', undefined];
    client.fit(request, {
      onPart: take,
      onDone: () => (phase.value = 'done'),
      onError: (message) => {
        [phase.value, failure.value] = ['stopped', message];
      },
    });
  };
  // what is fitted, as one text, so that a choice that changes nothing about it fits nothing anew
  const requested = computed(() => {
    const source = sourceOf(choices.value, own.value);
    return source && toRequest(source, choices.value);
  });
  let last: { readonly key: string; readonly request: FitRequest | undefined } | undefined;
  const again = signal(0);
  const asked = computed(() => {
    const request = requested.value;
    const key = request ? `${again.value} ${sourceKey(request.source)} ${JSON.stringify({ ...request, source: undefined })}` : 'none';
    return last?.key === key ? last : (last = { key, request });
  });
  const disposeFit = effect(() => {
    const { request } = asked.value;
    // a client may answer at once, and what it answers is read to be compared
    if (request) untracked(() => start(request));
    else [refused.value, phase.value] = [nothingKept, 'done'];
  });

  const law = computed(() => {
    const found = fit.value?.law;
    return found && createCustomLaw({ form: found.form, coefficients: found.coefficients, label: 'Fitted law' } as CustomLaw);
  });
  const powerLaw = computed(() => {
    const { approach } = choices.value;
    return approach === '1' ? fit.value?.envelope : approach === '2' ? fit.value?.isoflop : undefined;
  });
  const isByLaw = computed(() => choices.value.approach === '3');
  const optimumOf = (budget: number): FrontierPoint | undefined => {
    const straight = powerLaw.value;
    if (straight) return { N: straight.N.k * power(budget, straight.N.a), D: straight.D.k * power(budget, straight.D.a), loss: undefined };
    if (!isByLaw.value || !law.value) return undefined;
    const { N, D, loss } = optimum(law.value, budget);
    return { N, D, loss };
  };
  const lawFile = computed(() => draws.value?.file ?? fit.value?.file);
  const rungs = computed((): readonly Rung[] => {
    if (!isByLaw.value || !law.value) return [];
    if (choices.value.ladder.length > 0) return choices.value.ladder;
    return LADDER.map((share) => optimum(law.value!, share * C.value)).map(({ N, D }) => ({ N, D }));
  });
  let asking = 0;
  const disposeLadder = effect(() => {
    const wanted = rungs.value;
    const mine = ++asking;
    if (draws.value?.done !== draws.value?.planned || !draws.value || wanted.length === 0) {
      ladder.value = [];
      return;
    }
    void client.predict(wanted).then((predictions) => {
      if (mine !== asking) return;
      ladder.value = wanted.flatMap((rung, i) => (predictions[i] ? [{ ...rung, prediction: predictions[i] }] : []));
    });
  });

  const answer = computed((): FitAnswer | undefined => {
    const found = optimumOf(C.value);
    if (!found || !runs.value) return undefined;
    const largest = runs.value.C.reduce((most, value, i) => (runs.value!.isLeft[i] ? most : Math.max(most, value)), 0);
    const constant = powerLaw.value ? powerLaw.value.N.a : law.value && frontierExponent(law.value);
    return {
      C: C.value,
      ...found,
      intervals: isByLaw.value ? intervalsAt(draws.value?.band ?? [], C.value) : undefined,
      exponent: {
        value: constant ?? slopeAt(law.value!, C.value),
        standardError: isByLaw.value ? draws.value?.exponent?.standardError : undefined,
        isLocal: constant === undefined,
      },
      beyond: C.value > largest ? C.value / largest : undefined,
    };
  });

  return {
    choices,
    phase,
    runs,
    fit,
    certificate,
    draws,
    validation,
    profiles,
    ladder,
    pinned,
    refused,
    failure,
    pointed,
    issues: computed(() => fit.value?.refusals[choices.value.approach] ?? []),
    law,
    answer,
    before: computed(() => {
      const every = fit.value?.everyRun;
      if (!every || !fit.value?.law) return undefined;
      const whole = createCustomLaw({ form: fit.value.law.form, coefficients: every.coefficients } as CustomLaw);
      const { N, D } = optimum(whole, C.value);
      return { N, D, exponent: frontierExponent(whole) ?? slopeAt(whole, C.value) };
    }),
    frontier: computed(() =>
      BUDGETS.flatMap((budget) => {
        const found = optimumOf(budget);
        return found && found.N > 0 ? [{ C: budget, ...found }] : [];
      }),
    ),
    lawFile,
    useLaw:
      host.onUseLaw &&
      (() => {
        if (typeof lawFile.value === 'object') host.onUseLaw?.(lawFile.value as CustomLaw);
      }),
    change(part) {
      choices.value = { ...choices.value, ...part };
    },
    again: () => (again.value += 1),
    pin() {
      const made = createPin();
      if (made) pinned.add(made);
    },
    reopen(kept) {
      choices.value = parseFit(kept.fields);
    },
    report() {
      if (!runs.value || !fit.value) return undefined;
      return createReport({
        choices: choices.value,
        runs: runs.value,
        fit: fit.value,
        answer: answer.value,
        certificate: certificate.value,
        draws: draws.value,
        validation: validation.value,
        profiles: profiles.value,
        ladder: ladder.value,
      });
    },
    flip(lines) {
      const flipped = lines.reduce(flipLine, choices.value.flipped);
      if (flipped.length > mostInLink.flipped) {
        const most = mostInLink.flipped;
        host.notify({ message: msg(str`At most ${most} runs are left out by hand.`), hint: msg('Leave more out by a rule.') });
      } else choices.value = { ...choices.value, flipped };
    },
    open(source) {
      batch(() => {
        own.value = source;
        choices.value = { ...choices.value, runs: 'own', rules: undefined, columns: [], flipped: [], bootstrapBy: undefined };
      });
      void keep(source).then((why) => {
        if (why === undefined) return;
        host.notify({
          message: msg(str`After a reload these runs must be chosen again. ${why}`),
          hint: msg('They are fitted all the same.'),
        });
      });
    },
    stop() {
      client.stop();
      phase.value = 'stopped';
    },
    dispose() {
      disposeFit();
      disposeLadder();
      pinned.dispose();
      client.stop();
    },
  };

  /** The present fit as it is kept; undefined while there is none. */
  function createPin(): PinnedFit | undefined {
    const [read, found, answered] = [runs.value, fit.value, answer.value];
    if (!read || !found || !answered) return undefined;
    const { approach, form, objective } = choices.value;
    const byLaw = approach === '3' ? found.law : undefined;
    const [kept, name, method] = [read.kept, said(read.name), byLaw ? form : msg(str`approach ${approach}`)];
    return {
      version: 1,
      id: Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join(''),
      name: freeName(msg(str`${kept} of ${name}, ${method}`), pinned.all.value),
      date: new Date().toISOString(),
      runs: { name: read.name, kept: read.kept, usable: read.usable },
      approach,
      form,
      objective,
      fields: writeFit(choices.value),
      coefficients: { ...byLaw?.coefficients },
      intervals: Object.fromEntries(
        (byLaw?.free ?? []).flatMap((name) => {
          const spread = draws.value?.spreads[name];
          return spread ? [[name, spread.interval] as const] : [];
        }),
      ),
      powers: powerLaw.value ? { N: pick(powerLaw.value.N), D: pick(powerLaw.value.D) } : null,
      value: byLaw?.value ?? null,
      exponent: answered.exponent.isLocal
        ? null
        : { value: answered.exponent.value, standardError: answered.exponent.standardError ?? null },
      verdict: certificate.value?.verdict.level ?? null,
      band:
        approach === '3'
          ? (draws.value?.band ?? []).map(({ C: budget, N, D, tokensPerParameter }) => ({ C: budget, N, D, tokensPerParameter }))
          : [],
    };
  }

  /** Keeps runs for a reload; returns why they are not. */
  async function keep(source: Exclude<RunsSource, { kind: 'example' }>): Promise<string | undefined> {
    if (source.kind === 'text') return keepOwnRuns(storage, source, tab);
    const text = source.file.size > 2 * mostKeptBytes ? '' : await source.file.text();
    return text === ''
      ? msg('The file is too large to be kept.')
      : keepOwnRuns(storage, { name: source.name, text } satisfies OwnRuns, tab);
  }
}

const mostKeptBytes = 2_000_000;

const nothingKept: Extract<FitPart, { kind: 'refused' }> = {
  kind: 'refused',
  issues: [
    {
      field: 'runs',
      given: 'none in this browser',
      allowed: 'runs that are pasted, dropped or chosen here; they never leave this browser',
    },
  ],
  headings: [],
  columns: {},
};

/** Whether two reports are of the same rows, so that what was fitted to one can be drawn over the other. */
function isSameTable(a: RunsReport, b: RunsReport | undefined): boolean {
  return a.name === b?.name && a.N.length === b.N.length && JSON.stringify(a.columns) === JSON.stringify(b.columns);
}

function sourceOf({ runs }: FitChoices, own: Exclude<RunsSource, { kind: 'example' }> | undefined): RunsSource | undefined {
  return runs === 'own' ? own : { kind: 'example', id: runs };
}

function toRequest(source: RunsSource, choices: FitChoices): FitRequest {
  const { columns, flipped, approach, form, objective, delta, fixed, ties, bounds, bootstrapBy, noise } = choices;
  const method = { approach, form, objective, delta, restrictions: { fixed, ties, bounds } };
  return { source, columns, exclude: rulesOf(choices), flipped, ...method, bootstrapBy, noise };
}

/** A number for each source that the user brought, so that two of one name are two. */
const sourceNumbers = new WeakMap<object, number>();
let sourceCount = 0;

function sourceKey(source: RunsSource): string {
  if (source.kind === 'example') return source.id;
  if (!sourceNumbers.has(source)) sourceNumbers.set(source, ++sourceCount);
  return String(sourceNumbers.get(source));
}

const pick = ({ k, a }: { readonly k: number; readonly a: number }) => ({ k, a });

/** Slope of ln N* over ln C at a budget. */
function slopeAt(law: Law, C: number): number {
  const [below, above] = [C / SLOPE_STEP, C * SLOPE_STEP].map((budget) => optimum(law, budget).N) as [number, number];
  return Math.log(above / below) / (2 * Math.log(SLOPE_STEP));
}

/** Factor of the budget over which a slope is read: wide enough for an optimum that is found by search. */
const SLOPE_STEP = 1.2;

/** Compute-optimal parameters and tokens of a kept fit at a budget; with its intervals where it has them. */
export function optimumOfPinned(pinned: PinnedFit, C: number): Pick<FitAnswer, 'N' | 'D' | 'intervals'> {
  const intervals = intervalsAt(pinned.band, C);
  if (pinned.powers) {
    const { N, D } = pinned.powers;
    return { N: N.k * power(C, N.a), D: D.k * power(C, D.a), intervals };
  }
  const { N, D } = optimum(lawOfPinned(pinned)!, C);
  return { N, D, intervals };
}

/** The law of a kept fit; undefined for one by approach 1 or 2. */
export function lawOfPinned({ form, coefficients, name, powers }: PinnedFit): Law | undefined {
  return powers ? undefined : createCustomLaw({ form, coefficients, label: name } as CustomLaw);
}

/** Intervals at a budget between those of a grid, along straight lines in logarithms; undefined outside the grid. */
export function intervalsAt(band: readonly OptimumBand[], C: number): FitAnswer['intervals'] {
  const after = band.findIndex((point) => point.C >= C);
  const [a, b] = [band[Math.max(0, after - 1)], band[after]];
  if (!a || !b || C < a.C) return undefined;
  const share = a === b ? 0 : Math.log(C / a.C) / Math.log(b.C / a.C);
  const between = (from: number, to: number): number => from * power(to / from, share);
  const interval = (id: 'N' | 'D' | 'tokensPerParameter'): Interval => [between(a[id][0], b[id][0]), between(a[id][1], b[id][1])];
  return { N: interval('N'), D: interval('D'), tokensPerParameter: interval('tokensPerParameter') };
}

/** 80 % intervals of the optimum at a budget. */
type OptimumBand = Pick<DrawsReport['band'][number], 'C' | 'N' | 'D' | 'tokensPerParameter'>;
