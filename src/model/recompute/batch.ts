import { batchTradeOff, criticalBatch, lossRatioForBatchGrowth } from '../batch/critical';
import { findHyperparameterRule, hyperparametersOf } from '../batch/hyperparameters';
import { type Computations, type Inputs, known } from './inputs';

const tradeOff = (i: Inputs) => batchTradeOff(i.number('batchOverCritical'), 1);
const rule = (id: string, i: Inputs) =>
  hyperparametersOf(known(findHyperparameterRule, id), { N: i.optional('N'), D: i.optional('D'), C: i.optional('C') });
const stepLaw = (i: Inputs) => rule('steplaw-2025', i);
const deepseek = (i: Inputs) => rule('deepseek-2024-hyperparameters', i);

/** Batch sizes, learning rates and the search for them. */
export const batchComputations: Computations = {
  criticalBatch: (i) => criticalBatch(i.number('loss')),
  lossRatioForBatchGrowth: (i) => lossRatioForBatchGrowth(i.number('growth')),
  'batchTradeOff.steps': (i) => tradeOff(i).steps,
  'batchTradeOff.tokens': (i) => tradeOff(i).tokens,
  'deepseek.learningRate': (i) => deepseek(i).learningRate,
  'deepseek.batch': (i) => deepseek(i).batch,
  'stepLaw.learningRate': (i) => stepLaw(i).learningRate,
  'stepLaw.batch': (i) => stepLaw(i).batch,
  hoursOnNodes: (i) => i.number('nodeHours') / i.number('nodes'),
};
