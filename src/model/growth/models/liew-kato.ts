import { exp, log2, power } from '../../math/elementary';
import { scheduleTokens } from '../schedule';
import { type GrowthModel, inputOf } from './model';

/** Constants of the two-stage law. */
export interface TwoStageConstants {
  readonly A: number;
  readonly alpha1: number;
  readonly alpha2: number;
  readonly alpha3: number;
  readonly E: number;
}

/** Exponent of the tokens of the second stage after D₁ of the first, α₂ − α₃ ln D₁: it falls as the base is trained longer. */
export function secondStageExponent({ alpha2, alpha3 }: TwoStageConstants, D1: number): number {
  return alpha2 - alpha3 * log2(D1) * Math.LN2;
}

/**
 * Loss in nat/token of a base on D₁ tokens, grown and trained on D₂: A·D₁^-α₁·D₂^(−α₂ + α₃ ln D₁) + E. The base of the logarithm is taken as
 * natural. Source: Liew and Kato 2025, arXiv 2510.06548; its fitted constants are not known to us.
 */
export function twoStageLoss(constants: TwoStageConstants, D1: number, D2: number): number {
  return constants.A * power(D1, -constants.alpha1) * power(D2, -secondStageExponent(constants, D1)) + constants.E;
}

/** The two-stage law with saturation, for constants that a user fits or types in. */
export const liewKato: GrowthModel = {
  id: 'liew-kato',
  label: 'Two stages with saturation (Liew and Kato)',
  operator: 'depth stacking or function-preserving widening on the same data; or no growth and new data',
  formula: 'L(D1, D2) = A·D1^-alpha1·D2^(-alpha2 + alpha3 ln D1) + E',
  range: 'LLaMA-like models up to 1.1B; the fitted constants are not published where we could read them, so that all of them must be given',
  source: 'Liew and Kato 2025, arXiv 2510.06548',
  status: 'form verified in reviews and summaries of the paper; base of the logarithm unverified',
  inputs: [
    { id: 'A', unit: 'nat/token', about: 'size of the reducible loss', min: 1e-6, max: 1e9 },
    { id: 'alpha1', unit: '1', about: 'exponent of the base tokens', min: 0, max: 2 },
    { id: 'alpha2', unit: '1', about: 'exponent of the second stage without a base', min: 0, max: 2 },
    { id: 'alpha3', unit: '1', about: 'interaction of the stages', min: 1e-9, max: 1 },
    { id: 'E', unit: 'nat/token', about: 'irreducible loss', min: 0, max: 10 },
    { id: 'D1', unit: 'token', about: 'tokens of the base', min: 1, max: 1e17 },
    { id: 'D2', unit: 'token', about: 'tokens after growth', min: 1, max: 1e17 },
  ],
  results: [
    { id: 'loss', unit: 'nat/token', about: 'loss at the end' },
    { id: 'secondStageExponent', unit: '1', about: 'exponent of the tokens after growth' },
    { id: 'saturatedBase', unit: 'token', about: 'base tokens at which that exponent is gone, exp(alpha2/alpha3)' },
    {
      id: 'limitOfSecondStage',
      unit: 'token',
      about: 'tokens after growth beyond which a longer base raises the loss, exp(alpha1/alpha3)',
    },
  ],
  fromSchedule: (stages) => (stages.length > 1 ? { D1: stages[0]!.D, D2: scheduleTokens(stages.slice(1)) } : {}),
  evaluate(inputs) {
    const constants: TwoStageConstants = {
      A: inputOf(inputs, 'A'),
      alpha1: inputOf(inputs, 'alpha1'),
      alpha2: inputOf(inputs, 'alpha2'),
      alpha3: inputOf(inputs, 'alpha3'),
      E: inputOf(inputs, 'E'),
    };
    const [D1, D2] = [inputOf(inputs, 'D1'), inputOf(inputs, 'D2')];
    return {
      loss: twoStageLoss(constants, D1, D2),
      secondStageExponent: secondStageExponent(constants, D1),
      saturatedBase: exp(constants.alpha2 / constants.alpha3),
      limitOfSecondStage: exp(constants.alpha1 / constants.alpha3),
    };
  },
};
