import { msg } from '@lit/localize';
import { type ReadonlySignal, batch, signal } from '@preact/signals-core';
import { BUDGET_RANGE, roundBudget } from './budget';
import type { LawStorage, StorageHost } from './own-laws';
import type { Choices, Store } from './store';
import { applyChoices, choicesOf } from './url';
import type { ViewId } from './views';

/** Where it is remembered that the tour was taken or declined. */
const KEY = 'isoflop.tour';

/** Laws that the tour compares with: the first that is not on the page yet. */
const COMPARISONS = ['hoffmann-2022', 'besiroglu-2024', 'kaplan-2020-nd'];

/** What a step changes on the page beside the view: it moves the budget, or adds a law. */
export type TourShow = 'budget' | 'comparison';

/** One step of the tour. */
export interface TourStep {
  readonly view: ViewId;
  /** Tags of the elements that it points at. */
  readonly at: readonly string[];
  readonly title: string;
  readonly text: string;
  readonly show?: TourShow;
}

/** All steps, in their order. */
export const tourSteps: readonly TourStep[] = [
  {
    view: 'frontier',
    at: ['iso-question'],
    title: msg('The question is a sentence'),
    text: msg(
      'Every view asks its question in one sentence and answers within it. Whatever is underlined can be changed in place: here the budget and the law.',
    ),
  },
  {
    view: 'frontier',
    at: ['iso-answer'],
    title: msg('The answer, and how sure it is'),
    text: msg(
      'The model and the tokens that the budget should buy. The ridges show where each figure may lie, given the runs that the law was fitted on; a warning says when the law is used beyond those runs.',
    ),
  },
  {
    view: 'frontier',
    at: ['iso-budget-slider', '.instrument'],
    title: msg('One budget moves everything'),
    text: msg(
      'The slider is moving by itself now. The plane in the picture, the minimum of the loss, the charts and the sentence follow within the frame. You can drag the slider, or the optimum in the picture.',
    ),
    show: 'budget',
  },
  {
    view: 'frontier',
    at: ['iso-compare-picker', '.charts'],
    title: msg('Laws disagree'),
    text: msg(
      'For this step another law is compared. Each law has its colour in every chart, and a table further down says what it costs to plan with a law that turns out to be wrong.',
    ),
    show: 'comparison',
  },
  {
    view: 'growth',
    at: ['iso-growth-figure', 'iso-growth-savings'],
    title: msg('Train a small model, grow it, train on'),
    text: msg(
      'Drag the stages of a schedule. Its savings stand beside it against three different runs, because the saved area alone promises too much.',
    ),
  },
  {
    view: 'plan',
    at: ['iso-plan-question', 'iso-plan-answer'],
    title: msg('From a budget to a run'),
    text: msg(
      'Accelerators, days, money, a loss or a model in; days, money, energy, memory and layout out. Select a figure, and it unfolds to its formula, inputs and source.',
    ),
  },
  {
    view: 'evidence',
    at: ['.question', '.parts'],
    title: msg('Do not take our word for it'),
    text: msg(
      'Published numbers are recomputed here in front of you, and among them numbers that every developer should know, with inputs to change. Fit turns runs of your own into a law, Sweep computes millions of configurations. The question mark at the top opens help and a glossary in every view.',
    ),
  },
];

/** The guided tour: where it is, and what it may do to the page. */
export interface Tour {
  /** Whether a first visit is invited to it. */
  readonly isOffered: ReadonlySignal<boolean>;
  /** Place of the step that is shown; undefined while there is no tour. */
  readonly step: ReadonlySignal<number | undefined>;
  start(): void;
  /** Goes to another step; beyond the last one the tour ends. */
  goTo(step: number): void;
  /** Ends it, with everything as it was before. */
  leave(): void;
  /** Declines it for good. */
  decline(): void;
  /** Moves the budget between the user's own (0) and one of ten times as much (1), where a step shows that. */
  moveBudget(share: number): void;
}

/** A tour of the page. It is offered until it is taken or declined; without a storage, on every visit. */
export function createTour(store: Store, storage: LawStorage | undefined, host: StorageHost): Tour {
  const isOffered = signal(!isRemembered(storage));
  const step = signal<number | undefined>(undefined);
  let before: Choices | undefined;

  const forget = (): void => {
    isOffered.value = false;
    try {
      storage?.setItem(KEY, 'seen');
    } catch {
      // a full or blocked storage costs an invitation on the next visit
    }
  };
  const end = (choices: Choices | undefined): void => {
    batch(() => {
      if (choices) applyChoices(store, choices);
      step.value = undefined;
      store.isTouring.value = false;
    });
    before = undefined;
  };
  const goTo = (to: number): void => {
    const shown = tourSteps[to];
    if (!before) return;
    if (!shown) {
      if (to >= tourSteps.length) end(before);
      return;
    }
    const choices = { ...before, view: shown.view, ...(shown.show === 'comparison' && { vs: withComparison(before) }) };
    batch(() => {
      applyChoices(store, choices);
      step.value = to;
    });
  };
  // whoever goes back or opens a link leaves the tour for what the link says
  host.addEventListener('hashchange', () => before && end(undefined));

  return {
    isOffered,
    step,
    start() {
      before ??= choicesOf(store);
      forget();
      store.isTouring.value = true;
      goTo(0);
    },
    goTo,
    leave: () => end(before),
    decline: forget,
    moveBudget(share) {
      if (!before || tourSteps[step.peek() ?? -1]?.show !== 'budget') return;
      const { C } = before;
      const factor = 10 ** (C * 10 > BUDGET_RANGE[1] ? -share : share);
      store.C.value = share === 0 ? C : roundBudget(C * factor);
    },
  };
}

function withComparison({ law, vs }: Choices): readonly string[] {
  const added = COMPARISONS.find((id) => id !== law && !vs.includes(id));
  return added === undefined ? vs : [...vs, added];
}

function isRemembered(storage: LawStorage | undefined): boolean {
  try {
    return storage?.getItem(KEY) !== null && storage !== undefined;
  } catch {
    return false;
  }
}
