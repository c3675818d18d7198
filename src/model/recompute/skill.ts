import { findTaskError, taskError } from '../skill/gadre';
import { exactMatch, meanScore, tokenEditDistance } from '../skill/metrics';
import { type Computations, type Inputs, known } from './inputs';
import { lossOf } from './loss';

const coefficients = (i: Inputs) => known(findTaskError, i.law.id);

/** What a loss means for tasks, and scores of benchmarks. */
export const skillComputations: Computations = {
  taskError: (i) => taskError(coefficients(i), i.number('loss')),
  taskErrorAt: (i) => taskError(coefficients(i), lossOf(i)),
  exactMatch: (i) => exactMatch(i.number('p'), i.number('length')),
  tokenEditDistance: (i) => tokenEditDistance(i.number('p'), i.number('length')),
  meanScore: (i) => meanScore(i.numbers('scores')),
  meanScoreRatio: (i) => meanScore(i.numbers('scores')) / meanScore(i.numbers('over')),
};
