import { power } from '../../math/elementary';
import { finalParameters, scheduleCompute, scheduleTokens } from '../schedule';
import { type GrowthModel, inputOf } from './model';

/** Compute multiplier of the grown family over the plain one at C FLOP, from its value at a reference: π(C₁)·(C/C₁)^(1 − γ_plain/γ_grown). */
export function computeMultiplier(
  C: number,
  reference: { C: number; multiplier: number },
  gamma: { plain: number; grown: number },
): number {
  return reference.multiplier * power(C / reference.C, multiplierExponent(gamma));
}

/** Exponent of the compute in that multiplier, 1 − γ_plain/γ_grown. */
export function multiplierExponent({ plain, grown }: { plain: number; grown: number }): number {
  return 1 - plain / grown;
}

/** When to grow: tokens per initial parameter with growth, a·TPP + b, where TPP is what a plain run would see. Chen et al., equation 5. */
export function tokensPerParameterWithGrowth(tokensPerParameter: number, { a, b }: { a: number; b: number }): number {
  return a * tokensPerParameter + b;
}

/**
 * Share of the tokens after growth, (TPP/(a·TPP + b) − 1)/(E₄/E₂ − 1), where E₄/E₂ is the cost of a token after growth over before.
 * Chen et al., equation 12.
 */
export function shareAfterGrowth(tokensPerParameter: number, timing: { a: number; b: number }, costRatio: number): number {
  return (tokensPerParameter / tokensPerParameterWithGrowth(tokensPerParameter, timing) - 1) / (costRatio - 1);
}

/** Growth that raises the exponent of compute: what it is worth at a budget, and when to grow. */
export const chen: GrowthModel = {
  id: 'chen',
  label: 'Exponent of growth (Chen)',
  operator:
    'the middle third of the layers is stored twice at first and four times later, joined by Norm(h) + alpha·e; 1.5 times the parameters',
  formula: 'pi(C) = pi(C1)·(C/C1)^(1 - gamma_plain/gamma_grown); TPP_growth = a·TPP + b; rho = (TPP/(a·TPP + b) - 1)/(E4/E2 - 1)',
  range: 'ladders of 1e18 to 1e20 FLOP, 120M to 1.8B parameters, one run of 7.4B at 1.23e21; defaults: FineWeb-Edu, stored copies',
  source: 'Chen et al. 2026, arXiv 2609.19107',
  status: 'verified in the source text; E and A of the loss are only drawn there',
  inputs: [
    { id: 'C', unit: 'FLOP', about: 'training compute', min: 1e15, max: 1e32, fitted: [1e18, 1.23e21] },
    {
      id: 'tokensPerParameter',
      unit: 'token/parameter',
      about: 'tokens per parameter of the plain run',
      min: 0.1,
      max: 1e5,
      optional: true,
    },
    { id: 'gammaPlain', unit: '1', about: 'compute exponent of the plain family (FineWeb 0.1113)', min: 1e-3, max: 1, default: 0.1095 },
    { id: 'gammaGrown', unit: '1', about: 'compute exponent of the grown family (FineWeb 0.1168)', min: 1e-3, max: 1, default: 0.1146 },
    { id: 'referenceMultiplier', unit: '1', about: 'compute multiplier at the reference', min: 1e-3, max: 1e3, default: 1.6 },
    { id: 'referenceC', unit: 'FLOP', about: 'compute of the reference', min: 1e15, max: 1e32, default: 1e20 },
    { id: 'a', unit: '1', about: 'slope of the timing (0.902 with tied weights)', min: 0.1, max: 1, default: 0.883 },
    { id: 'b', unit: 'token/parameter', about: 'offset of the timing (0.216 with tied weights)', min: -10, max: 10, default: 0.103 },
    { id: 'costRatio', unit: '1', about: 'cost of a token after growth over before', min: 1.01, max: 100, default: 1.5 },
  ],
  results: [
    { id: 'multiplierExponent', unit: '1', about: 'exponent of the compute in the multiplier' },
    { id: 'multiplier', unit: '1', about: 'compute of the plain family over the grown one at equal loss' },
    { id: 'saving', unit: '1', about: 'share of the compute saved at equal loss' },
    { id: 'tokensPerParameterWithGrowth', unit: 'token/parameter', about: 'tokens per initial parameter with growth' },
    { id: 'computeExpansion', unit: '1', about: 'tokens per parameter of the plain run over those' },
    { id: 'shareAfterGrowth', unit: '1', about: 'share of the tokens after growth; 0.26 to 0.32 were best in the measurements' },
  ],
  fromSchedule: (stages) => ({ C: scheduleCompute(stages), tokensPerParameter: scheduleTokens(stages) / finalParameters(stages) }),
  evaluate(inputs) {
    const gamma = { plain: inputOf(inputs, 'gammaPlain'), grown: inputOf(inputs, 'gammaGrown') };
    const reference = { C: inputOf(inputs, 'referenceC'), multiplier: inputOf(inputs, 'referenceMultiplier') };
    const multiplier = computeMultiplier(inputOf(inputs, 'C'), reference, gamma);
    const timing = { a: inputOf(inputs, 'a'), b: inputOf(inputs, 'b') };
    const plain = inputs['tokensPerParameter'];
    return {
      multiplierExponent: multiplierExponent(gamma),
      multiplier,
      saving: 1 - 1 / multiplier,
      ...(plain !== undefined && {
        tokensPerParameterWithGrowth: tokensPerParameterWithGrowth(plain, timing),
        computeExpansion: plain / tokensPerParameterWithGrowth(plain, timing),
        shareAfterGrowth: shareAfterGrowth(plain, timing, inputOf(inputs, 'costRatio')),
      }),
    };
  },
};
