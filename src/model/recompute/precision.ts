import { bindLaw, findLaw } from '../laws';
import { loss } from '../loss';
import { effectiveShare, optimalPrecision } from '../precision/kumar';
import { type Computations, known } from './inputs';

/** A model whose penalty others are compared with; ratios along a power law do not depend on it. */
const REFERENCE = { N: 1e9, D: 1e11 };
/** Few enough bits for a penalty that shows, and so many that there is none. */
const BITS = { few: 4, enough: 64 };

const law = known(findLaw, 'kumar-2024');

/** Loss in nat/token that serving N parameters, trained on D tokens, at few bits adds. */
function penalty(N: number, D: number): number {
  return loss(bindLaw(law, { servingBits: BITS.few }), N, D) - loss(bindLaw(law, { servingBits: BITS.enough }), N, D);
}

/** Numbers of few bits, in training and for serving. */
export const precisionComputations: Computations = {
  effectiveShare: (i) =>
    effectiveShare({ weights: i.optional('weights'), activations: i.optional('activations'), kvCache: i.optional('kvCache') }),
  optimalPrecisionOfEqual: (i) => optimalPrecision(Array.from({ length: i.number('tensors') }, () => 1)),
  quantisationPenaltyRatio: (i) =>
    penalty(REFERENCE.N * i.number('sizeFactor'), REFERENCE.D * i.number('tokenFactor')) / penalty(REFERENCE.N, REFERENCE.D),
};
