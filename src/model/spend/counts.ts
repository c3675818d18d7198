import type { FlopCountId } from '../../quantities/registry';
import { FLOP_PER_PARAMETER_TOKEN } from '../compute';
import { chinchillaFlopPerToken } from '../flop/chinchilla';
import { deepseekFlopPerToken } from '../flop/deepseek';
import { kaplanForwardFlop } from '../flop/kaplan';
import { type Recomputation, megatronFlopPerToken } from '../flop/megatron';
import { type ModelShape, WIDTH_EXPONENT, idealShape } from '../flop/shape';
import { INFERENCE_FLOP_PER_PARAMETER_TOKEN } from '../inference/flop-optimum';
import { power } from '../math/elementary';
import type { PowerSum, SizePower } from './powers';

/** FLOP of one token as sums of powers of the parameters: in training, forward and backward, and in use, forward alone. */
export interface FlopPerToken {
  readonly training: PowerSum;
  readonly forward: PowerSum;
}

/** Forward and backward passes take three times the FLOP of a forward pass. */
const PASSES = 3;

/** Size at which the addends of a count are weighed; any would do. */
const REFERENCE = 1e9;

/** FLOP of a token in training and in use, by a count, for models of the usual shape (`idealShape`) at a context length. */
export function flopPerToken(count: FlopCountId, context: number): FlopPerToken {
  switch (count) {
    case '6nd':
      return {
        training: [{ size: FLOP_PER_PARAMETER_TOKEN, exponent: 1 }],
        forward: [{ size: INFERENCE_FLOP_PER_PARAMETER_TOKEN, exponent: 1 }],
      };
    case 'kaplan':
      return ofTraining(context, (shape) => PASSES * kaplanForwardFlop(shape));
    case 'megatron':
      return ofMegatron(context, 'none');
    case 'megatron-selective':
      return ofMegatron(context, 'selective');
    case 'megatron-full':
      return ofMegatron(context, 'full');
    case 'chinchilla':
      return ofTraining(context, chinchillaFlopPerToken);
    case 'deepseek':
      return ofTraining(context, deepseekFlopPerToken);
  }
}

/** A count that computes nothing twice: a forward pass is a third of training. */
function ofTraining(context: number, count: (shape: ModelShape) => number): FlopPerToken {
  const training = asPowers(context, count);
  return { training, forward: training.map(({ size, exponent }) => ({ size: size / PASSES, exponent })) };
}

/** Recomputation makes training dearer, not the forward pass. */
function ofMegatron(context: number, recomputation: Recomputation): FlopPerToken {
  const { forward } = ofTraining(context, (shape) => megatronFlopPerToken(shape, 'none'));
  return { training: asPowers(context, (shape) => megatronFlopPerToken(shape, recomputation)), forward };
}

/**
 * Takes a count apart. Matrices of the layers have a FLOP count in proportion to N, attention in proportion to layers · width · context,
 * and the vocabulary's matrix in proportion to the width; layers and width of the usual shape are powers of N.
 */
function asPowers(context: number, count: (shape: ModelShape) => number): PowerSum {
  const dense = count(idealShape(REFERENCE, 0, 0));
  const withAttention = count(idealShape(REFERENCE, context, 0));
  const whole = count(idealShape(REFERENCE, context));
  const addend = (flop: number, exponent: number): SizePower => ({ size: flop / power(REFERENCE, exponent), exponent });
  return [addend(dense, 1), addend(withAttention - dense, 1 - WIDTH_EXPONENT), addend(whole - withAttention, WIDTH_EXPONENT)].filter(
    ({ size }) => size > 0,
  );
}
