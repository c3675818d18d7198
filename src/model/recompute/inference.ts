import { type ChinchillaCoefficients, elasticityRatio, lifetimeFlop, lifetimeOptimum } from '../inference/flop-optimum';
import { computeCost, rentalCost } from '../inference/money';
import { smallerModel } from '../inference/smaller-model';
import { computeForParameters, optimum } from '../optimum';
import { type Computations, type Inputs, known } from './inputs';

const coefficients = (i: Inputs) => i.law.coefficients as ChinchillaCoefficients;
const demand = (i: Inputs) => i.number('inferenceTokens');
const bestOverLife = (i: Inputs, loss: number, inferenceTokens: number) =>
  known(() => lifetimeOptimum(coefficients(i), loss, inferenceTokens), `configuration of loss ${loss}`);
const lifetime = (i: Inputs) => bestOverLife(i, i.number('loss'), demand(i));
const withoutInference = (i: Inputs) => bestOverLife(i, i.number('loss'), 0);
const smaller = (i: Inputs) =>
  known(() => smallerModel(i.number('sizeRatio'), i.number('alpha'), i.number('beta')), 'model so small with the same loss');

/** The model of least FLOP over its life with the quality of the compute-optimal one of `optimalN` parameters. */
function sameQuality(i: Inputs): { readonly N: number; readonly saving: number } {
  const original = optimum(i.law, computeForParameters(i.law, i.number('optimalN')));
  const best = bestOverLife(i, original.loss, demand(i));
  return { N: best.N, saving: 1 - lifetimeFlop(best, demand(i)) / lifetimeFlop(original, demand(i)) };
}

/** A model's life: training and use, in FLOP and in money. */
export const inferenceComputations: Computations = {
  'lifetime.N': (i) => lifetime(i).N,
  'lifetime.D': (i) => lifetime(i).D,
  'lifetime.sizeRatio': (i) => lifetime(i).N / withoutInference(i).N,
  'lifetime.tokenRatio': (i) => lifetime(i).D / withoutInference(i).D,
  'lifetime.flopRatio': (i) => lifetimeFlop(lifetime(i), demand(i)) / lifetimeFlop(withoutInference(i), demand(i)),
  'lifetimeSameQuality.N': (i) => sameQuality(i).N,
  'lifetimeSameQuality.saving': (i) => sameQuality(i).saving,
  lifetimeFirstOrder: (i) => elasticityRatio(coefficients(i), lifetime(i)) / (1 + demand(i) / (3 * lifetime(i).D)),
  computeCost: (i) =>
    computeCost(
      i.number('C'),
      { pricePerHour: i.number('pricePerHour'), peakFlopPerSecond: i.number('peakFlopPerSecond') },
      i.number('utilisation'),
    ),
  rentalCost: (i) => rentalCost(i.number('hours'), i.number('pricePerHour')),
  'smallerModel.overhead': (i) => smaller(i).overhead,
  'smallerModel.tokenRatio': (i) => smaller(i).tokenRatio,
};
