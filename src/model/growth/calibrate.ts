import type { Law } from '../laws';
import { loss } from '../loss';
import { exp2 } from '../math/elementary';
import { findRoot } from '../math/root';
import { baseCostInTokens } from './models/gstack';
import type { Schedule, Stage } from './schedule';
import { simulateSchedule } from './simulate';
import { tokensAtLoss } from './tokens';

/** A measured comparison at equal loss: one jump by a growth factor against a run from scratch. */
export interface MeasuredSpeedup {
  /** Parameters after growth. */
  readonly N: number;
  readonly growthFactor: number;
  /** Tokens of the base of N/growthFactor parameters. */
  readonly baseTokens: number;
  /** Tokens of the run from scratch that reaches the same loss. */
  readonly scratchTokens: number;
  /** C_scratch / C_growth − 1 */
  readonly speedup: number;
}

/** What a measured speed-up says about the transfer efficiency. */
export interface SpeedupCalibration {
  /** Tokens that the base is worth to the larger size under lossless growth. */
  readonly losslessTokens: number;
  /** Speed-up that lossless growth predicts. */
  readonly losslessSpeedup: number;
  /** Tokens that the base is worth by the measurement; at or below 0 where growing cost more than it brought. */
  readonly impliedTokens: number;
  /** The transfer efficiency that turns one into the other; no model has one at or below 0. */
  readonly eta: number;
}

/**
 * The transfer efficiency that reproduces a measured speed-up on a law: at equal loss the grown run needs T/(1 + s) − d/g tokens of its own,
 * so that its base was worth the rest of T. Lossless growth predicts T/(T − D_eff + d/g) − 1.
 */
export function calibrateBySpeedup(law: Law, { N, growthFactor, baseTokens, scratchTokens, speedup }: MeasuredSpeedup): SpeedupCalibration {
  const losslessTokens = tokensAtLoss(law, N, loss(law, N / growthFactor, baseTokens));
  const baseCost = baseCostInTokens(baseTokens, growthFactor);
  const impliedTokens = scratchTokens - (scratchTokens / (1 + speedup) - baseCost);
  return {
    losslessTokens,
    losslessSpeedup: scratchTokens / (scratchTokens - losslessTokens + baseCost) - 1,
    impliedTokens,
    eta: impliedTokens / losslessTokens,
  };
}

/** A stage with the loss that was measured at its end, in nat/token. */
export interface MeasuredStage extends Stage {
  readonly loss: number;
}

/**
 * The transfer efficiency of each switch of a run whose loss was measured at the end of every stage: one number fewer than stages. At or
 * below 0 where a stage of its own tokens from scratch would do better; NaN where a loss does not lie on its size's curve.
 */
export function switchEfficiencies(law: Law, stages: readonly MeasuredStage[]): readonly number[] {
  return stages.slice(1).map((stage, i) => {
    const onEntry = tokensAtLoss(law, stage.N, stages[i]!.loss);
    return (tokensAtLoss(law, stage.N, stage.loss) - stage.D) / onEntry;
  });
}

/** log2 of the transfer efficiencies among which one is looked for. */
const SEARCH = { from: -30, to: 30 };

/**
 * The one transfer efficiency with which a schedule ends at a measured loss in nat/token. NaN where none from 1e-9 to 1e9 does: with a
 * single stage, or where the loss is worse than the last stage alone or better than its size can be.
 */
export function calibrateByFinalLoss(law: Law, stages: Schedule, measured: number): number {
  const excess = (log2Eta: number): number => measured - simulateSchedule(law, stages, { eta: exp2(log2Eta) }).loss;
  if (!(excess(SEARCH.from) < 0 && excess(SEARCH.to) > 0)) return Number.NaN;
  return exp2(findRoot(excess, SEARCH.from, SEARCH.to));
}
