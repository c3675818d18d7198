import { InputError } from '../../quantities/issue';
import { FLOP_PER_PARAMETER_TOKEN } from '../compute';
import type { Law } from '../laws';
import { lossAtSum, sumAtLoss } from '../loss';
import { exp, exp2, power } from '../math/elementary';
import { findRoot } from '../math/root';
import { type TwoPowers, twoPowers } from '../optimum';
import { idealGrowth, scratchCost } from './ideal';
import type { Schedule } from './schedule';
import { parametersAtTerm } from './tokens';

/** What a schedule is to reach: a loss in nat/token, or what it may spend in FLOP. */
export type GrowthTarget = { readonly loss: number } | { readonly C: number };

/** The cheapest schedule of a number of stages. */
export interface BestSchedule {
  /** Fewer stages than asked for where a further one would cost more, which happens below η = 1. */
  readonly stages: Schedule;
  /** Compute over that of the compute-optimal run from scratch at the same loss. */
  readonly computeRatio: number;
  /** The limit under lossless growth, which no number of stages beats. */
  readonly idealComputeRatio: number;
}

/** Most stages that are looked for; a further one gains next to nothing by then. */
export const MAX_BEST_STAGES = 10;

/** log2 of how far, relative to the loss's own scale, a stage may take the reducible sum; and the steps between. */
const SCAN = { from: -12, to: 9, steps: 42 };

/**
 * One stage of the best schedules in units of its final sum: it takes the sum from `ratio` to 1 with a parameter term of `share`. Where
 * `ratio` is infinite it is the first.
 */
interface UnitStage {
  readonly share: number;
  readonly ratio: number;
}

/** A solution in units where both terms have size 1 and the final sum is 1: its compute in units of 6 FLOP, and its stages. */
interface UnitSolution {
  readonly cost: number;
  readonly stages: readonly UnitStage[];
}

/**
 * The schedule of at most `count` stages that reaches a loss with the least compute, or the least loss for a compute, under growth with
 * transfer efficiency eta from above 0 to 1. An InputError names a law that is not one power of N and one of D, an eta above 1 (growing by
 * nothing at all would then pay), a count outside 1…10, a target that no run reaches.
 *
 * The state of a run is its loss alone, and both terms are powers, so the least compute with k stages is v_k·r^-(1/alpha + 1/beta) at every
 * reducible sum r. That leaves a minimisation over two numbers for each stage: the share q of the parameter term and the ratio t by
 * which the stage lowers the sum, v_k = min v_(k−1)·t^-(1/alpha + 1/beta) + q^(-1/alpha)·((1−q)^(-1/beta) − η·(t−q)^(-1/beta)). For given t
 * the logarithm of the second part is convex in q.
 */
export function bestSchedule(law: Law, count: number, target: GrowthTarget, eta = 1): BestSchedule {
  const powers = twoPowers(law);
  const ideal = idealGrowth(law);
  if (!powers || !ideal) throw invalid('law', law.id, 'a law with one power of parameters and one of tokens');
  if (!(Number.isInteger(count) && count >= 1 && count <= MAX_BEST_STAGES))
    throw invalid('best', String(count), `a whole number of stages from 1 to ${MAX_BEST_STAGES}`);
  if (!(eta > 0 && eta <= 1)) throw invalid('eta', String(eta), 'a number above 0 and at most 1 where the best schedule is looked for');
  const solution = solve(powers, count, eta);
  const sum = 'loss' in target ? sumAtLoss(law, target.loss) : sumForCompute(powers, solution.cost, target.C);
  const [field, given] = 'loss' in target ? (['loss', target.loss] as const) : (['C', target.C] as const);
  if (!(sum > 0))
    throw invalid(
      field,
      String(given),
      field === 'loss' ? `a loss above the law's floor of ${lossAtSum(law, 0)} nat/token` : 'FLOP above 0',
    );
  const stages = scale(powers, solution, sum, eta);
  if (!stages.every(({ N, D }) => N > 0 && D > 0 && Number.isFinite(N * D)))
    throw invalid(field, String(given), 'what a run of finite size can reach');
  return { stages, computeRatio: solution.cost / scratchCost(powers), idealComputeRatio: ideal.computeRatio };
}

function invalid(field: string, given: string, allowed: string): InputError {
  return new InputError([{ field, given, allowed }]);
}

/** The unit solution of at most `count` stages. */
function solve(powers: TwoPowers, count: number, eta: number): UnitSolution {
  const { alpha, beta } = powers;
  let best: UnitSolution = { cost: scratchCost(powers), stages: [{ share: beta / (alpha + beta), ratio: Infinity }] };
  for (let k = 2; k <= count; k++) {
    const next = addStage(powers, best, eta);
    if (!(next.cost < best.cost)) break;
    best = next;
  }
  return best;
}

/** The best solution that ends with one more stage. */
function addStage({ alpha, beta }: TwoPowers, before: UnitSolution, eta: number): UnitSolution {
  const gamma = 1 / alpha + 1 / beta;
  const shareAt = (t: number) => bestShare(alpha, beta, eta, t);
  const costAt = (t: number): number => {
    const q = shareAt(t);
    return before.cost * power(t, -gamma) + power(q, -1 / alpha) * (power(1 - q, -1 / beta) - eta * power(t - q, -1 / beta));
  };
  // d cost / d ln t; the share is the best one, so that its change does not count. One part over the other: both may be tiny
  const slopeAt = (t: number): number => {
    const q = shareAt(t);
    return (eta / beta) * power(q, -1 / alpha) * power(t, gamma + 1) * power(t - q, -1 / beta - 1) - gamma * before.cost;
  };
  const ratioAt = (x: number): number => exp(exp2(x) / gamma);
  const step = (SCAN.to - SCAN.from) / SCAN.steps;
  let least = { x: SCAN.from, cost: Infinity };
  for (let i = 0; i <= SCAN.steps; i++) {
    const x = SCAN.from + i * step;
    const cost = costAt(ratioAt(x));
    if (cost < least.cost) least = { x, cost };
  }
  const ratio = ratioAt(findRoot((x) => slopeAt(ratioAt(x)), least.x - step, least.x + step));
  return { cost: costAt(ratio), stages: [...before.stages, { share: shareAt(ratio), ratio }] };
}

/** The share q of the parameter term with which a stage from sum t to 1 costs least: the zero of a slope that rises in q. */
function bestShare(alpha: number, beta: number, eta: number, t: number): number {
  const slope = (q: number): number => {
    const end = power(1 - q, -1 / beta);
    const start = eta * power(t - q, -1 / beta);
    return (end / (1 - q) - start / (t - q)) / (beta * (end - start)) - 1 / (alpha * q);
  };
  return findRoot(slope, 1e-6, 1 - 1e-9);
}

/** The final sum at which a unit solution costs C FLOP. */
function sumForCompute({ parameterSize, alpha, tokenSize, beta }: TwoPowers, cost: number, C: number): number {
  const unit = FLOP_PER_PARAMETER_TOKEN * power(parameterSize, 1 / alpha) * power(tokenSize, 1 / beta) * cost;
  return power(unit / C, 1 / (1 / alpha + 1 / beta));
}

/** A unit solution that ends at a sum, in parameters and tokens. */
function scale(powers: TwoPowers, { stages }: UnitSolution, sum: number, eta: number): Schedule {
  const { tokenSize, beta } = powers;
  const tokens = (rest: number) => power(tokenSize / rest, 1 / beta);
  let end = sum;
  const scaled = stages.toReversed().map(({ share, ratio }) => {
    const parameterTerm = share * end;
    const start = end * ratio;
    const D = tokens(end - parameterTerm) - (start === Infinity ? 0 : eta * tokens(start - parameterTerm));
    end = start;
    return { N: parametersAtTerm(powers, parameterTerm), D };
  });
  return scaled.toReversed();
}
