import { trainingCompute } from '../compute';
import { shapeParameters } from '../flop/shape';
import { calibrateBySpeedup } from '../growth/calibrate';
import { daysAtRate, layoutAccelerators, rateOf, utilisation } from '../growth/hardware';
import { idealGrowth } from '../growth/ideal';
import { computeMultiplier, multiplierExponent, shareAfterGrowth, tokensPerParameterWithGrowth } from '../growth/models/chen';
import { baseCostInTokens, savingOfSpeedup, stackingBaseTokens, stackingGrowthFactor } from '../growth/models/gstack';
import { lateJumpComputeRatio } from '../growth/models/late-jump';
import { liewKato } from '../growth/models/liew-kato';
import { stagedSaving, stagedStepRatio, stepShare } from '../growth/models/staged';
import { warmStart } from '../growth/models/warm-start';
import { measuredSaving, measuredSavings } from '../growth/presets';
import { savingsOf } from '../growth/savings';
import { type Schedule, scheduleCompute, scheduleTokens } from '../growth/schedule';
import { shapeAreaSaving } from '../growth/shape';
import { simulateSchedule } from '../growth/simulate';
import { type Computations, type Inputs, known } from './inputs';

/** The schedule of a check: `parameters` and `tokens` of its stages. */
const schedule = (i: Inputs): Schedule => {
  const tokens = i.numbers('tokens');
  return i.numbers('parameters').map((N, stage) => ({ N, D: tokens[stage]! }));
};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const rate = (i: Inputs) =>
  rateOf({
    D: i.number('D'),
    C: trainingCompute(i.number('N'), i.number('D')),
    days: i.number('days'),
    accelerators: i.number('accelerators'),
  });
const grown = (i: Inputs) => simulateSchedule(i.law, schedule(i));
const ideal = (i: Inputs) => known(() => idealGrowth(i.law), `limit of ${i.law.id}`);
const measured = (i: Inputs) => known(() => measuredSavings.find(({ id }) => id === i.text('run')), i.text('run'));
const calibrated = (i: Inputs) =>
  calibrateBySpeedup(i.law, {
    N: i.number('N'),
    growthFactor: i.number('growthFactor'),
    baseTokens: i.number('baseTokens'),
    scratchTokens: i.number('scratchTokens'),
    speedup: i.number('speedup'),
  });
const gamma = (i: Inputs) => ({ plain: i.number('gammaPlain'), grown: i.number('gammaGrown') });
const timing = (i: Inputs) => ({ a: i.number('a'), b: i.number('b') });
const jump = (i: Inputs) => lateJumpComputeRatio(i.number('baseParameters'), i.number('N'), i.number('share'));
/** The number of Liew and Kato's model that a check asks for; its inputs are the model's. */
const twoStage = (i: Inputs, result: string) =>
  known((id) => liewKato.evaluate(Object.fromEntries(liewKato.inputs.map((input) => [input.id, i.number(input.id)])), {})[id], result);
const warm = (i: Inputs, result: string) =>
  known((id) => warmStart.evaluate(Object.fromEntries(warmStart.inputs.map((input) => [input.id, i.number(input.id)])), {})[id], result);

/** Growth: FLM-101B, lossless growth on a law, published growth laws. */
export const growthComputations: Computations = {
  layoutAccelerators: (i) => layoutAccelerators({ tensor: i.number('tensor'), pipeline: i.number('pipeline'), data: i.number('data') }),
  utilisation: (i) => utilisation(i.number('flopPerSecond'), i.number('peakFlopPerSecond')),
  'stageRate.tokensPerDay': (i) => rate(i).tokensPerDay,
  'stageRate.tokensPerSecond': (i) => rate(i).tokensPerSecond,
  'stageRate.utilisation': (i) => utilisation(rate(i).flopPerSecond, i.number('peakFlopPerSecond')),
  scheduleTokens: (i) => scheduleTokens(schedule(i)),
  scheduleDays: (i) => sum(i.numbers('days')),
  scheduleCompute: (i) => scheduleCompute(schedule(i)),
  daysAtRate: (i) => daysAtRate(i.number('tokens'), { D: i.number('D'), days: i.number('days') }),
  shareOfCompute: (i) => i.number('C') * i.number('share'),
  batchTokens: (i) => i.number('sequences') * i.number('context'),
  parametersWithEmbedding: ({ shape }) => shapeParameters(shape) + shape.vocabulary * shape.width,
  acceleratorsOfServers: (i) => i.number('servers') * i.number('acceleratorsPerServer'),

  shapeAreaSaving: (i) => shapeAreaSaving({ from: 0, to: 1, tokens: 1, exponent: i.number('exponent') }),
  'grown.effectiveTokens': (i) => known(() => grown(i).stages[i.number('stage')], 'stage').effectiveTokens,
  'grown.loss': (i) => grown(i).loss,
  'grown.lossMatchedSaving': (i) => savingsOf(i.law, grown(i)).lossMatchedSaving,
  'grown.frontierSaving': (i) => savingsOf(i.law, grown(i)).frontierSaving,
  'idealGrowth.computeRatio': (i) => ideal(i).computeRatio,
  'idealGrowth.k': (i) => ideal(i).k,

  measuredSpeedup: (i) => measured(i).before / measured(i).after,
  measuredSaving: (i) => measuredSaving(measured(i)),
  savingOfSpeedup: (i) => savingOfSpeedup(i.number('speedup')),
  stackingBaseTokens: (i) => stackingBaseTokens(i.number('N'), i.optional('C') ?? trainingCompute(i.number('N'), i.number('D'))),
  stackingBaseOverAdvised: (i) => i.number('baseTokens') / stackingBaseTokens(i.number('N'), i.number('C')),
  stackingGrowthFactor: (i) => stackingGrowthFactor(i.number('N'), i.number('C')),
  baseCostInTokens: (i) => baseCostInTokens(i.number('baseTokens'), i.number('growthFactor')),
  stackedCostInTokens: (i) => baseCostInTokens(i.number('baseTokens'), i.number('growthFactor')) + i.number('D'),
  'calibration.losslessTokens': (i) => calibrated(i).losslessTokens,
  'calibration.losslessSpeedup': (i) => calibrated(i).losslessSpeedup,
  'calibration.impliedTokens': (i) => calibrated(i).impliedTokens,
  'calibration.eta': (i) => calibrated(i).eta,
  growthMultiplier: (i) =>
    computeMultiplier(i.number('C'), { C: i.number('referenceC'), multiplier: i.number('referenceMultiplier') }, gamma(i)),
  multiplierExponent: (i) => multiplierExponent(gamma(i)),
  tokensPerParameterWithGrowth: (i) => tokensPerParameterWithGrowth(i.number('tokensPerParameter'), timing(i)),
  growthExpansion: (i) => i.number('tokensPerParameter') / tokensPerParameterWithGrowth(i.number('tokensPerParameter'), timing(i)),
  shareAfterGrowth: (i) => shareAfterGrowth(i.number('tokensPerParameter'), timing(i), i.number('costRatio')),
  computeOver: (i) => i.number('C') / i.number('over'),
  lateJumpComputeRatio: jump,
  lateJumpSaving: (i) => 1 - jump(i),
  stagedSaving: (i) => stagedSaving({ before: i.number('before'), after: i.number('after'), end: i.number('end') }, i.number('sizeRatio')),
  meanStepRatio: (i) => {
    const after = i.numbers('after');
    return sum(i.numbers('before').map((before, k) => before / after[k]!)) / after.length;
  },
  stepShare: (i) => stepShare(i.number('slope')),
  stagedStepRatio: (i) => stagedStepRatio(i.number('slope'), i.number('growthFactor')),
  'twoStage.loss': (i) => twoStage(i, 'loss'),
  'twoStage.exponent': (i) => twoStage(i, 'secondStageExponent'),
  'twoStage.limit': (i) => twoStage(i, 'limitOfSecondStage'),
  'warmStart.scratchLoss': (i) => warm(i, 'scratchLoss'),
  'warmStart.warmLoss': (i) => warm(i, 'warmLoss'),
  'warmStart.difference': (i) => warm(i, 'difference'),
};
