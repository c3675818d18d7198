import { clarkLoss, findClarkRouter, routingCutoff, saturatedExperts } from '../moe/clark';
import { routedTrainingFlop } from '../moe/krajewski';
import { type Computations, type Inputs, known } from './inputs';

const router = (i: Inputs) => known(findClarkRouter, i.text('router')).coefficients;

/** Mixtures of experts; the loss of Krajewski's law is among the laws. */
export const moeComputations: Computations = {
  saturatedExperts: (i) => saturatedExperts(router(i), i.number('experts')),
  clarkLoss: (i) => clarkLoss(router(i), i.number('N'), i.number('experts')),
  routingCutoff: (i) => routingCutoff(router(i)),
  routedTrainingFlop: (i) => routedTrainingFlop(i.number('N'), i.number('D'), i.number('granularity')),
};
