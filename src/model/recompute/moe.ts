import { routingCutoff, saturatedExperts } from '../moe/clark';
import { routedTrainingFlop } from '../moe/krajewski';
import type { Computations, Inputs } from './inputs';

const routing = (i: Inputs) => ({ start: i.coefficient('start'), max: i.coefficient('max') });

/** Mixtures of experts; their losses are those of laws. */
export const moeComputations: Computations = {
  saturatedExperts: (i) => saturatedExperts(routing(i), i.number('experts')),
  routingCutoff: (i) => routingCutoff(i.coefficient('b'), i.coefficient('c')),
  routedTrainingFlop: (i) => routedTrainingFlop(i.number('N'), i.number('D'), i.number('granularity')),
};
