import { FLOP_PER_PARAMETER_TOKEN } from '../../model/compute';
import { exp, log2 } from '../../model/math/elementary';
import { fitPowerLaw } from '../../model/math/line';
import { InputError } from '../../quantities/issue';
import type { FrontierFit, IsoflopRuns } from './isoflop';

/** A fit by approach 1. */
export interface EnvelopeFit extends FrontierFit {
  /** Points of the envelope that were used: the best curve at a budget. */
  readonly points: readonly { readonly C: number; readonly N: number; readonly loss: number }[];
  readonly curves: number;
  /** The curves: FLOP and nat/token, by rising budget. */
  readonly lines: readonly { readonly N: number; readonly C: readonly number[]; readonly loss: readonly number[] }[];
}

/** Budgets at which the envelope is read, as Hoffmann et al. 2022, section 3.1. */
const BUDGETS = 1500;

interface Curve {
  readonly N: number;
  /** ln FLOP, rising. */
  readonly logC: readonly number[];
  readonly logLoss: readonly number[];
}

/**
 * Approach 1 of Hoffmann et al. 2022: the lowest of all learning curves at each of 1500 budgets, and a power law through the sizes that
 * reach it. A curve is the runs of one size, or of one group and size; between its points loss is a straight line in log-log.
 * Budgets whose best curve is the smallest or the largest size there are left out. Throws an InputError where no curves cross.
 */
export function fitEnvelope(runs: IsoflopRuns, group?: ArrayLike<number>): EnvelopeFit {
  const curves = toCurves(runs, group);
  const fail = (given: string): never => {
    throw new InputError([
      { field: 'runs', given, allowed: 'learning curves, several budgets for each of three or more sizes, that cross inside the data' },
    ]);
  };
  if (curves.length < 3) fail(`${curves.length} sizes with two or more budgets`);
  const from = Math.min(...curves.map(({ logC }) => logC[0]!));
  const to = Math.max(...curves.map(({ logC }) => logC.at(-1)!));
  const points: { C: number; N: number; loss: number }[] = [];
  for (let i = 0; i < BUDGETS; i++) {
    const logC = from + ((to - from) * i) / (BUDGETS - 1);
    const here = curves.flatMap((curve) => {
      const logLoss = interpolate(curve, logC);
      return logLoss === undefined ? [] : [{ N: curve.N, logLoss }];
    });
    if (here.length < 3) continue;
    const best = here.reduce((low, each) => (each.logLoss < low.logLoss ? each : low));
    if (here.every(({ N }) => N >= best.N) || here.every(({ N }) => N <= best.N)) continue;
    points.push({ C: exp(logC), N: best.N, loss: exp(best.logLoss) });
  }
  if (new Set(points.map(({ N }) => N)).size < 2) fail('curves of which no two are the best in turn');
  return {
    points,
    curves: curves.length,
    lines: curves.map(({ N, logC, logLoss }) => ({ N, C: logC.map(exp), loss: logLoss.map(exp) })),
    N: fitPowerLaw(points.map(({ C, N }) => [C, N])),
    D: fitPowerLaw(points.map(({ C, N }) => [C, C / (FLOP_PER_PARAMETER_TOKEN * N)])),
  };
}

function toCurves({ count, N, C, loss }: IsoflopRuns, group: ArrayLike<number> | undefined): Curve[] {
  const members = new Map<string, number[]>();
  for (let i = 0; i < count; i++) {
    const key = `${group?.[i] ?? 0} ${N[i]}`;
    const curve = members.get(key);
    if (curve) curve.push(i);
    else members.set(key, [i]);
  }
  const ln = (x: number): number => log2(x) * Math.LN2;
  return [...members.values()]
    .filter((curve) => curve.length >= 2)
    .map((curve) => {
      const sorted = curve.toSorted((a, b) => C[a]! - C[b]!);
      return { N: N[curve[0]!]!, logC: sorted.map((i) => ln(C[i]!)), logLoss: sorted.map((i) => ln(loss[i]!)) };
    });
}

function interpolate({ logC, logLoss }: Curve, x: number): number | undefined {
  if (x < logC[0]! || x > logC.at(-1)!) return undefined;
  const after = Math.max(
    1,
    logC.findIndex((value) => value >= x),
  );
  const [x0, x1] = [logC[after - 1]!, logC[after]!];
  const share = x1 === x0 ? 0 : (x - x0) / (x1 - x0);
  return logLoss[after - 1]! + share * (logLoss[after]! - logLoss[after - 1]!);
}
