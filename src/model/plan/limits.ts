import type { Law } from '../laws';
import { exp2, log2 } from '../math/elementary';
import { findRoot } from '../math/root';
import { type Optimum, optimum } from '../optimum';
import { type Size, sizedRun } from '../sized-run';
import { trainingFlop } from '../spend/spend';
import { type Accelerator, latestPrice } from './hardware';
import { RUNTIME_BYTES, modelStateBytes } from './memory';

const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = 86_400;

/** What a run may take: on so many accelerators, used so well, no more days, money or memory than these. */
export interface RunLimits {
  readonly accelerator: Accelerator;
  readonly accelerators: number;
  /** 6ND over the peak, over the whole run. */
  readonly mfu: number;
  readonly days?: number | undefined;
  /** USD for accelerator-hours at the latest published price. */
  readonly money?: number | undefined;
  /** Whether weights, gradients and optimizer state must fit into the memory of all of them. */
  readonly memory?: boolean | undefined;
}

/** What cuts a part of the plane of N and D off. */
export type LimitKind = 'days' | 'money' | 'memory';

/** Walls in the plane of N and D. Infinite where there is none. */
export interface Walls {
  /** Most FLOP of training, and what sets it: days and money rise with compute alone. */
  readonly training: number;
  readonly by?: 'days' | 'money';
  /** Largest budget of the law that trains no more: above `training` where a budget also serves. */
  readonly budget: number;
  /** Most parameters. */
  readonly N: number;
}

/** Budgets, log2 FLOP, among which that of a wall is looked for. */
const SEARCH = [log2(1e12), log2(1e34)] as const;

/**
 * The walls of limits under a law. Memory is a bound that no layout beats: 16 bytes a parameter spread evenly over all accelerators beside what
 * each keeps for itself; activations come on top. Money is that of training.
 */
export function wallsOf(law: Law, { accelerator, accelerators, mfu, days, money, memory }: RunLimits): Walls {
  const rate = accelerator.peak * mfu;
  const price = latestPrice(accelerator)?.middle;
  const inDays = days === undefined ? Infinity : accelerators * rate * days * SECONDS_PER_DAY;
  const forMoney = money === undefined || price === undefined ? Infinity : (money / price) * SECONDS_PER_HOUR * rate;
  const training = Math.min(inDays, forMoney);
  return {
    training,
    ...(training < Infinity && { by: inDays <= forMoney ? ('days' as const) : ('money' as const) }),
    budget: budgetThatTrains(law, training),
    N: memory ? Math.max(0, accelerator.memory - RUNTIME_BYTES) / modelStateBytes(1, 3, accelerators) : Infinity,
  };
}

/** The budget whose compute-optimal run trains so many FLOP: these themselves unless it pays for more. */
function budgetThatTrains(law: Law, training: number): number {
  if (!law.spend || training === Infinity) return training;
  const excess = (log2C: number): number => {
    const { N, D } = optimum(law, exp2(log2C));
    return log2(trainingFlop(law.spend, N, D)) - log2(training);
  };
  return excess(SEARCH[1]) < 0 ? Infinity : exp2(findRoot(excess, Math.max(SEARCH[0], log2(training)), SEARCH[1]));
}

/** Tokens that walls leave for N parameters: none where memory has no room for them, infinitely many where nothing limits the run. */
export function mostTokens({ spend }: Law, { training, N: mostN }: Walls, N: number): number {
  return N > mostN ? 0 : training / trainingFlop(spend, N, 1);
}

/** The best run within walls. */
export interface LimitedRun extends Optimum {
  /** The walls at which it stands. */
  readonly limits: readonly LimitKind[];
}

/**
 * The best run of a budget within walls, of a given size or compute-optimal: the budget ends at the wall of days and money, the size at that
 * of memory, where the tokens take what it leaves. Undefined where the budget cannot pay for a model of the given size.
 */
export function limitedRun(law: Law, C: number, size: Size | undefined, walls: Walls): LimitedRun | undefined {
  const spent = Math.min(C, walls.budget);
  const wanted = sizedRun(law, spent, size);
  const run = wanted && wanted.N > walls.N ? sizedRun(law, spent, { N: walls.N }) : wanted;
  if (!run) return undefined;
  return {
    ...run,
    limits: [...(C > walls.budget && walls.by ? [walls.by] : []), ...(run !== wanted ? ['memory' as const] : [])],
  };
}

/** The frontier of budgets that walls leave, bent where memory bounds the size; the last point is that of the wall. */
export function limitedFrontier(law: Law, frontier: readonly Optimum[], walls: Walls): readonly Optimum[] {
  const within = frontier.filter(({ C }) => C < walls.budget);
  const last = within.length < frontier.length ? [optimum(law, walls.budget)] : [];
  return [...within, ...last].map((run) => (run.N > walls.N ? (sizedRun(law, run.C, { N: walls.N }) ?? run) : run));
}
