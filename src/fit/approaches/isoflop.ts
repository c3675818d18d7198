import { FLOP_PER_PARAMETER_TOKEN } from '../../model/compute';
import { exp, log2 } from '../../model/math/elementary';
import { type PowerLaw, fitPowerLaw } from '../../model/math/line';
import { InputError } from '../../quantities/issue';

/** What approaches 1 and 2 read of runs. */
export interface IsoflopRuns {
  readonly count: number;
  readonly N: Float64Array;
  /** FLOP */
  readonly C: Float64Array;
  /** nat/token */
  readonly loss: Float64Array;
}

/** The minimum of one IsoFLOP profile. */
export interface ProfileMinimum {
  readonly C: number;
  readonly N: number;
  readonly D: number;
  /** Of the parabola, nat/token. */
  readonly loss: number;
  /** Runs that the parabola goes through. */
  readonly runs: number;
  /** The parabola: loss + curvature · (ln N − ln N*)². */
  readonly curvature: number;
}

/** A budget without a minimum, and why. */
export interface SkippedProfile {
  readonly C: number;
  readonly runs: number;
  readonly reason: string;
}

/** Power laws of the optimum, N* = N.k·C^N.a and D* = D.k·C^D.a, through points. */
export interface FrontierFit {
  readonly N: PowerLaw;
  readonly D: PowerLaw;
}

/** A fit by approach 2. */
export interface IsoflopFit extends FrontierFit {
  readonly minima: readonly ProfileMinimum[];
  readonly skipped: readonly SkippedProfile[];
}

/** Runs whose budgets differ by less than this factor belong to one profile. */
const SAME_BUDGET = 1.1;
/** Runs around a minimum that its parabola goes through. */
export const PARABOLA_RUNS = 7;
const FEWEST_RUNS = 3;

const ln = (x: number): number => log2(x) * Math.LN2;

/**
 * Approach 2 of Hoffmann et al. 2022: a parabola in ln N through the runs around the minimum of each budget, and a power law through
 * the minima. A budget whose lowest run is its smallest or largest is left out: nothing shows where its minimum lies. Throws an
 * InputError where fewer than two budgets have a minimum.
 */
export function fitIsoflops(runs: IsoflopRuns, parabolaRuns = PARABOLA_RUNS): IsoflopFit {
  const minima: ProfileMinimum[] = [];
  const skipped: SkippedProfile[] = [];
  for (const members of profiles(runs)) {
    const found = profileMinimum(runs, members, parabolaRuns);
    if ('reason' in found) skipped.push(found);
    else minima.push(found);
  }
  if (minima.length < 2) {
    const why = skipped.slice(0, 3).map(({ C, reason }) => `${C.toExponential(2)} FLOP: ${reason}`);
    throw new InputError([
      {
        field: 'runs',
        given: `${minima.length} budgets with a minimum${why.length > 0 ? ` (${why.join('; ')})` : ''}`,
        allowed: 'at least two budgets with three or more sizes each, the best of them neither the smallest nor the largest',
      },
    ]);
  }
  return {
    minima,
    skipped,
    N: fitPowerLaw(minima.map(({ C, N }) => [C, N])),
    D: fitPowerLaw(minima.map(({ C, D }) => [C, D])),
  };
}

/** Indices of the runs of each budget, by rising budget, each by rising N. */
function profiles({ count, C, N }: IsoflopRuns): number[][] {
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => C[a]! - C[b]!);
  const groups: number[][] = [];
  for (const i of order) {
    const group = groups.at(-1);
    // measured from the group's first run, so that a chain of close budgets does not become one
    if (group && C[i]! <= C[group[0]!]! * SAME_BUDGET) group.push(i);
    else groups.push([i]);
  }
  return groups.map((group) => group.toSorted((a, b) => N[a]! - N[b]!));
}

function profileMinimum(runs: IsoflopRuns, members: readonly number[], parabolaRuns: number): ProfileMinimum | SkippedProfile {
  const C = exp(members.reduce((sum, i) => sum + ln(runs.C[i]!), 0) / members.length);
  const skip = (reason: string): SkippedProfile => ({ C, runs: members.length, reason });
  if (members.length < FEWEST_RUNS) return skip(`${members.length} runs`);
  const lowest = members.reduce((best, i, at) => (runs.loss[i]! < runs.loss[members[best]!]! ? at : best), 0);
  if (lowest === 0) return skip('the smallest model is the best: no interior minimum');
  if (lowest === members.length - 1) return skip('the largest model is the best: no interior minimum');
  const size = Math.min(parabolaRuns, members.length);
  const from = Math.min(Math.max(0, lowest - Math.floor(size / 2)), members.length - size);
  const near = members.slice(from, from + size);
  const logs = near.map((i) => ln(runs.N[i]!));
  const center = logs.reduce((sum, x) => sum + x, 0) / size;
  const [c, b, a] = fitParabola(
    logs.map((x) => x - center),
    near.map((i) => runs.loss[i]!),
  );
  const vertex = center - b / (2 * a);
  if (!(a > 0)) return skip('the parabola opens downwards');
  if (!(vertex > logs[0]! && vertex < logs.at(-1)!)) return skip("the parabola's minimum lies outside the runs");
  const N = exp(vertex);
  return { C, N, D: C / (FLOP_PER_PARAMETER_TOKEN * N), loss: c - (b * b) / (4 * a), runs: size, curvature: a };
}

/** Least-squares c + b·x + a·x² for centred x. */
function fitParabola(x: readonly number[], y: readonly number[]): readonly [number, number, number] {
  let [n, x1, x2, x3, x4, y0, y1, y2] = [x.length, 0, 0, 0, 0, 0, 0, 0];
  x.forEach((value, i) => {
    const square = value * value;
    x1 += value;
    x2 += square;
    x3 += square * value;
    x4 += square * square;
    y0 += y[i]!;
    y1 += y[i]! * value;
    y2 += y[i]! * square;
  });
  const determinant = n * (x2 * x4 - x3 * x3) - x1 * (x1 * x4 - x3 * x2) + x2 * (x1 * x3 - x2 * x2);
  const c = (y0 * (x2 * x4 - x3 * x3) - x1 * (y1 * x4 - x3 * y2) + x2 * (y1 * x3 - x2 * y2)) / determinant;
  const b = (n * (y1 * x4 - x3 * y2) - y0 * (x1 * x4 - x3 * x2) + x2 * (x1 * y2 - y1 * x2)) / determinant;
  const a = (n * (x2 * y2 - y1 * x3) - x1 * (x1 * y2 - y1 * x2) + y0 * (x1 * x3 - x2 * x2)) / determinant;
  return [c, b, a];
}
