import data from '../../../data/growth.json';
import { tokensForCompute, trainingCompute } from '../../compute';
import { log2, power } from '../../math/elementary';
import { finalParameters, scheduleCompute } from '../schedule';
import { type GrowthModel, inputOf } from './model';

/** A measured speed-up of depth stacking at equal loss. */
export interface StackingSpeedup {
  readonly N: number;
  /** Tokens of the run from scratch. */
  readonly D: number;
  /** C_scratch / C_growth − 1 */
  readonly speedup: number;
}

/** Measured speed-ups: growth factor 4, a base on 10e9 tokens. Source: Du et al. 2024, arXiv 2405.15319, figures 3 to 6. */
export const stackingSpeedups: readonly StackingSpeedup[] = data.stacking.speedups;

/** A way to grow in a controlled test, with its speed-up against training from scratch at equal loss. */
export interface OperatorSpeedup {
  readonly id: string;
  readonly speedup: number;
}

/** Eight ways to grow from 400M to 1.1B parameters. Source: Du et al. 2024, arXiv 2405.15319, figure 3. */
export const stackingOperators: readonly OperatorSpeedup[] = data.stacking.operators.filter(({ id }) => id !== 'scratch');

const LOG2_10 = log2(10);
const log10 = (x: number): number => log2(x) / LOG2_10;

/**
 * Best tokens of the base before its layers are stacked: log10 d = 0.88 log10 N + 163.27 / log10 C − 5.74, with N parameters after growth and
 * C FLOP in all, growth factor 4. Source: Du et al. 2024, arXiv 2405.15319, equation 2; fitted at 410M, 1.1B and 3B up to about 1.2e21 FLOP.
 */
export function stackingBaseTokens(N: number, C: number): number {
  return power(10, 0.88 * log10(N) + 163.27 / log10(C) - 5.74);
}

/**
 * Growth factor by log10 g = 1.01 log10 N − 29.88 / log10 C − 7.36. Its authors call the fit mediocre (two sizes only) and advise 4; the
 * measured optimum lies between 2 and 4. Source: Du et al. 2024, arXiv 2405.15319, equation 50.
 */
export function stackingGrowthFactor(N: number, C: number): number {
  return power(10, 1.01 * log10(N) - 29.88 / log10(C) - 7.36);
}

/** Share of the compute saved at a speed-up s = C_scratch/C_growth − 1: s/(1 + s). */
export function savingOfSpeedup(speedup: number): number {
  return speedup / (1 + speedup);
}

/** Speed-up at which a share of the compute is saved, the inverse of `savingOfSpeedup`. */
export function speedupOfSaving(saving: number): number {
  return saving / (1 - saving);
}

/** Tokens of the final size that cost as much as d tokens of a base that is g times smaller, d/g. */
export function baseCostInTokens(baseTokens: number, growthFactor: number): number {
  return baseTokens / growthFactor;
}

/** How far, as a factor, size and tokens may lie from a measurement that is to speak for them. */
const NEAR = 1.5;

/** The measured speed-up nearest to N parameters and the D tokens of a run from scratch; undefined where none is within a factor of 1.5. */
export function nearestSpeedup(N: number, D: number): StackingSpeedup | undefined {
  const distance = (each: StackingSpeedup) => Math.max(Math.abs(log2(each.N / N)), Math.abs(log2(each.D / D)));
  const nearest = stackingSpeedups.toSorted((a, b) => distance(a) - distance(b))[0];
  return nearest && distance(nearest) <= log2(NEAR) ? nearest : undefined;
}

/** Depth stacking: when to grow, by how much, and what was measured. */
export const gstack: GrowthModel = {
  id: 'gstack',
  label: 'Depth stacking (G_stack)',
  operator: 'the layers of a trained base are stacked g times, once',
  formula: 'log10 d = 0.88 log10 N + 163.27/log10 C - 5.74; log10 g = 1.01 log10 N - 29.88/log10 C - 7.36; saving = s/(1 + s)',
  range: 'timing fitted at 410M, 1.1B and 3B (non-embedding), g = 4, d up to 50B, C up to about 1.2e21; speed-ups measured at 410M to 7B',
  source: 'Du et al. 2024 (G_stack), arXiv 2405.15319, NeurIPS 2024',
  status: 'verified in the source text',
  inputs: [
    { id: 'N', unit: '1', about: 'parameters after growth', min: 1e5, max: 1e15, fitted: [410e6, 3e9] },
    { id: 'C', unit: 'FLOP', about: 'training compute in all', min: 1e15, max: 1e32, fitted: [1e18, 1.2e21] },
    { id: 'growthFactor', unit: '1', about: 'times that the base is stacked', min: 1, max: 1e3, default: 4, fitted: [2, 4] },
    { id: 'baseTokens', unit: 'token', about: 'tokens that the base sees, if not the best ones', min: 1, max: 1e17, optional: true },
  ],
  results: [
    { id: 'bestBaseTokens', unit: 'token', about: 'tokens of the base that the timing law advises' },
    { id: 'baseOverAdvised', unit: '1', about: 'tokens of the base over the advised ones' },
    { id: 'formulaGrowthFactor', unit: '1', about: 'growth factor of the formula that its authors call mediocre; they advise 4' },
    { id: 'baseCompute', unit: 'FLOP', about: 'compute of the base' },
    { id: 'targetTokens', unit: 'token', about: 'tokens after growth that the rest of the compute buys' },
    { id: 'baseShare', unit: '1', about: 'tokens of the base over all tokens' },
    { id: 'measuredSpeedup', unit: '1', about: 'speed-up measured nearest to this size and budget, C_scratch/C_growth - 1' },
    { id: 'measuredSaving', unit: '1', about: 'share of the compute that this speed-up saves' },
  ],
  fromSchedule: (stages) => ({
    N: finalParameters(stages),
    C: scheduleCompute(stages),
    ...(stages.length > 1 && { growthFactor: finalParameters(stages) / stages[0]!.N, baseTokens: stages[0]!.D }),
  }),
  evaluate(inputs) {
    const [N, C, growthFactor] = [inputOf(inputs, 'N'), inputOf(inputs, 'C'), inputOf(inputs, 'growthFactor')];
    const bestBaseTokens = stackingBaseTokens(N, C);
    const used = inputs['baseTokens'];
    const baseTokens = used ?? bestBaseTokens;
    const baseCompute = trainingCompute(N / growthFactor, baseTokens);
    const targetTokens = tokensForCompute(C - baseCompute, N);
    const near = nearestSpeedup(N, tokensForCompute(C, N));
    return {
      bestBaseTokens,
      ...(used !== undefined && { baseOverAdvised: used / bestBaseTokens }),
      formulaGrowthFactor: stackingGrowthFactor(N, C),
      baseCompute,
      // where the base alone costs more than the budget, nothing is left to grow with
      ...(targetTokens > 0 && { targetTokens, baseShare: baseTokens / (baseTokens + targetTokens) }),
      ...(near && { measuredSpeedup: near.speedup, measuredSaving: savingOfSpeedup(near.speedup) }),
    };
  },
};
