import { tokensForCompute, trainingCompute } from '../model/compute';
import type { Configuration } from '../model/configuration';
import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import { type Optimum, optimum } from '../model/optimum';
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

/** What N parameters reach with ever more compute, C = 6 N D, at the budgets that the page offers. */
export function learningCurve(law: Law, N: number): readonly Optimum[] {
  return BUDGETS.map((C) => {
    const D = tokensForCompute(C, N);
    return { N, D, C, loss: loss(law, N, D) };
  });
}

/** The IsoFLOP profile of a budget: loss at each of some sizes. */
export function isoflopProfile(law: Law, C: number, sizes: readonly number[]): readonly ProfilePoint[] {
  return sizes.map((N) => {
    const D = tokensForCompute(C, N);
    return { N, D, loss: loss(law, N, D) };
  });
}

/**
 * Budgets between which a law's optimum lies where the law was fitted: its stated range of C, else the budgets whose optimum
 * stays within the stated ranges of N and D. Undefined where the source states no range, or no optimum lies within it.
 */
export function fittedBudgets(law: Law, frontier: readonly Optimum[]): readonly [number, number] | undefined {
  const { range } = law;
  if (!range || range.C) return range?.C;
  const lies = (value: number, within: readonly [number, number] | undefined) => !within || (value >= within[0] && value <= within[1]);
  const inside = frontier.filter(({ N, D }) => lies(N, range.N) && lies(D, range.D));
  const [first, last] = [inside.at(0), inside.at(-1)];
  return first && last && [first.C, last.C];
}

/** How far a budget lies outside the budgets of a law's runs. */
export type Reach =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'within'; readonly range: readonly [number, number] }
  | { readonly kind: 'above' | 'below'; readonly range: readonly [number, number]; readonly factor: number };

/** Where a budget lies beside the budgets that a law was fitted on. */
export function reachOf(C: number, range: readonly [number, number] | undefined): Reach {
  if (!range) return { kind: 'unknown' };
  if (C > range[1]) return { kind: 'above', range, factor: C / range[1] };
  if (C < range[0]) return { kind: 'below', range, factor: range[0] / C };
  return { kind: 'within', range };
}

/** Training compute of a configuration, C = 6 N D. */
export function computeOf({ N, D }: Configuration): number {
  return trainingCompute(N, D);
}
