import { type ReadonlySignal, type Signal, computed, signal } from '@preact/signals-core';
import * as v from 'valibot';
import { type Law } from '../model/laws';
import { LONGEST_ANSWER } from '../model/skill/metrics';
import { type DatasetId, type Exam, type Skill, computeForMatch, datasetIds, datasets, predictSkill } from '../model/skill/skill';
import { type TaskCount } from '../model/skill/gadre';
import { numberField } from './number-field';

/** What the user chose about skill. */
export interface SkillChoices {
  /** Where the mean error is read; undefined: where the law was fitted if it is one of Gadre's, else C4. */
  readonly dataset?: DatasetId | undefined;
  readonly tasks: TaskCount;
  /** Tokens of an answer. */
  readonly length: number;
}

/** What the page opens with. */
export const defaultSkill: SkillChoices = { tasks: 17, length: 10 };

/** What the length of an answer may be, in tokens. */
export const lengthRange = { min: 1, max: LONGEST_ANSWER } as const;

/** Fields of a URL's hash, with what each may be. */
export const skillFields = {
  dataset: v.picklist(datasetIds, `one of ${datasetIds.join(', ')}`),
  tasks: v.pipe(
    v.picklist(['17', '46'], 'one of 17, 46'),
    v.transform((text): TaskCount => (text === '17' ? 17 : 46)),
  ),
  k: v.pipe(
    numberField('tokens of an answer', lengthRange),
    v.check((value) => Number.isInteger(value), 'a whole number of tokens'),
  ),
} as const;

/** Choices from the fields that a URL has, already checked. */
export function readSkill(found: Readonly<Record<string, unknown>>): SkillChoices {
  const { tasks = defaultSkill.tasks, k = defaultSkill.length, dataset } = found as Partial<Exam> & { k?: number };
  return { tasks, length: k, ...(dataset && { dataset }) };
}

/** Fields of a URL for what differs from the defaults. */
export function writeSkill({ dataset, tasks, length }: SkillChoices): Readonly<Record<string, string | number>> {
  return {
    ...(dataset && { dataset }),
    ...(tasks !== defaultSkill.tasks && { tasks }),
    ...(length !== defaultSkill.length && { k: length }),
  };
}

/** Skill at a budget of the frontier. */
export interface SkillPoint extends Skill {
  /** FLOP */
  readonly C: number;
}

/** What the answer will be able to do. */
export interface SkillState {
  readonly choices: Signal<SkillChoices>;
  readonly exam: ReadonlySignal<Exam>;
  /** At the answer. */
  readonly predicted: ReadonlySignal<Skill>;
  /** Along the law's frontier; computed while somebody reads it. */
  readonly curve: ReadonlySignal<readonly SkillPoint[]>;
  /** Budgets at which exact match leaves 1 %, and reaches a half; NaN where it never does. */
  readonly onset: ReadonlySignal<readonly [number, number]>;
  change(part: Partial<SkillChoices>): void;
}

/** What the panel reads of the store. */
interface Answer {
  readonly law: Law;
  readonly frontier: readonly { readonly N: number; readonly D: number; readonly C: number }[];
  readonly optimum: { readonly N: number; readonly D: number };
}

/** Creates the state of the skill panel. */
export function createSkill(given: SkillChoices, answer: ReadonlySignal<Answer>): SkillState {
  const choices = signal(given);
  // these two change seldom, the answer with every frame of a drag
  const law = computed(() => answer.value.law);
  const frontier = computed(() => answer.value.frontier);
  const exam = computed((): Exam => {
    const { dataset, tasks, length } = choices.value;
    return { dataset: dataset ?? datasetIds.find((id) => datasets[id] === law.value.id) ?? 'c4', tasks, length };
  });
  return {
    choices,
    exam,
    predicted: computed(() => predictSkill(law.value, answer.value.optimum.N, answer.value.optimum.D, exam.value)),
    curve: computed(() => frontier.value.map(({ N, D, C }) => ({ C, ...predictSkill(law.value, N, D, exam.value) }))),
    onset: computed(
      () => [computeForMatch(law.value, 0.01, exam.value.length), computeForMatch(law.value, 0.5, exam.value.length)] as const,
    ),
    change(part) {
      choices.value = { ...choices.value, ...part };
    },
  };
}
