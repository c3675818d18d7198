import { bubble, bubbleShare, layoutSize, microbatchesOf } from '../plan/layout';
import { activationBytes, layerActivationBytes, megatronAdam, modelStateBytes, scoreTerm } from '../plan/memory';
import type { Computations, Inputs } from './inputs';

const GIGA = 1e9;
const GIB = 2 ** 30;

const tensorBaseline = (i: Inputs) =>
  ({ tensor: i.number('tensor'), microbatch: i.number('microbatch'), recomputation: 'none', sequenceParallel: false }) as const;
const withBoth = (i: Inputs) => ({ ...tensorBaseline(i), recomputation: 'selective', sequenceParallel: true }) as const;
const stages = (i: Inputs) => ({ pipeline: i.number('pipeline'), interleave: i.number('interleave') });
const share = (i: Inputs, setting: Parameters<typeof layerActivationBytes>[1]) =>
  (100 * layerActivationBytes(i.shape, setting)) / layerActivationBytes(i.shape, tensorBaseline(i));
const zero = (i: Inputs, stage: 0 | 1 | 2 | 3) => modelStateBytes(i.number('N'), stage, i.number('data')) / GIGA;

/** Memory of training, and how models are laid out. */
export const memoryComputations: Computations = {
  'zero0.GB': (i) => zero(i, 0),
  'zero1.GB': (i) => zero(i, 1),
  'zero2.GB': (i) => zero(i, 2),
  'zero3.GB': (i) => zero(i, 3),
  'megatronState.GiB': (i) => modelStateBytes(i.number('N') / i.number('accelerators'), 0, 1, megatronAdam) / GIB,
  'activations.baselineGiB': (i) => activationBytes(i.shape, { ...tensorBaseline(i), ...stages(i) }) / GIB,
  'activations.bothGiB': (i) => activationBytes(i.shape, { ...withBoth(i), ...stages(i) }) / GIB,
  'activationShare.sequence': (i) => share(i, { ...tensorBaseline(i), sequenceParallel: true }),
  'activationShare.selective': (i) => share(i, { ...tensorBaseline(i), recomputation: 'selective' }),
  'activationShare.both': (i) => share(i, withBoth(i)),
  'activationShare.full': (i) => share(i, { ...tensorBaseline(i), recomputation: 'full' }),
  scoreTerm: ({ shape }) => scoreTerm(shape),
  scoreShare: (i) =>
    1 -
    layerActivationBytes(i.shape, { ...tensorBaseline(i), recomputation: 'selective' }) / layerActivationBytes(i.shape, tensorBaseline(i)),
  layoutSize: (i) => layoutSize({ tensor: i.number('tensor'), pipeline: i.number('pipeline'), data: i.number('data') }),
  bubble: (i) => bubble(i.number('pipeline'), i.number('microbatches')),
  bubbleShare: (i) => bubbleShare(i.number('pipeline'), i.number('microbatches')),
  bubbleOfBatch: (i) =>
    bubble(i.number('pipeline'), microbatchesOf(i.number('batch'), { data: i.number('data'), microbatch: i.number('microbatch') })),
  acceleratorsForBytes: (i) => i.number('bytes') / i.number('memory'),
};
