import type { Law } from '../../model/laws';
import { loss } from '../../model/loss';
import type { FitState } from '../../state/fit';

/** What a chart reads of the fit. */
export interface RunsAndFit {
  readonly runs: NonNullable<FitState['runs']['value']>;
  readonly fit: FitState['fit']['value'];
}

/** A path that draws a dot at each point, with a round stroke: thousands of dots in one element. */
export function dots(points: Iterable<readonly [number, number]>): string {
  let path = '';
  for (const [x, y] of points) if (Number.isFinite(x) && Number.isFinite(y)) path += `M${x.toFixed(1)},${y.toFixed(1)}h0`;
  return path;
}

/** Least and greatest of some numbers, widened by a share of their span; of logarithms where `isLog`. */
export function spanOf(values: Iterable<number>, isLog: boolean, margin = 0.04): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    const at = isLog ? Math.log(value) : value;
    if (!Number.isFinite(at)) continue;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  if (low > high) return isLog ? [1, 10] : [0, 1];
  const room = (high - low || 1) * margin;
  return isLog ? [Math.exp(low - room), Math.exp(high + room)] : [low - room, high + room];
}

/** Loss over the law's minus 1 of each run that is shown; NaN without a law. */
export function residualsOf({ runs, fit }: RunsAndFit): Float64Array {
  const predicted = fit?.predicted ?? new Float64Array();
  return runs.loss.map((value, i) => value / (predicted[i] ?? Number.NaN) - 1);
}

/** Index of the point nearest to a place, in pixels, within reach. */
export function nearest(points: readonly (readonly [number, number])[], x: number, y: number, reach = 14): number | undefined {
  let [best, distance] = [-1, reach];
  points.forEach(([px, py], i) => {
    const away = Math.hypot(px - x, py - y);
    if (away < distance) [best, distance] = [i, away];
  });
  return best < 0 ? undefined : best;
}

/** Runs whose budgets differ by less than this factor are drawn as one profile. */
const SAME_BUDGET = 1.1;
const FEWEST_IN_PROFILE = 4;

/** Budgets, FLOP, whose profiles are drawn: those that several runs share, else evenly over all; at most `most`, rising. */
export function profileBudgets(C: Float64Array, most: number): readonly number[] {
  const groups: number[][] = [];
  for (const value of [...C].sort((a, b) => a - b)) {
    const group = groups.at(-1);
    if (group && value <= group[0]! * SAME_BUDGET) group.push(value);
    else groups.push([value]);
  }
  const shared = groups.filter(({ length }) => length >= FEWEST_IN_PROFILE).map((group) => group[Math.floor(group.length / 2)]!);
  const [low, high] = spanOf(C, true, 0);
  const all = shared.length >= 2 ? shared : Array.from({ length: most }, (_, i) => low * (high / low) ** ((i + 0.5) / most));
  const every = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(most, all.length) }, (_, i) => all[Math.round(i * every)]!).filter((value) => value !== undefined);
}

/** Loss of a law along a budget, at sizes N. */
export function profileOf(law: Law, C: number, sizes: readonly number[]): readonly (readonly [number, number])[] {
  return sizes.map((N) => [N, loss(law, N, C / (6 * N))] as const);
}

/** Numbers from low to high, evenly in logarithms. */
export function logSteps([low, high]: readonly [number, number], count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => low * (high / low) ** (i / (count - 1)));
}
