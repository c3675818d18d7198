import data from '../../../data/growth.json';
import { InputError } from '../../../quantities/issue';
import { exp2, log2, power } from '../../math/elementary';
import { findRoot } from '../../math/root';
import { finalParameters } from '../schedule';
import { type GrowthModel, inputOf } from './model';

/** L = E + A·N^-alpha + B·D^-beta of one arm. */
interface Arm {
  readonly A: number;
  readonly alpha: number;
  readonly B: number;
  readonly beta: number;
  readonly E: number;
}

/** Fits of both arms for a range of growth factors. */
export interface WarmStartFit {
  readonly id: string;
  readonly factor: readonly [number, number];
  readonly scratch: Arm;
  readonly warm: Arm;
}

/** The fits: growth to the next size, and over two sizes. Source: see `src/data/growth.json`. */
export const warmStartFits = data.warmStart.fits as unknown as readonly WarmStartFit[];

/** Tokens per parameter between which a crossing is looked for. */
const CROSSING = { from: 5, to: 1e4 };

/** The fit for a growth factor; undefined where none covers it. */
export function warmStartFit(growthFactor: number): WarmStartFit | undefined {
  return warmStartFits.find(({ factor: [low, high] }) => growthFactor >= low && growthFactor <= high);
}

/** Loss in nat/token of an arm at N target parameters and D tokens of its own. */
export function warmStartLoss(fit: WarmStartFit, arm: 'scratch' | 'warm', N: number, D: number): number {
  const { A, alpha, B, beta, E } = fit[arm];
  return E + A * power(N, -alpha) + B * power(D, -beta);
}

/** Tokens per parameter beyond which scratch is better at N parameters; NaN where the arms do not cross from 5 to 1e4. */
export function warmStartCrossing(fit: WarmStartFit, N: number): number {
  const gap = (log2Ratio: number): number => {
    const D = N * exp2(log2Ratio);
    return warmStartLoss(fit, 'warm', N, D) - warmStartLoss(fit, 'scratch', N, D);
  };
  const [from, to] = [log2(CROSSING.from), log2(CROSSING.to)];
  return gap(from) < 0 && gap(to) > 0 ? exp2(findRoot(gap, from, to)) : Number.NaN;
}

/** Warm-starting by shrinking, padding and perturbing: two fits against scratch. */
export const warmStart: GrowthModel = {
  id: 'warm-start',
  label: 'Warm-starting (Mallik)',
  operator: 'base weights are shrunk, padded with zeros and perturbed; rates by muP',
  formula: 'L = E + A·N^-alpha + B·D^-beta for either arm, N the target size',
  range: '32M to 610M target parameters, 10 to 30 tokens per parameter, growth by 1.7 to 2.4 or 3.7 to 5.3; the base is not counted',
  source: data.warmStart.source,
  status: data.warmStart.status,
  inputs: [
    { id: 'N', unit: '1', about: 'parameters after growth', min: 1e5, max: 1e15, fitted: [32e6, 610.5e6] },
    {
      id: 'tokensPerParameter',
      unit: 'token/parameter',
      about: 'tokens after growth per parameter',
      min: 0.01,
      max: 1e6,
      fitted: [10, 30],
    },
    {
      id: 'growthFactor',
      unit: '1',
      about: 'parameters after growth over before, 1.7 to 2.4 or 3.7 to 5.3',
      min: 1.7,
      max: 5.3,
      default: 2,
    },
  ],
  results: [
    { id: 'scratchLoss', unit: 'nat/token', about: 'loss from scratch' },
    { id: 'warmLoss', unit: 'nat/token', about: 'loss after warm-starting' },
    { id: 'difference', unit: 'nat/token', about: 'loss warm minus loss from scratch; below 0 warm-starting is better' },
    { id: 'crossing', unit: 'token/parameter', about: 'tokens per parameter beyond which scratch is better' },
  ],
  fromSchedule: (stages) => ({
    N: finalParameters(stages),
    tokensPerParameter: stages.at(-1)!.D / finalParameters(stages),
    ...(stages.length > 1 && { growthFactor: finalParameters(stages) / stages.at(-2)!.N }),
  }),
  evaluate(inputs) {
    const [N, growthFactor] = [inputOf(inputs, 'N'), inputOf(inputs, 'growthFactor')];
    const D = N * inputOf(inputs, 'tokensPerParameter');
    const fit = warmStartFit(growthFactor);
    if (!fit) {
      const allowed = `a growth factor ${warmStartFits.map(({ factor: [low, high] }) => `from ${low} to ${high}`).join(' or ')}`;
      throw new InputError([{ field: 'growthFactor', given: String(growthFactor), allowed }]);
    }
    const [scratchLoss, warmLoss] = [warmStartLoss(fit, 'scratch', N, D), warmStartLoss(fit, 'warm', N, D)];
    const crossing = warmStartCrossing(fit, N);
    return { scratchLoss, warmLoss, difference: warmLoss - scratchLoss, ...(crossing > 0 && { crossing }) };
  },
};
