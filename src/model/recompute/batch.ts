import { batchTradeOff, criticalBatch, lossRatioForBatchGrowth } from '../batch/critical';
import { deepseekHyperparameters, stepLawHyperparameters } from '../batch/hyperparameters';
import type { Computations, Inputs } from './inputs';

const tradeOff = (i: Inputs) => batchTradeOff(i.number('batchOverCritical'), 1);
const stepLaw = (i: Inputs) => stepLawHyperparameters(i.number('N'), i.number('D'));

/** Batch sizes, learning rates and the search for them. */
export const batchComputations: Computations = {
  criticalBatch: (i) => criticalBatch(i.number('loss')),
  lossRatioForBatchGrowth: (i) => lossRatioForBatchGrowth(i.number('growth')),
  'batchTradeOff.steps': (i) => tradeOff(i).steps,
  'batchTradeOff.tokens': (i) => tradeOff(i).tokens,
  'deepseek.learningRate': (i) => deepseekHyperparameters(i.number('C')).learningRate,
  'deepseek.batch': (i) => deepseekHyperparameters(i.number('C')).batch,
  'stepLaw.learningRate': (i) => stepLaw(i).learningRate,
  'stepLaw.batch': (i) => stepLaw(i).batch,
  hoursOnNodes: (i) => i.number('nodeHours') / i.number('nodes'),
};
