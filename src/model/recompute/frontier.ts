import { allocatedQuantity, allocatedTokens, allocationCompute, allocationOptimum, findAllocation } from '../allocation/allocations';
import { frontierLossExponent, kaplanContradiction, kaplanFrontier } from '../allocation/kaplan';
import { totalParameters } from '../allocation/pearce-song';
import { FLOP_PER_PF_DAY, tokensForCompute } from '../compute';
import { loss } from '../loss';
import type { Law } from '../laws';
import { power } from '../math/elementary';
import { fitPowerLaw } from '../math/line';
import { computeForParameters, frontierExponent, optimum } from '../optimum';
import { type Computations, type Inputs, known } from './inputs';

/** Sizes of a search by brute force: so many points, evenly spaced in the logarithm. */
const GRID = { from: 1e6, to: 1e13, steps: 20001 };

const best = (i: Inputs) => optimum(i.law, i.number('C'));
const bestForParameters = (i: Inputs) => optimum(i.law, computeForParameters(i.law, i.number('N')));
const allocation = (i: Inputs) => known(findAllocation, i.text('allocation'));
const allocated = (i: Inputs) => known((id) => allocationOptimum(id, i.number('C')), i.text('allocation'));
const computeOfAllocation = (i: Inputs) => allocationCompute(allocation(i), i.number('N'));
const deepseekM = (i: Inputs) => allocatedQuantity(allocation(i), i.number('C'));
const deepseekD = (i: Inputs) => known(() => allocatedTokens(allocation(i), i.number('C')), 'law of tokens');

/** The compute-optimal configuration of a budget, by law, by published frontier, and by brute force. */
export const frontierComputations: Computations = {
  'optimum.N': (i) => best(i).N,
  'optimum.D': (i) => best(i).D,
  'optimum.loss': (i) => best(i).loss,
  'optimum.tokensPerParameter': (i) => best(i).D / best(i).N,
  'optimumForParameters.D': (i) => bestForParameters(i).D,
  'optimumForParameters.loss': (i) => bestForParameters(i).loss,
  'optimumForParameters.C': (i) => bestForParameters(i).C,
  'gridOptimum.N': (i) => bestOfGrid(i.law, i.number('C')),
  frontierExponent: (i) => known(() => frontierExponent(i.law), `exponent of ${i.law.id}`),

  'kaplanFrontier.N': (i) => kaplanFrontier(i.number('C')).N,
  frontierLossExponent: (i) => frontierLossExponent(i.number('alpha_S'), i.number('alpha_B'), i.number('alpha_N')),
  'kaplanContradiction.pfDays': () => kaplanContradiction().C / FLOP_PER_PF_DAY,
  'kaplanContradiction.N': () => kaplanContradiction().N,
  'kaplanContradiction.loss': () => kaplanContradiction().loss,

  allocationCompute: computeOfAllocation,
  allocationTokensForParameters: (i) => tokensForCompute(computeOfAllocation(i), i.number('N')),
  fittedExponent: (i) => fitPowerLaw(known(() => allocation(i).rows, 'rows').map(([N, C]) => [C, N])).a,
  'allocation.N': (i) => allocated(i).N,
  'allocation.D': (i) => allocated(i).D,
  'deepseek.M': deepseekM,
  'deepseek.D': deepseekD,
  'deepseek.spent': (i) => (deepseekM(i) * deepseekD(i)) / i.number('C'),
  totalParameters: (i) => totalParameters(i.number('N')),
};

/** Parameters with the least loss among the grid's, at a budget of C FLOP. */
function bestOfGrid(law: Law, C: number): number {
  let least = { N: Number.NaN, loss: Infinity };
  for (let step = 0; step < GRID.steps; step++) {
    const N = GRID.from * power(GRID.to / GRID.from, step / (GRID.steps - 1));
    const lossHere = loss(law, N, tokensForCompute(C, N));
    if (lossHere < least.loss) least = { N, loss: lossHere };
  }
  return least.N;
}
