import { type ReadonlySignal, type Signal, computed, signal } from '@preact/signals-core';
import type { Configuration } from '../model/configuration';
import { type Law, type Scenario, defaultLaw, laws } from '../model/laws';
import { type Optimum, optimum } from '../model/optimum';
import { type LimitKind, type Walls, limitedFrontier, limitedRun } from '../model/plan/limits';
import { type Size, sizedRun } from '../model/sized-run';
import type { SceneBudget, SceneContent, Theme } from '../scene/content';
import type { SweepFile } from '../sweep/file';
import type { ScheduleFile } from '../sweep/growth/file';
import type { BackendChoice, BackendPreference, FrontierResult, SweepSummary } from '../worker/api';
import type { EngineClient, TableClient } from '../worker/client';
import type { FitDeviceApi } from '../worker/fit-api';
import { sweepAgreement } from './agreement';
import { DEFAULT_BUDGET } from './budget';
import { type ChartPair, defaultCharts } from './charts';
import { type Reach, reachOf, reachOfRun } from './curves';
import { type Data, type DataChoices, createData, defaultData } from './data';
import type { DocId } from './documentation';
import { type EvidenceChoices, defaultEvidence } from './evidence-choices';
import { type FitCharts, defaultFitCharts } from './fit-charts';
import { type FitChoices, defaultFit } from './fit-choices';
import { type GrowthChoices, defaultGrowth } from './growth-choices';
import { type CostMatrix, type LawRow, costMatrix, lawTable } from './law-table';
import { type LimitChoices, defaultLimits, wallsIn } from './limits';
import type { Looks } from './looks';
import { models } from './models';
import { type PanelId } from './panels';
import { type Pace, atOnce, follow } from './pace';
import { type PlanChoices, defaultPlan } from './plan-choices';
import { type Sheet, sceneBudget, sceneContent, sheetOf } from './picture';
import type { NumberEdits } from './number-edits';
import type { OpenRelief } from './relief';
import { type ScenarioValue, lawIn, scenarioValues } from './scenario';
import { type SkillChoices, type SkillState, createSkill, defaultSkill } from './skill';
import { type Spread, type SweepBand, createSpread } from './spread';
import type { StageState } from './stage';
import {
  type CurvePoint,
  type Subject,
  type SubjectCurve,
  allocationSubjects,
  assignSlots,
  curveOf,
  findRule,
  lawCurve,
  lawSubject,
  pointAt,
} from './subjects';
import { type SweepChoices, defaultSweep } from './sweep-choices';
import { frontierSweep, surfaceSweep } from './sweeps';
import type { ViewId } from './views';

/** Something that the user should know: what happened, and what they can do. */
export interface PageNotice {
  readonly message: string;
  readonly hint: string;
  /** What the user can do about it with one press. */
  readonly action?: { readonly label: string; run(): void };
}

/** A law with its frontier over all budgets and its run at the budget. */
export interface LawAnswer {
  readonly law: Law;
  /** Bent, and cut off, by what limits the run. */
  readonly frontier: readonly Optimum[];
  /** What limits the run; undefined where nothing does. */
  readonly walls?: Walls | undefined;
  /** The frontier without limits, where there are some. */
  readonly freeFrontier?: readonly Optimum[];
  /** What the run stands at, and the run without limits; undefined where it stands at none. */
  readonly limited?: { readonly by: readonly LimitKind[]; readonly free: Optimum };
  /** The run of the budget: compute-optimal, unless a size is chosen that the budget can pay for. */
  readonly optimum: Optimum;
  /** Whether the run has the size that was chosen; undefined where none was. */
  readonly isSized?: boolean;
  /** Budgets that the law was fitted on. */
  readonly fitted: readonly [number, number] | undefined;
  readonly reach: Reach;
}

/** What stands beside the chosen law, with its curve over all budgets. */
export interface ComparedCurve extends SubjectCurve {
  readonly subject: Subject;
  /** Place of its colour; it keeps it as long as it is compared. */
  readonly slot: number;
}

/** The same, with what it says of the budget. */
export interface Compared extends ComparedCurve {
  readonly optimum: CurvePoint;
  readonly reach: Reach;
}

/** Compared laws that can have a band at a time: one for each colour. */
export const COMPARED_COLORS = 6;

/** What the user chose; all of it stands in the URL. */
export interface Choices {
  readonly view: ViewId;
  /** The page of the documentation that is open over the view; none by default. */
  readonly doc?: DocId | undefined;
  /** Id of a law. */
  readonly law: string;
  /** Ids of the laws, allocation rules and trends that it is compared with. */
  readonly vs: readonly string[];
  /** Laws of the user's own that the choices may name. */
  readonly own: readonly Law[];
  /** What the charts against the budget show. */
  readonly charts: ChartPair;
  /** Compute budget in FLOP. */
  readonly C: number;
  /** What the user fixed for laws that read more than N and D; the form's defaults stand where it says nothing. */
  readonly scenario: Scenario;
  /** How large the model is; compute-optimal where it says nothing. */
  readonly size?: Size | undefined;
  /** What the run may take. */
  readonly limits: LimitChoices;
  readonly backend: BackendPreference;
  readonly data: DataChoices;
  readonly skill: SkillChoices;
  readonly fit: FitChoices;
  /** What the charts of the fit view show. */
  readonly fitCharts: FitCharts;
  /** Panels that are unfolded. */
  readonly open: readonly PanelId[];
  /** The growth view's own choices. */
  readonly growth: GrowthChoices;
  /** The plan view's own choices. */
  readonly plan: PlanChoices;
  /** The sweep view's own choices. */
  readonly sweep: SweepChoices;
  /** Inputs of numbers to know that the user changed. */
  readonly numbers: NumberEdits;
  /** Which claims are asked for. */
  readonly evidence: EvidenceChoices;
  /** Where the pictures are looked at from. */
  readonly looks: Looks;
}

/** Everything that the page shows, as signals; what follows from other signals is computed. */
export interface Store {
  readonly view: Signal<ViewId>;
  /** The page of the documentation that is open. */
  readonly doc: Signal<DocId | undefined>;
  readonly law: Signal<string>;
  readonly vs: Signal<readonly string[]>;
  readonly charts: Signal<ChartPair>;
  /** Laws of the user's own, by name; chosen and compared ones must be among these or the published ones. */
  readonly own: Signal<readonly Law[]>;
  readonly C: Signal<number>;
  readonly scenario: Signal<Scenario>;
  readonly size: Signal<Size | undefined>;
  readonly limits: Signal<LimitChoices>;
  readonly backend: Signal<BackendPreference>;
  readonly open: Signal<readonly PanelId[]>;
  readonly growth: Signal<GrowthChoices>;
  readonly plan: Signal<PlanChoices>;
  readonly sweep: Signal<SweepChoices>;
  readonly numbers: Signal<NumberEdits>;
  readonly evidence: Signal<EvidenceChoices>;
  readonly looks: Signal<Looks>;
  /** Whether the tour shows the page: what it changes stands in no address, and is no step that could be taken back. */
  readonly isTouring: Signal<boolean>;
  readonly theme: Signal<Theme>;
  /** The configuration under the pointer, wherever the pointer is. */
  readonly hover: Signal<Configuration | undefined>;
  /** What runs sweeps; undefined until the worker has measured it. */
  readonly choice: Signal<BackendChoice | undefined>;
  /** The last finished sweep. */
  readonly summary: Signal<SweepSummary | undefined>;
  /** The frontier of the law as the engine swept it; undefined until it has. */
  readonly swept: Signal<FrontierResult | undefined>;
  /** Sweeps the bands of uncertainty; undefined while no engine does. */
  readonly sweepBand: Signal<SweepBand | undefined>;
  readonly notices: Signal<readonly PageNotice[]>;
  readonly stage: Signal<StageState>;
  /** What computes surfaces of growth schedules; undefined until the engine is there. */
  readonly growthSurface: Signal<EngineClient['growthSurface'] | undefined>;
  /** The sweep behind the savings map; undefined until the growth view has shown one. */
  readonly growthSweep: Signal<ScheduleFile | undefined>;
  /** What draws such a surface in three dimensions; undefined until the engine is there. */
  readonly openRelief: Signal<OpenRelief | undefined>;
  /** The device for the descents of fits; undefined until the engine is there. */
  readonly fitDevice: Signal<FitDeviceApi | undefined>;
  /** What runs sweeps into tables and looks at them; undefined until the engine is there. */
  readonly tables: Signal<TableClient | undefined>;
  /** Why no engine computes; undefined while one does, or starts. */
  readonly stopped: Signal<PageNotice | undefined>;

  /** The law in the scenario: it changes only when another is chosen, or what it reads of the scenario. */
  readonly shownLaw: ReadonlySignal<Law>;
  readonly answer: ReadonlySignal<LawAnswer>;
  /** What it is compared with, as long as the budget moves alone the same objects. */
  readonly comparedCurves: ReadonlySignal<readonly ComparedCurve[]>;
  readonly compared: ReadonlySignal<readonly Compared[]>;
  /** The loss laws among these. */
  readonly comparedLaws: ReadonlySignal<readonly Law[]>;
  /** The law whose surface is drawn beside the chosen one's. */
  readonly sheet: ReadonlySignal<Sheet | undefined>;
  /** Scenario quantities that these read, with their values. */
  readonly readScenario: ReadonlySignal<readonly ScenarioValue[]>;
  /** Every law and allocation rule at the budget, beside the chosen law; computed while somebody reads it. */
  readonly lawTable: ReadonlySignal<readonly LawRow[]>;
  /** The cost of being wrong among the chosen law and what it is compared with; computed while somebody reads it. */
  readonly costMatrix: ReadonlySignal<CostMatrix>;
  /** How far the law's optimum spreads. */
  readonly spread: Spread;
  /** How far the compared laws' optima spread, by their colour's place. */
  readonly comparedSpreads: readonly Spread[];
  /** Largest relative difference in N* between the swept frontier and the f64 optimum. */
  readonly agreement: ReadonlySignal<number | undefined>;
  readonly content: ReadonlySignal<SceneContent>;
  readonly budget: ReadonlySignal<SceneBudget>;
  /** Whether there is enough text for the answer. */
  readonly data: Data;
  /** What the answer will be able to do. */
  readonly skill: SkillState;
  /** What is fitted, and how. */
  readonly fit: Signal<FitChoices>;
  readonly fitCharts: Signal<FitCharts>;
  readonly surfaceSweep: ReadonlySignal<SweepFile>;
  readonly frontierSweep: ReadonlySignal<SweepFile>;

  /** Adds a notice; one that already stands is not repeated. */
  notify(notice: PageNotice): void;
  /** Takes a notice away. */
  dismiss(notice: PageNotice): void;
}

/** What the page opens with. */
export const defaultChoices: Choices = {
  view: 'frontier',
  law: defaultLaw.id,
  vs: [],
  own: [],
  C: DEFAULT_BUDGET,
  charts: defaultCharts,
  scenario: {},
  limits: defaultLimits,
  backend: 'auto',
  data: defaultData,
  skill: defaultSkill,
  fit: defaultFit,
  fitCharts: defaultFitCharts,
  open: [],
  growth: defaultGrowth,
  plan: defaultPlan,
  sweep: defaultSweep,
  numbers: {},
  evidence: defaultEvidence,
  looks: {},
};

/** A store that opens on the given choices. Laws must be known ones; `parseHash` sees to that. */
export function createStore(choices: Choices, theme: Theme, pace: Pace = atOnce): Store {
  const law = signal(choices.law);
  const vs = signal(choices.vs);
  const own = signal(choices.own);
  const C = signal(choices.C);
  const scenario = signal(choices.scenario);
  const size = signal(choices.size);
  const limits = signal(choices.limits);
  const notices = signal<readonly PageNotice[]>([]);

  // law and curve change seldom, the budget with every frame of a drag: so the curve must not depend on the budget
  const shownLaw = computed(() => lawIn(law.value, scenario.value, own.value));
  const walls = computed(() => wallsIn(shownLaw.value, limits.value));
  const curve = computed(() => frontierOf(shownLaw.value, walls.value));
  let slots: ReadonlyMap<string, number> = new Map();
  const comparedCurves = computed(() => {
    const ids = [...new Set(vs.value)].filter((id) => id !== law.value);
    slots = assignSlots(slots, ids);
    return ids.map((id): ComparedCurve => {
      const subject = findRule(id) ?? lawSubject(lawIn(id, scenario.value, own.value));
      return { subject, slot: slots.get(id)!, ...curveOf(subject) };
    });
  });
  const comparedLaws = computed(() => comparedCurves.value.flatMap(({ subject }) => (subject.kind === 'law' ? [subject.of] : [])));
  const sheet = computed(() => sheetOf(comparedCurves.value));
  const sweepBand = signal<SweepBand | undefined>(undefined);
  const spreadOfSlot = (slot: number) =>
    createSpread(
      computed(() => {
        const subject = comparedCurves.value.find((compared) => compared.slot === slot)?.subject;
        return subject?.kind === 'law' ? subject.of : undefined;
      }),
      C,
      pace,
      { sweepBand },
    );
  const swept = signal<FrontierResult | undefined>(undefined);
  const answer = computed(() => answerOf(curve.value, C.value, size.value));
  const compared = computed(() =>
    comparedCurves.value.map((of) => ({ ...of, optimum: pointAt(of.subject, C.value), reach: reachOf(C.value, of.fitted) })),
  );
  // what spreads is the run that limits leave: less of the budget, or a size at its bound
  const spentC = computed(() => Math.min(C.value, walls.value?.budget ?? Infinity));
  const boundSize = computed(() => (answer.value.limited?.by.includes('memory') ? { N: walls.value!.N } : size.value));
  const spread = createSpread(shownLaw, spentC, pace, { sweepBand, size: boundSize });
  // up to 60 ms where the chosen law has no closed form, so it may lag behind a drag
  const settledC = follow(C, pace.idle);
  const advisers = computed(() => [
    ...[...laws, ...own.value].map(({ id }) => lawSubject(lawIn(id, scenario.value, own.value))),
    ...allocationSubjects,
  ]);

  return {
    view: signal(choices.view),
    doc: signal(choices.doc),
    law,
    vs,
    own,
    charts: signal(choices.charts),
    C,
    scenario,
    size,
    limits,
    backend: signal(choices.backend),
    open: signal(choices.open),
    growth: signal(choices.growth),
    plan: signal(choices.plan),
    sweep: signal(choices.sweep),
    numbers: signal(choices.numbers),
    evidence: signal(choices.evidence),
    looks: signal(choices.looks),
    isTouring: signal(false),
    theme: signal(theme),
    hover: signal<Configuration | undefined>(undefined),
    choice: signal<BackendChoice | undefined>(undefined),
    summary: signal<SweepSummary | undefined>(undefined),
    swept,
    sweepBand,
    notices,
    stage: signal<StageState>({ kind: 'waiting' }),
    growthSurface: signal<EngineClient['growthSurface'] | undefined>(undefined),
    growthSweep: signal<ScheduleFile | undefined>(undefined),
    openRelief: signal<OpenRelief | undefined>(undefined),
    fitDevice: signal<FitDeviceApi | undefined>(undefined),
    tables: signal<TableClient | undefined>(undefined),
    stopped: signal<PageNotice | undefined>(undefined),
    shownLaw,
    answer,
    comparedCurves,
    compared,
    comparedLaws,
    sheet,
    readScenario: computed(() => scenarioValues([shownLaw.value, ...comparedLaws.value])),
    lawTable: computed(() => lawTable(advisers.value, shownLaw.value, settledC.value)),
    costMatrix: computed(() =>
      costMatrix([lawSubject(shownLaw.value), ...comparedCurves.value.map(({ subject }) => subject)], settledC.value),
    ),
    spread,
    comparedSpreads: Array.from({ length: COMPARED_COLORS }, (_, slot) => spreadOfSlot(slot)),
    agreement: computed(() => swept.value && sweepAgreement(shownLaw.value, swept.value)),
    content: computed(() => sceneContent(curve.value, comparedCurves.value, models, spread.band.value)),
    budget: computed(() => sceneBudget(answer.value.law, answer.value.optimum)),
    data: createData(choices.data, { law, scenario, shownLaw, D: computed(() => answer.value.optimum.D) }),
    skill: createSkill(choices.skill, answer),
    fit: signal(choices.fit),
    fitCharts: signal(choices.fitCharts),
    surfaceSweep: computed(() => surfaceSweep(shownLaw.value)),
    frontierSweep: computed(() => frontierSweep(shownLaw.value)),
    notify(notice) {
      if (notices.value.some(({ message }) => message === notice.message)) return;
      notices.value = [...notices.value, notice];
    },
    dismiss(notice) {
      notices.value = notices.value.filter((other) => other !== notice);
    },
  };
}

type Curve = Pick<LawAnswer, 'law' | 'frontier' | 'fitted' | 'walls' | 'freeFrontier'>;

function frontierOf(law: Law, walls: Walls | undefined): Curve {
  const { points, fitted } = lawCurve(law);
  if (!walls) return { law, frontier: points, fitted };
  return { law, frontier: limitedFrontier(law, points, walls), freeFrontier: points, walls, fitted };
}

function answerOf(curve: Curve, C: number, size: Size | undefined): LawAnswer {
  const { law, walls } = curve;
  const free = (size && sizedRun(law, C, size)) ?? optimum(law, C);
  const isSized = size && sizedRun(law, C, size) !== undefined;
  const within = walls && (limitedRun(law, C, isSized ? size : undefined, walls) ?? limitedRun(law, C, undefined, walls));
  const { limits, ...run } = within ?? { ...free, limits: [] };
  return {
    ...curve,
    optimum: run,
    ...(isSized !== undefined && { isSized }),
    ...(limits.length > 0 && { limited: { by: limits, free } }),
    reach: reachOfRun(law, run, curve.fitted),
  };
}
