import { trainingCompute } from '../compute';
import type { Law } from '../laws';
import { computeForLoss } from '../optimum';
import { type Schedule, finalParameters, scheduleTokens } from './schedule';
import type { GrownRun } from './simulate';
import { tokensAtLoss } from './tokens';

/** The three savings, never to be mixed up: each compares with something else. */
export const savings = [
  {
    id: 'areaSaving',
    name: 'area saving',
    about: 'Compute saved against training the final size on all the tokens; the loss may differ.',
  },
  {
    id: 'lossMatchedSaving',
    name: 'loss-matched saving',
    about: 'Compute saved against a run from scratch of the same final size that reaches the same loss.',
  },
  {
    id: 'frontierSaving',
    name: 'frontier saving',
    about: 'Compute saved against the compute-optimal run that reaches the same loss; below 0 a well-sized model would have been cheaper.',
  },
] as const;

/** Id of a saving. */
export type SavingId = (typeof savings)[number]['id'];

/**
 * Area saving of a schedule, 1 − Σ N D / (N_K · Σ D): the area between the schedule and its rectangle, over that of the rectangle.
 * Source: FLM-101B, arXiv 2309.03852v3, figure 1.
 */
export function areaSaving(stages: Schedule): number {
  const area = stages.reduce((sum, { N, D }) => sum + N * D, 0);
  return 1 - area / (finalParameters(stages) * scheduleTokens(stages));
}

/** All three savings of a simulated run; NaN where the law reaches the run's loss in no way that the saving compares with. */
export function savingsOf(law: Law, run: GrownRun): { readonly [S in SavingId]: number } {
  const N = finalParameters(run.stages);
  return {
    areaSaving: areaSaving(run.stages),
    lossMatchedSaving: 1 - run.compute / trainingCompute(N, tokensAtLoss(law, N, run.loss)),
    frontierSaving: 1 - run.compute / computeForLoss(law, run.loss),
  };
}
