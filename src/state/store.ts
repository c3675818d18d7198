import { type ReadonlySignal, type Signal, computed, signal } from '@preact/signals-core';
import type { Configuration } from '../model/configuration';
import { type Law, type Scenario, defaultLaw, laws } from '../model/laws';
import { type Optimum, optimum } from '../model/optimum';
import type { SceneBudget, SceneContent, Theme } from '../scene/content';
import type { SweepFile } from '../sweep/file';
import type { BackendChoice, BackendPreference, FrontierResult, SweepSummary } from '../worker/api';
import { sweepAgreement } from './agreement';
import { DEFAULT_BUDGET } from './budget';
import { type Data, type DataChoices, createData, defaultData } from './data';
import { type Reach, fittedBudgets, frontierCurve, reachOf } from './curves';
import { type LawRow, lawTable } from './law-table';
import { type FitChoices, defaultFit } from './fit-choices';
import { models } from './models';
import { type PanelId } from './panels';
import { type Pace, atOnce, follow } from './pace';
import { sceneBudget, sceneContent } from './picture';
import { type ScenarioValue, lawIn, scenarioValues } from './scenario';
import { type SkillChoices, type SkillState, createSkill, defaultSkill } from './skill';
import { type Spread, type SweepBand, createSpread } from './spread';
import type { StageState } from './stage';
import { frontierSweep, surfaceSweep } from './sweeps';
import type { ViewId } from './views';

/** Something that the user should know: what happened, and what they can do. */
export interface PageNotice {
  readonly message: string;
  readonly hint: string;
}

/** A law with its frontier over all budgets and its optimum at the budget. */
export interface LawAnswer {
  readonly law: Law;
  readonly frontier: readonly Optimum[];
  readonly optimum: Optimum;
  /** Budgets that the law was fitted on. */
  readonly fitted: readonly [number, number] | undefined;
  readonly reach: Reach;
}

/** What the user chose; all of it stands in the URL. */
export interface Choices {
  readonly view: ViewId;
  /** Id of a law. */
  readonly law: string;
  /** Id of the law that it is compared with. */
  readonly vs?: string | undefined;
  /** Compute budget in FLOP. */
  readonly C: number;
  /** What the user fixed for laws that read more than N and D; the form's defaults stand where it says nothing. */
  readonly scenario: Scenario;
  readonly backend: BackendPreference;
  readonly data: DataChoices;
  readonly skill: SkillChoices;
  readonly fit: FitChoices;
  /** Panels that are unfolded. */
  readonly open: readonly PanelId[];
}

/** Everything that the page shows, as signals; what follows from other signals is computed. */
export interface Store {
  readonly view: Signal<ViewId>;
  readonly law: Signal<string>;
  readonly vs: Signal<string | undefined>;
  readonly C: Signal<number>;
  readonly scenario: Signal<Scenario>;
  readonly backend: Signal<BackendPreference>;
  readonly open: Signal<readonly PanelId[]>;
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
  /** Why no engine computes; undefined while one does, or starts. */
  readonly stopped: Signal<PageNotice | undefined>;

  /** The law and the compared one, in the scenario: they change only when another is chosen, or what they read of the scenario. */
  readonly shownLaw: ReadonlySignal<Law>;
  readonly comparedLaw: ReadonlySignal<Law | undefined>;
  readonly answer: ReadonlySignal<LawAnswer>;
  readonly compared: ReadonlySignal<LawAnswer | undefined>;
  /** Scenario quantities that the two read, with their values. */
  readonly readScenario: ReadonlySignal<readonly ScenarioValue[]>;
  /** Every law at the budget, beside the chosen one; computed while somebody reads it. */
  readonly lawTable: ReadonlySignal<readonly LawRow[]>;
  /** How far the optima of the two spread. */
  readonly spread: Spread;
  readonly comparedSpread: Spread;
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
  C: DEFAULT_BUDGET,
  scenario: {},
  backend: 'auto',
  data: defaultData,
  skill: defaultSkill,
  fit: defaultFit,
  open: [],
};

/** A store that opens on the given choices. Laws must be known ones; `parseHash` sees to that. */
export function createStore(choices: Choices, theme: Theme, pace: Pace = atOnce): Store {
  const law = signal(choices.law);
  const vs = signal(choices.vs);
  const C = signal(choices.C);
  const scenario = signal(choices.scenario);
  const notices = signal<readonly PageNotice[]>([]);

  // law and curve change seldom, the budget with every frame of a drag: so the curve must not depend on the budget
  const shownLaw = computed(() => lawIn(law.value, scenario.value));
  const comparedLaw = computed(() => (vs.value === undefined || vs.value === law.value ? undefined : lawIn(vs.value, scenario.value)));
  const curve = computed(() => curveOf(shownLaw.value));
  const comparedCurve = computed(() => comparedLaw.value && curveOf(comparedLaw.value));
  const swept = signal<FrontierResult | undefined>(undefined);
  const sweepBand = signal<SweepBand | undefined>(undefined);
  const answer = computed(() => answerOf(curve.value, C.value));
  const compared = computed(() => comparedCurve.value && answerOf(comparedCurve.value, C.value));
  // up to 60 ms where the chosen law has no closed form, so it may lag behind a drag
  const settledC = follow(C, pace.idle);
  const everyLaw = computed(() => laws.map(({ id }) => lawIn(id, scenario.value)));

  return {
    view: signal(choices.view),
    law,
    vs,
    C,
    scenario,
    backend: signal(choices.backend),
    open: signal(choices.open),
    theme: signal(theme),
    hover: signal<Configuration | undefined>(undefined),
    choice: signal<BackendChoice | undefined>(undefined),
    summary: signal<SweepSummary | undefined>(undefined),
    swept,
    sweepBand,
    notices,
    stage: signal<StageState>({ kind: 'waiting' }),
    stopped: signal<PageNotice | undefined>(undefined),
    shownLaw,
    comparedLaw,
    answer,
    compared,
    readScenario: computed(() => scenarioValues(comparedLaw.value ? [shownLaw.value, comparedLaw.value] : [shownLaw.value])),
    lawTable: computed(() => lawTable(everyLaw.value, shownLaw.value, settledC.value)),
    spread: createSpread(shownLaw, C, pace, sweepBand),
    comparedSpread: createSpread(comparedLaw, C, pace, sweepBand),
    agreement: computed(() => swept.value && sweepAgreement(shownLaw.value, swept.value)),
    content: computed(() => sceneContent(curve.value.law, curve.value.frontier, comparedCurve.value, models)),
    budget: computed(() => sceneBudget(answer.value.law, answer.value.optimum)),
    data: createData(choices.data, { law, scenario, shownLaw, D: computed(() => answer.value.optimum.D) }),
    skill: createSkill(choices.skill, answer),
    fit: signal(choices.fit),
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

type Curve = Pick<LawAnswer, 'law' | 'frontier' | 'fitted'>;

function curveOf(law: Law): Curve {
  const frontier = frontierCurve(law);
  return { law, frontier, fitted: fittedBudgets(law, frontier) };
}

function answerOf(curve: Curve, C: number): LawAnswer {
  return { ...curve, optimum: optimum(curve.law, C), reach: reachOf(C, curve.fitted) };
}
