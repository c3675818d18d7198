import { power } from '../../math/elementary';
import { finalParameters } from '../schedule';
import { type GrowthModel, inputOf } from './model';

/** Kaplan's exponents that the slope rule reads: parameters, steps, and the batch that the loss calls for. */
const KAPLAN = { N: 0.076, steps: 0.76, batch: 0.21 };

/** Slopes d ln L / d ln C at which the rule grows in width or depth, and stops. */
export const stagedSlopes = { width: -0.0475, depth: -0.0575, stop: -0.052 } as const;

/** Share u of the loss that still depends on the steps where the slope is τ = d ln L / d ln C: −τ/(0.76·(1 + τ/0.21)). */
export function stepShare(slope: number): number {
  return -slope / (KAPLAN.steps * (1 + slope / KAPLAN.batch));
}

/**
 * Steps of the smaller model over those at which the grown one has the same loss, ((1 − (1−u)·g^-0.076)/u)^(1/0.76); independent of the
 * size. Closed form ours, for the curve of Kaplan et al. that the authors simulate.
 */
export function stagedStepRatio(slope: number, growthFactor: number): number {
  const u = stepShare(slope);
  return power((1 - (1 - u) * power(growthFactor, -KAPLAN.N)) / u, 1 / KAPLAN.steps);
}

/** Steps of a measured staged run. */
export interface StagedSteps {
  /** Of the small model until it grows. */
  readonly before: number;
  /** Of the large model from scratch to the same loss. */
  readonly after: number;
  /** Of the large model from scratch to the end. */
  readonly end: number;
}

/** Share of the compute that a staged run saves, (S_after − S_before·n/N)/S_end, with the small size n over the large N. */
export function stagedSaving({ before, after, end }: StagedSteps, sizeRatio: number): number {
  return (after - before * sizeRatio) / end;
}

/** Staged training's rule of when to grow, on Kaplan's learning curve. */
export const staged: GrowthModel = {
  id: 'staged',
  label: 'Slope rule (staged training)',
  operator: 'doubling the width (4 times the parameters) or the depth (2 times), loss and dynamics preserved',
  formula: 'u = -tau/(0.76·(1 + tau/0.21)); S_before/S_after = ((1 - (1 - u)·g^-0.076)/u)^(1/0.76)',
  range:
    "Kaplan's curve at the critical batch; in real GPT-2 runs a ratio of 1.81 was measured in width, and 22 % of the compute saved at most",
  source: 'Shen et al. 2022 (staged training), arXiv 2203.06211; allenai/staged-training (6c0cf4e); closed form ours',
  status: "verified in the authors' repository; up to 22 % verified in the abstract",
  inputs: [
    {
      id: 'growthFactor',
      unit: '1',
      about: 'parameters after growth over before: 4 in width, 2 in depth',
      min: 1,
      max: 1e3,
      default: 4,
      fitted: [2, 4],
    },
    {
      id: 'slope',
      unit: '1',
      about: 'd ln L / d ln C at which the model grows: -0.0475 in width, -0.0575 in depth',
      min: -0.2,
      max: -1e-4,
      default: stagedSlopes.width,
    },
  ],
  results: [
    { id: 'stepShare', unit: '1', about: 'share of the loss that still depends on the steps' },
    { id: 'stepRatio', unit: '1', about: 'steps before growth over those at which the grown model stands' },
    { id: 'computeRatio', unit: '1', about: 'compute of the steps before over that of the steps that the grown model is spared' },
  ],
  fromSchedule: (stages) => (stages.length > 1 ? { growthFactor: finalParameters(stages) / stages.at(-2)!.N } : {}),
  evaluate(inputs) {
    const [growthFactor, slope] = [inputOf(inputs, 'growthFactor'), inputOf(inputs, 'slope')];
    const stepRatio = stagedStepRatio(slope, growthFactor);
    return { stepShare: stepShare(slope), stepRatio, computeRatio: stepRatio / growthFactor };
  },
};
