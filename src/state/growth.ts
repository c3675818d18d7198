import { msg, str } from '@lit/localize';
import { type ReadonlySignal, batch, computed, effect, signal } from '@preact/signals-core';
import { said } from '../locales/said';
import { type BestSchedule, type GrowthTarget, bestSchedule } from '../model/growth/best';
import { calibrateByFinalLoss, calibrateBySpeedup } from '../model/growth/calibrate';
import { type CurvePoint, grownCurve, scratchCurve } from '../model/growth/curves';
import { type Fleet, type StageBill, billOf, totalBill } from '../model/growth/hardware';
import { type IdealGrowth, idealGrowth, idealParameters, idealTokens } from '../model/growth/ideal';
import { findGrowthModel } from '../model/growth/models';
import { type StackingSpeedup, stackingSpeedups } from '../model/growth/models/gstack';
import { type GrowthModel, type GrowthValues, completeInputs } from '../model/growth/models/model';
import stackingData from '../data/growth.json';
import { type GrowthPreset, growthPresets, presetFleets } from '../model/growth/presets';
import { type SavingId, savingsOf } from '../model/growth/savings';
import { type Schedule, type Stage, scheduleTokens } from '../model/growth/schedule';
import { type GrowthShape, discretise, shapeAreaSaving } from '../model/growth/shape';
import { type GrownRun, simulateSchedule } from '../model/growth/simulate';
import { tokensAtLoss } from '../model/growth/tokens';
import { type GrowthWarning, growthWarnings } from '../model/growth/warnings';
import { trainingCompute } from '../model/compute';
import { type Law, trainingLaw } from '../model/laws';
import { loss } from '../model/loss';
import { computeForLoss, optimum, twoPowers } from '../model/optimum';
import { InputError } from '../quantities/issue';
import { quantities } from '../quantities/registry';
import type { ScheduleFile } from '../sweep/growth/file';
import type { GrowthSurface } from '../worker/api';
import { type GrowthChoices, MAX_VIEW_STAGES, defaultGrowth, fitFleets, shapeExponents } from './growth-choices';
import { type MapAxis, axisOf, mapSweep, pairFor, tidy } from './growth-map';
import type { Store } from './store';

/** A run from scratch that the schedule is compared with. */
export interface Baseline {
  readonly N: number;
  readonly D: number;
  /** FLOP */
  readonly C: number;
  /** nat/token */
  readonly loss: number;
  /** Days on the accelerators of the last stage. */
  readonly days: number;
}

/** What each of the three savings compares with; numbers are NaN where the law knows no such run. */
export type Baselines = { readonly [S in SavingId]: Baseline };

/** A learning curve, with the hardware that it runs on. */
export interface LearningCurve {
  readonly kind: 'grown' | 'stage' | 'final' | 'optimal';
  readonly points: readonly CurvePoint[];
  /** Stage whose accelerators train it; those of each point's own stage where it is undefined. */
  readonly stage: number | undefined;
}

/** A continuous shape from the first size to the last over all tokens. */
export interface ShownShape extends GrowthShape {
  readonly saving: number;
  readonly isShown: boolean;
}

/** What the chosen growth model says of the schedule: its results, or what it misses. */
export interface ModelAnswer {
  readonly model: GrowthModel;
  /** What was typed, what the schedule says, defaults. */
  readonly inputs: GrowthValues;
  readonly results: GrowthValues | undefined;
  readonly missing: readonly string[];
}

/** The savings map. */
export type GrowthMap =
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'shown'; readonly surface: GrowthSurface; readonly file: ScheduleFile };

/** A best schedule, or why there is none. */
export type BestAnswer = { readonly ok: true; readonly best: BestSchedule } | { readonly ok: false; readonly reason: string };

/** What the growth view shows, as signals; all of it follows from the store. */
export interface GrowthState {
  readonly choices: ReadonlySignal<GrowthChoices>;
  readonly law: ReadonlySignal<Law>;
  readonly run: ReadonlySignal<GrownRun>;
  readonly saved: ReadonlySignal<{ readonly [S in SavingId]: number }>;
  readonly baselines: ReadonlySignal<Baselines>;
  /** The limit under lossless growth; undefined for laws without one. */
  readonly ideal: ReadonlySignal<IdealGrowth | undefined>;
  /** Where ideal growth to the same loss ends; its size rises as tokens^exponent. */
  readonly idealEnd: ReadonlySignal<(Stage & { readonly exponent: number }) | undefined>;
  readonly bills: ReadonlySignal<readonly StageBill[]>;
  readonly total: ReadonlySignal<StageBill>;
  /** The published run that the schedule is, if it is one. */
  readonly preset: ReadonlySignal<GrowthPreset | undefined>;
  readonly warnings: ReadonlySignal<readonly GrowthWarning[]>;
  readonly shapes: ReadonlySignal<readonly ShownShape[]>;
  readonly model: ReadonlySignal<ModelAnswer>;
  readonly curves: ReadonlySignal<readonly LearningCurve[]>;
  /** Axes of the map, x first. */
  readonly axes: ReadonlySignal<readonly [MapAxis, MapAxis]>;
  readonly map: ReadonlySignal<GrowthMap>;
  /** Changes some choices. */
  choose(change: Partial<GrowthChoices>): void;
  /** Moves the size of a stage, as far as its neighbours let it. */
  moveSize(stage: number, N: number): void;
  /** Moves the end of a stage, in tokens seen so far; the last end changes the tokens in all. */
  moveEnd(stage: number, tokens: number): void;
  addStage(): void;
  removeStage(stage: number): void;
  setStages(stages: Schedule): void;
  setTokens(tokens: number): void;
  usePreset(preset: GrowthPreset): void;
  setFleet(stage: number, change: Partial<Fleet>): void;
  best(count: number, target: 'loss' | 'compute'): BestAnswer;
  /** What the best schedules save against the compute-optimal run, whatever the loss; or why there are none. By number of stages. */
  readonly bests: ReadonlySignal<readonly { readonly count: number; readonly answer: BestAnswer }[]>;
  /** A shape as a schedule of as many stages as there are, four at least. */
  useShape(shape: GrowthShape): void;
  /** The transfer efficiency that a measured speed-up of stacking implies. */
  etaOfSpeedup(measured: StackingSpeedup): number;
  /** The transfer efficiency with which the schedule ends at a loss; NaN where none does. */
  etaOfLoss(measured: number): number;
  /** Holds the spans of the map's axes while something is dragged. */
  hold(isHeld: boolean): void;
}

/** Measured speed-ups that a transfer efficiency can be taken from. */
export const measuredSpeedups = stackingSpeedups;

/** Numbers of stages that a best schedule is offered for. */
const BEST_STAGES = [2, 3, 4];

/** FLOP at which best schedules are looked for where the budget does not matter. */
const ANY_BUDGET = 1e22;

/** Points of a learning curve, and of each stage of the grown one. */
const POINTS = { scratch: 120, stage: 48 };

/** How far learning curves reach beside the run's tokens. */
const REACH = { from: 1 / 400, to: 4 };

/** Tokens that a stage must keep, as a share of all. */
const LEAST_SHARE = 0.002;

/** Most digits of a dragged size; tokens keep more, so that their sum does. */
const DIGITS = { N: 4, D: 10 };

/** What the growth view shows of a store. */
export function createGrowth(store: Store): GrowthState {
  const choices = store.growth;
  // growth counts training alone, by 6ND: its savings would mean nothing beside a budget that serves, too
  const law = computed(() => trainingLaw(store.shownLaw.value));
  const stages = computed(() => choices.value.stages);
  const fleets = computed(() => choices.value.fleets);
  const eta = computed(() => choices.value.eta);
  const lossBump = computed(() => choices.value.lossBump);
  const rewarmTokens = computed(() => choices.value.rewarmTokens);
  const options = computed(() => ({ eta: eta.value, lossBump: lossBump.value, rewarmTokens: rewarmTokens.value }));
  const run = computed(() => simulateSchedule(law.value, stages.value, options.value));
  const saved = computed(() => savingsOf(law.value, run.value));
  const ideal = computed(() => idealGrowth(law.value));
  const bills = computed(() => run.value.stages.map(({ compute }, i) => billOf(compute, fleets.value[i]!)));
  const preset = computed(() => growthPresets.find((each) => isSame(each.stages, stages.value)));
  const model = computed(() => modelAnswer(choices.value, law.value));

  const held = signal<readonly [MapAxis, MapAxis] | undefined>(undefined);
  const wished = computed(() => pairFor(stages.value.length, choices.value.x, choices.value.y).join());
  const axes = computed((): readonly [MapAxis, MapAxis] => {
    const pair = wished.value.split(',') as [MapAxis['quantity'], MapAxis['quantity']];
    const [x, y] = pair.map((id) => axisOf(stages.value, eta.value, id)) as [MapAxis, MapAxis];
    if (!held.value || held.value.map(({ quantity }) => quantity).join() !== wished.value) return [x, y];
    return [
      { ...held.value[0], now: x.now },
      { ...held.value[1], now: y.now },
    ];
  });

  const choose = (change: Partial<GrowthChoices>): void => {
    choices.value = { ...choices.value, ...change };
  };
  const setStages = (next: Schedule): void => choose({ stages: next, fleets: fitFleets(fleets.peek(), next.length) });

  return {
    choices,
    law,
    run,
    saved,
    baselines: computed(() => baselinesOf(law.value, run.value, fleets.value.at(-1)!)),
    ideal,
    idealEnd: computed(() => idealEndOf(law.value, run.value.loss)),
    bills,
    total: computed(() => totalBill(bills.value)),
    preset,
    warnings: computed(() =>
      growthWarnings({
        model: findGrowthModel('lossless')!,
        law: law.value,
        stages: stages.value,
        preset: preset.value?.id,
        inputs: options.value,
      }),
    ),
    shapes: computed(() =>
      shapeExponents.map((exponent) => {
        const shape = { from: stages.value[0]!.N, to: stages.value.at(-1)!.N, exponent, tokens: scheduleTokens(stages.value) };
        return { ...shape, saving: shapeAreaSaving(shape), isShown: choices.value.shapes.includes(exponent) };
      }),
    ),
    model,
    curves: computed(() => curvesOf(law.value, run.value, options.value)),
    axes,
    map: createMap(store, law, stages, eta, axes),
    choose,
    moveSize: (stage, N) => setStages(withSize(stages.peek(), stage, N)),
    moveEnd: (stage, tokens) => setStages(withEnd(stages.peek(), stage, tokens)),
    addStage: () => {
      if (stages.peek().length === MAX_VIEW_STAGES) return;
      const [next, from] = withStage(stages.peek());
      choose({ stages: next, fleets: fleets.peek().toSpliced(from, 0, fleets.peek()[from]!) });
    },
    removeStage: (stage) => {
      if (stages.peek().length === 1) return;
      choose({ stages: withoutStage(stages.peek(), stage), fleets: fleets.peek().filter((_, i) => i !== stage) });
    },
    setStages,
    setTokens: (tokens) => {
      const factor = tokens / scheduleTokens(stages.peek());
      setStages(stages.peek().map(({ N, D }) => ({ N, D: tidy(D * factor, DIGITS.D) })));
    },
    usePreset: (chosen) => {
      const { pricePerHour } = defaultGrowth.fleets[0]!;
      choose({
        stages: chosen.stages.map(({ N, D }) => ({ N, D })),
        fleets: presetFleets(chosen).map((fleet) => ({ ...fleet, pricePerHour })),
        eta: 1,
        lossBump: 0,
        rewarmTokens: 0,
      });
    },
    setFleet: (stage, change) => choose({ fleets: fleets.peek().map((fleet, i) => (i === stage ? { ...fleet, ...change } : fleet)) }),
    // the share that is saved is the same at every budget, so that a drag need not look for it again
    bests: computed(() => BEST_STAGES.map((count) => ({ count, answer: bestAnswer(law.value, count, { C: ANY_BUDGET }, eta.value) }))),
    best: (count, target) => {
      const goal: GrowthTarget = target === 'loss' ? { loss: run.value.loss } : { C: run.value.compute };
      return bestAnswer(law.value, count, goal, eta.value);
    },
    useShape: (shape) =>
      setStages(discretise(shape, Math.max(4, stages.peek().length)).map(({ N, D }) => ({ N: tidy(N, DIGITS.N), D: tidy(D, DIGITS.D) }))),
    etaOfSpeedup: ({ N, D, speedup }) => {
      const { growthFactor, baseTokens } = stackingData.stacking;
      return calibrateBySpeedup(law.value, { N, growthFactor, baseTokens, scratchTokens: D, speedup }).eta;
    },
    etaOfLoss: (measured) => calibrateByFinalLoss(law.value, stages.value, measured),
    hold: (isHeld) => {
      held.value = isHeld ? axes.peek() : undefined;
    },
  };
}

function isSame(a: Schedule, b: Schedule): boolean {
  return a.length === b.length && a.every(({ N, D }, i) => N === b[i]!.N && D === b[i]!.D);
}

function baselinesOf(law: Law, run: GrownRun, fleet: Fleet): Baselines {
  const { N } = run.stages.at(-1)!;
  const baseline = (size: number, D: number, reached: number): Baseline => {
    const C = trainingCompute(size, D);
    return { N: size, D, C, loss: reached, days: billOf(C, fleet).days };
  };
  const least = computeForLoss(law, run.loss);
  const best = Number.isFinite(least) ? optimum(law, least) : { N: Number.NaN, D: Number.NaN };
  return {
    areaSaving: baseline(N, run.tokens, loss(law, N, run.tokens)),
    lossMatchedSaving: baseline(N, tokensAtLoss(law, N, run.loss), run.loss),
    frontierSaving: baseline(best.N, best.D, run.loss),
  };
}

function idealEndOf(law: Law, reached: number): (Stage & { readonly exponent: number }) | undefined {
  const [N, D] = [idealParameters(law, reached), idealTokens(law, reached)];
  const powers = twoPowers(law);
  return powers && N !== undefined && D !== undefined && N * D > 0 ? { N, D, exponent: powers.beta / powers.alpha } : undefined;
}

function modelAnswer({ model: id, inputs: typed, stages, eta, lossBump, rewarmTokens }: GrowthChoices, law: Law): ModelAnswer {
  const model = findGrowthModel(id)!;
  const given: GrowthValues = id === 'lossless' ? { eta, lossBump, rewarmTokens } : typed;
  const setting = { law, stages };
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => model.inputs.some((input) => input.id === name)));
  const derived = model.fromSchedule?.(stages) ?? {};
  const defaults = Object.fromEntries(model.inputs.flatMap((input) => (input.default === undefined ? [] : [[input.id, input.default]])));
  const inputs = { ...defaults, ...derived, ...known };
  try {
    return { model, inputs, results: model.evaluate(completeInputs(model, known, setting), setting), missing: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { model, inputs, results: undefined, missing: error.issues.map(({ allowed }) => allowed) };
  }
}

function curvesOf(law: Law, run: GrownRun, options: Parameters<typeof grownCurve>[2]): readonly LearningCurve[] {
  const last = run.stages.length - 1;
  const largest = run.stages[last]!.N;
  // small sizes see more tokens for the same compute
  const spanOf = (N: number) => ({ from: run.tokens * REACH.from, to: (run.tokens * REACH.to * largest) / N });
  const scratch = run.stages.map(({ N }, i): LearningCurve => ({
    kind: i === last ? 'final' : 'stage',
    points: scratchCurve(law, N, spanOf(N), POINTS.scratch),
    stage: i,
  }));
  const budgets = { from: trainingCompute(run.stages[0]!.N, run.tokens * REACH.from), to: trainingCompute(largest, run.tokens * REACH.to) };
  const optimal = Array.from({ length: POINTS.scratch }, (_, i) => {
    const best = optimum(law, budgets.from * (budgets.to / budgets.from) ** (i / (POINTS.scratch - 1)));
    return { tokens: best.D, compute: best.C, loss: best.loss, N: best.N };
  });
  return [
    ...scratch,
    { kind: 'optimal', points: optimal, stage: last },
    { kind: 'grown', points: grownCurve(law, run, options, POINTS.stage), stage: undefined },
  ];
}

function bestAnswer(law: Law, count: number, goal: GrowthTarget, eta: number): BestAnswer {
  try {
    return { ok: true, best: bestSchedule(law, count, goal, eta) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ok: false, reason: msg(str`There is none: it takes ${wanted(error)}.`) };
  }
}

/** What would be needed, in words. */
function wanted(error: InputError): string {
  return error.issues.map(({ allowed }) => said(allowed)).join('; ');
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function withSize(stages: Schedule, stage: number, N: number): Schedule {
  const least = stages[stage - 1]?.N ?? quantities.N.min;
  const most = stages[stage + 1]?.N ?? quantities.N.max;
  return stages.map((each, i) => (i === stage ? { ...each, N: clamp(tidy(N, DIGITS.N), least, most) } : each));
}

function withEnd(stages: Schedule, stage: number, tokens: number): Schedule {
  const before = scheduleTokens(stages.slice(0, stage));
  const total = scheduleTokens(stages);
  const least = Math.max(quantities.D.min, LEAST_SHARE * total);
  if (stage === stages.length - 1) {
    const D = clamp(tokens - before, least, quantities.D.max - before);
    return stages.map((each, i) => (i === stage ? { ...each, D: tidy(D, 5) } : each));
  }
  const both = stages[stage]!.D + stages[stage + 1]!.D;
  const D = tidy(clamp(tokens - before, Math.min(least, both / 2), Math.max(both - least, both / 2)), 5);
  return stages.map((each, i) => {
    if (i === stage) return { ...each, D };
    return i === stage + 1 ? { ...each, D: tidy(both - D, DIGITS.D) } : each;
  });
}

/** Splits the stage with most compute into two of equal tokens, the first of them smaller; and which stage that was. */
function withStage(stages: Schedule): readonly [Schedule, number] {
  const from = stages.reduce((best, { N, D }, i) => (N * D > stages[best]!.N * stages[best]!.D ? i : best), 0);
  const { N, D } = stages[from]!;
  const before = stages[from - 1]?.N;
  const smaller = tidy(before === undefined ? Math.max(N / 2, quantities.N.min) : Math.sqrt(before * N), 3);
  const half = tidy(D / 2, DIGITS.D);
  return [stages.toSpliced(from, 1, { N: smaller, D: half }, { N, D: tidy(D - half, DIGITS.D) }), from];
}

/** Gives the tokens of a stage to the next one, those of the last to the one before. */
function withoutStage(stages: Schedule, stage: number): Schedule {
  const heir = stage === stages.length - 1 ? stage - 1 : stage + 1;
  return stages
    .map(({ N, D }, i) => (i === heir ? { N, D: tidy(D + stages[stage]!.D, DIGITS.D) } : { N, D }))
    .filter((_, i) => i !== stage);
}

/** The map, computed by the engine: one at a time, always the newest, and only while the view is open. */
function createMap(
  store: Store,
  law: ReadonlySignal<Law>,
  stages: ReadonlySignal<Schedule>,
  eta: ReadonlySignal<number>,
  axes: ReadonlySignal<readonly [MapAxis, MapAxis]>,
): ReadonlySignal<GrowthMap> {
  const map = signal<GrowthMap>({ kind: 'waiting' });
  let shown = '';
  let next: ScheduleFile | undefined;
  let isRunning = false;

  const work = async (): Promise<void> => {
    isRunning = true;
    while (next) {
      const file = next;
      next = undefined;
      const compute = store.growthSurface.peek();
      if (!compute) break;
      const answer = await compute(file);
      if (answer.ok) {
        batch(() => {
          map.value = { kind: 'shown', surface: answer.value, file };
          store.summary.value = answer.value.summary;
          store.growthSweep.value = file;
        });
      } else if (answer.error.kind === 'failed') map.value = { kind: 'none', reason: said(answer.error.notice.message) };
    }
    isRunning = false;
  };

  effect(() => {
    const engine = store.growthSurface.value;
    if (store.view.value !== 'growth') return;
    if (!engine) {
      const stopped = store.stopped.value;
      shown = '';
      map.value = stopped ? { kind: 'none', reason: said(stopped.message) } : { kind: 'waiting' };
      return;
    }
    try {
      const file = mapSweep(law.value, stages.value, eta.value, axes.value);
      const key = JSON.stringify(file);
      if (key === shown) return;
      shown = key;
      next = file;
      if (isRunning) return;
      work().catch((error: unknown) => {
        isRunning = false;
        const reason = said(error instanceof Error ? error.message : String(error));
        map.value = { kind: 'none', reason: msg(str`The map failed: ${reason}`) };
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      shown = '';
      map.value = { kind: 'none', reason: msg(str`There is no map here: it takes ${wanted(error)}.`) };
    }
  });
  return map;
}
