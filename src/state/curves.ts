import type { Configuration } from '../model/configuration';
import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import { type Optimum, optimum } from '../model/optimum';
import { budgetFor, mostParameters, tokensForBudget, trainingFlop } from '../model/spend/spend';
import { BUDGET_RANGE } from './budget';

/** One point of an IsoFLOP profile. */
export interface ProfilePoint extends Configuration {
  /** nat/token */
  readonly loss: number;
}

/** `count` values from `from` to `to`, evenly spaced in the logarithm. */
export function logSpace(from: number, to: number, count: number): readonly number[] {
  const step = Math.log(to / from) / (count - 1);
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? to : from * Math.exp(i * step)));
}

/** The budgets at which a curve over all that the page offers is computed, ten a decade. */
export const BUDGETS = logSpace(BUDGET_RANGE[0], BUDGET_RANGE[1], Math.round(Math.log10(BUDGET_RANGE[1] / BUDGET_RANGE[0])) * 10 + 1);

/** The frontier over the budgets that the page offers. */
export function frontierCurve(law: Law): readonly Optimum[] {
  return BUDGETS.map((C) => optimum(law, C));
}

/** What N parameters reach with ever larger budgets, at those that the page offers and that leave something to train with. */
export function learningCurve(law: Law, N: number): readonly Optimum[] {
  return BUDGETS.flatMap((C) => {
    const D = tokensForBudget(law.spend, C, N);
    return D > 0 ? [{ N, D, C, loss: loss(law, N, D) }] : [];
  });
}

/** Points of a profile that close in on the size that serving leaves nothing to train. */
const STEEP_POINTS = 12;

/** Sizes at which a profile is drawn, evenly spaced in the logarithm; denser where it turns upright. */
export function profileSizes({ spend }: Law, C: number, [from, to]: readonly [number, number], count: number): readonly number[] {
  const most = mostParameters(spend, C);
  const steep = most < to ? Array.from({ length: STEEP_POINTS }, (_, k) => most * (1 - 2 ** -(k + 1))) : [];
  return [...logSpace(from, to, count), ...steep].toSorted((a, b) => a - b);
}

/** The IsoFLOP profile of a budget: loss at each of some sizes, without those that it cannot pay for. */
export function isoflopProfile(law: Law, C: number, sizes: readonly number[]): readonly ProfilePoint[] {
  return sizes.flatMap((N) => {
    const D = tokensForBudget(law.spend, C, N);
    return D > 0 ? [{ N, D, loss: loss(law, N, D) }] : [];
  });
}

/**
 * Budgets between which a law's optimum lies where the law was fitted: its stated range of C (of training, where a budget pays for more),
 * else the budgets whose optimum stays within the stated ranges of N and D. Undefined where the source states no range, or no optimum lies within it.
 */
export function fittedBudgets(law: Law, frontier: readonly Optimum[]): readonly [number, number] | undefined {
  const { range } = law;
  if (!range || (range.C && !law.spend)) return range?.C;
  const lies = (value: number, within: readonly [number, number] | undefined) => !within || (value >= within[0] && value <= within[1]);
  const inside = frontier.filter(({ N, D }) =>
    range.C ? lies(trainingFlop(law.spend, N, D), range.C) : lies(N, range.N) && lies(D, range.D),
  );
  const [first, last] = [inside.at(0), inside.at(-1)];
  return first && last && [first.C, last.C];
}

/** How far a budget lies outside the budgets of a law's runs. */
export type Reach =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'within'; readonly range: readonly [number, number] }
  | { readonly kind: 'above' | 'below'; readonly range: readonly [number, number]; readonly factor: number };

/** Where the training compute of a run lies beside that of the runs that a law was fitted on. */
export function reachOfRun({ spend, range }: Law, { N, D, C }: Optimum, fitted: readonly [number, number] | undefined): Reach {
  return spend && range?.C ? reachOf(trainingFlop(spend, N, D), range.C) : reachOf(C, fitted);
}

/** Where a budget lies beside the budgets that a law was fitted on. */
export function reachOf(C: number, range: readonly [number, number] | undefined): Reach {
  if (!range) return { kind: 'unknown' };
  if (C > range[1]) return { kind: 'above', range, factor: C / range[1] };
  if (C < range[0]) return { kind: 'below', range, factor: range[0] / C };
  return { kind: 'within', range };
}

/** The budget of a configuration under what a law's scenario says that a budget pays for, by default C = 6 N D. */
export function computeOf({ spend }: Law, { N, D }: Configuration): number {
  return budgetFor(spend, N, D);
}
