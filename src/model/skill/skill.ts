import { formatShare } from '../corpus/supply';
import { bindLaw, findLaw, type Law } from '../laws';
import { irreducibleLoss, loss, reducibleLoss } from '../loss';
import { computeForLoss } from '../optimum';
import { type TaskCount, findTaskError, taskError } from './gadre';
import { exactMatch, reducibleLossForMatch, tokenEditDistance, tokenProbability } from './metrics';

/** Data sets that Gadre et al. 2024 trained on, by the law of each. */
export const datasets = { c4: 'gadre-2024-c4', redpajama: 'gadre-2024-redpajama', refinedweb: 'gadre-2024-refinedweb' } as const;
/** Id of a data set. */
export type DatasetId = keyof typeof datasets;
/** All ids. */
export const datasetIds = Object.keys(datasets) as readonly DatasetId[];

/** The law of a data set. */
export function lawOfDataset(id: DatasetId): Law {
  return bindLaw(findLaw(datasets[id])!, {});
}

/** Mean error over tasks of a C4 loss in nat/token, from 0 to 1, for models of a data set. Source: Gadre et al. 2024. */
export function datasetError(id: DatasetId, tasks: TaskCount, c4Loss: number): number {
  return taskError(findTaskError(datasets[id], tasks)!, c4Loss);
}

/** What a configuration is predicted to do. */
export interface Skill {
  /** C4 loss of the data set's own law, nat/token. */
  readonly taskLoss: number;
  /** Mean error over the tasks, from 0 to 1. */
  readonly taskError: number;
  /** Probability that one token of an answer is right, under the law. */
  readonly tokenProbability: number;
  /** Probability that all tokens are right. */
  readonly exactMatch: number;
  /** Expected wrong tokens. */
  readonly tokenEditDistance: number;
}

/** What is asked of a model. */
export interface Exam {
  /** Where the mean error is read. */
  readonly dataset: DatasetId;
  readonly tasks: TaskCount;
  /** Tokens of an answer. */
  readonly length: number;
}

/**
 * What N parameters on D tokens are predicted to do: the mean error by the law of the data set, since its losses alone are those that
 * the error was fitted to, and answers of some tokens by the reducible loss of any law (`tokenProbability`).
 */
export function predictSkill(law: Law, N: number, D: number, exam: Exam): Skill {
  return skillOf(loss(lawOfDataset(exam.dataset), N, D), reducibleLoss(law, N, D), exam);
}

/** The same for a C4 loss in nat/token above the floor of the data set's law, which then stands for both. */
export function predictSkillOfLoss(c4Loss: number, exam: Exam): Skill {
  return skillOf(c4Loss, c4Loss - irreducibleLoss(lawOfDataset(exam.dataset)), exam);
}

function skillOf(taskLoss: number, reducible: number, { dataset, tasks, length }: Exam): Skill {
  const p = tokenProbability(reducible);
  return {
    taskLoss,
    taskError: datasetError(dataset, tasks, taskLoss),
    tokenProbability: p,
    exactMatch: exactMatch(p, length),
    tokenEditDistance: tokenEditDistance(p, length),
  };
}

/** Least compute in FLOP at which a law's exact match over some tokens reaches a share from 0 to 1; NaN where it never does. */
export function computeForMatch(law: Law, share: number, length: number): number {
  return computeForLoss(law, irreducibleLoss(law) + reducibleLossForMatch(share, length));
}

/** The prediction in a few words. */
export function shortSkill({ taskError: error, exactMatch: match }: Skill, { tasks, length }: Exam): string {
  const answer = length === 1 ? 'an answer of one token' : `all ${length} tokens of an answer`;
  return `${formatShare(error)} mean error over ${tasks} tasks; ${answer} right ${formatShare(match)} of the time.`;
}
