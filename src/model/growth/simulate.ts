import { trainingCompute } from '../compute';
import type { Law } from '../laws';
import { lossAtSum, sumAt, sumAtLoss } from '../loss';
import { type Schedule, scheduleTokens } from './schedule';
import { tokensAtSum } from './tokens';

/** What happens at each switch to a larger size. */
export interface GrowthOptions {
  /**
   * Transfer efficiency: the share of the effective tokens that survive a switch. 1 is lossless, less loses progress, more means that
   * growth helps more than the loss says. Above 0; 1 where it is left out.
   */
  readonly eta?: number;
  /** Rise of the loss at each switch in nat/token, at least 0; 0 where it is left out. */
  readonly lossBump?: number;
  /** Tokens after each switch that are paid for and bring no progress, while the learning rate warms up again; 0 where it is left out. */
  readonly rewarmTokens?: number;
}

/** One stage of a simulated run. */
export interface GrownStage {
  readonly N: number;
  /** Tokens of the stage itself. */
  readonly D: number;
  /** Tokens on entry: those after which a run from scratch of this size would stand where the stage begins, η·D_eff; 0 in the first. */
  readonly effectiveTokens: number;
  /** nat/token on entry, after the switch; infinite in the first stage. */
  readonly entryLoss: number;
  /** nat/token at its end */
  readonly loss: number;
  /** FLOP */
  readonly compute: number;
}

/** A simulated run of a schedule. */
export interface GrownRun {
  readonly stages: readonly GrownStage[];
  /** nat/token at its end */
  readonly loss: number;
  /** FLOP */
  readonly compute: number;
  /** Tokens in all. */
  readonly tokens: number;
}

/**
 * Runs a schedule on a law whose loss falls with the tokens. Growth preserves the function: at a switch the loss stays (but for
 * `lossBump`), and the run goes on along the curve of the larger size from D_eff, L(N₂, D_eff) = loss, so that the stage ends at
 * L(N₂, η·D_eff + D₂). For L = E + A·N^-alpha + B·D^-beta: D_eff = (B/(loss − E − A·N₂^-alpha))^(1/beta).
 *
 * It is a model: see `growthWarnings` for what measurements say. D_eff counts what the loss is worth, so that a law of repeated data
 * sees fewer repeats than the run. Where a loss does not lie on the larger size's curve (a law whose loss rises with N) the
 * effective tokens and all losses from there on are NaN. Pure; expects a schedule that `checkSchedule` passes.
 */
export function simulateSchedule(law: Law, stages: Schedule, { eta = 1, lossBump = 0, rewarmTokens = 0 }: GrowthOptions = {}): GrownRun {
  const grown: GrownStage[] = [];
  let sum = Infinity;
  stages.forEach(({ N, D }, i) => {
    const isFirst = i === 0;
    const after = lossBump === 0 ? sum : sumAtLoss(law, lossAtSum(law, sum) + lossBump);
    const effectiveTokens = isFirst ? 0 : eta * tokensAtSum(law, N, after);
    const entryLoss = isFirst ? Infinity : lossAtSum(law, sumAt(law, N, effectiveTokens));
    sum = sumAt(law, N, effectiveTokens + progressOf(D, isFirst ? 0 : rewarmTokens));
    grown.push({ N, D, effectiveTokens, entryLoss, loss: lossAtSum(law, sum), compute: trainingCompute(N, D) });
  });
  return {
    stages: grown,
    loss: grown.at(-1)?.loss ?? Number.NaN,
    compute: grown.reduce((total, { compute }) => total + compute, 0),
    tokens: scheduleTokens(stages),
  };
}

/** Tokens that bring progress among D after a switch with tokens to warm up. */
export function progressOf(D: number, rewarmTokens: number): number {
  return Math.max(0, D - rewarmTokens);
}
