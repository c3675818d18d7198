import { bindLaw } from '../laws';
import { loss } from '../loss';
import { findTrend, tokenGrowthAgainstOverfitting, trendLoss } from '../trends';
import { type Computations, type Inputs, known } from './inputs';

/** Where a ratio along a power law is taken; the ratio does not depend on it. */
const ANYWHERE = 1e9;

const scenarioOf = (i: Inputs) => ({ granularity: i.optional('granularity'), experts: i.optional('experts') });

const trend = (i: Inputs) => known(findTrend, i.text('trend'));

/** Loss in nat/token of the check's law at its N and D, in its scenario. */
export const lossOf = (i: Inputs): number => loss(bindLaw(i.law, scenarioOf(i)), i.number('N'), i.number('D'));

/** The loss of a run: laws in N and D, and trends in one quantity. */
export const lossComputations: Computations = {
  loss: lossOf,
  trendLoss: (i) => trendLoss(trend(i), i.number('x')),
  trendRatio: (i) => trendLoss(trend(i), ANYWHERE * i.number('factor')) / trendLoss(trend(i), ANYWHERE),
  tokenGrowth: (i) => tokenGrowthAgainstOverfitting(i.number('factor')),
};
