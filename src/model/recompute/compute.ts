import { FLOP_PER_PARAMETER_TOKEN, FLOP_PER_PF_DAY, trainingCompute } from '../compute';
import { chinchillaFlopPerToken, chinchillaParameters } from '../flop/chinchilla';
import { deepseekFlopPerToken } from '../flop/deepseek';
import { kaplanForwardFlop } from '../flop/kaplan';
import {
  FLOP_PER_PARAMETER_TOKEN_RECOMPUTED,
  attentionScoreFlop,
  attentionShare,
  megatronFlopPerToken,
  megatronParameters,
} from '../flop/megatron';
import { shapeParameters } from '../flop/shape';
import type { Computations, Inputs } from './inputs';

/** What is left of the work when nothing is computed twice: 6 of 8. */
const SHARE_WITHOUT_RECOMPUTATION = FLOP_PER_PARAMETER_TOKEN / FLOP_PER_PARAMETER_TOKEN_RECOMPUTED;

const sixNd = (i: Inputs) => trainingCompute(i.number('N'), i.number('D'));
const megatronFull = (i: Inputs) => megatronFlopPerToken(i.shape, 'full') * i.number('D');

/** Parameters and the FLOP of training. */
export const computeComputations: Computations = {
  trainingCompute: sixNd,
  trainingPfDays: (i) => sixNd(i) / FLOP_PER_PF_DAY,
  computeRatio: (i) => sixNd(i) / i.number('C'),
  recomputedFlop: (i) => FLOP_PER_PARAMETER_TOKEN_RECOMPUTED * i.number('N') * i.number('D'),
  recomputeRatio: () => FLOP_PER_PARAMETER_TOKEN_RECOMPUTED / FLOP_PER_PARAMETER_TOKEN,
  chinchillaOverSixNd: ({ shape }) => chinchillaFlopPerToken(shape) / (FLOP_PER_PARAMETER_TOKEN * chinchillaParameters(shape)),
  megatronFullFlop: megatronFull,
  megatronLowFlop: (i) => SHARE_WITHOUT_RECOMPUTATION * megatronFull(i),
  megatronParameters: ({ shape }) => megatronParameters(shape),
  selectiveOverhead: ({ shape }) => megatronFlopPerToken(shape, 'selective') / megatronFlopPerToken(shape, 'none') - 1,
  kaplanForwardFlop: ({ shape }) => kaplanForwardFlop(shape),
  attentionShare: ({ shape }) => attentionShare(shape),
  attentionScoreRatio: (i) =>
    attentionScoreFlop({ ...i.shape, context: i.shape.context * i.number('factor') }) / attentionScoreFlop(i.shape),
  deepseekSixN1OverM: ({ shape }) => (FLOP_PER_PARAMETER_TOKEN * shapeParameters(shape)) / deepseekFlopPerToken(shape),
  deepseekSixN2OverM: ({ shape }) =>
    (FLOP_PER_PARAMETER_TOKEN * (shapeParameters(shape) + shape.vocabulary * shape.width)) / deepseekFlopPerToken(shape),
};
