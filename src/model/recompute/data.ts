import { runFunnel } from '../corpus/funnel';
import { type PruningRule, prunedTestError } from '../corpus/perceptron';
import { trainingCompute } from '../compute';
import { bindLaw, findLaw } from '../laws';
import { loss } from '../loss';
import { optimum } from '../optimum';
import { worthOfRepeats } from '../repetition';
import { type Computations, known } from './inputs';

const repeated = known(findLaw, 'muennighoff-2023');

/** Data: repetition, the funnel from raw text to tokens, pruning. */
export const dataComputations: Computations = {
  repeatedLoss: (i) => loss(bindLaw(repeated, { U: i.number('U') }), i.number('N'), i.number('D')),
  effectiveMultiple: (i) => worthOfRepeats(i.number('epochs'), repeated.coefficients['R_D']!),
  effectiveShareOfTokens: (i) => worthOfRepeats(i.number('epochs'), repeated.coefficients['R_D']!) / i.number('epochs'),
  effectiveParameterMultiple: (i) => worthOfRepeats(i.number('excess'), repeated.coefficients['R_N']!),
  uniqueRatio: (i) => {
    const { N, D } = optimum(repeated, trainingCompute(i.number('U'), i.number('U')));
    return D / N;
  },
  funnelKept: () => runFunnel(1).bytes.deduplicated,
  bytesPerToken: (i) => i.number('bytes') / i.number('tokens'),
  prunedTestError: (i) =>
    prunedTestError({
      examplesPerDimension: i.number('examplesPerDimension'),
      keep: i.number('keep'),
      rule: i.text('rule') as PruningRule,
      seeds: i.number('seeds'),
    }),
};
