import { trainingCompute } from '../compute';
import { FLOP_PER_PARAMETER_TOKEN_RECOMPUTED, megatronFlopPerToken } from '../flop/megatron';
import {
  acceleratorHours,
  attentionFlopPerToken,
  daysOfCompute,
  daysOfTokens,
  meanUtilisation,
  modelUtilisation,
  tokensPerSecond,
} from '../plan/utilisation';
import type { Computations, Inputs } from './inputs';

const DAYS_PER_YEAR = 365.25;
const TERA = 1e12;

const mfu = (i: Inputs, attention = 0) =>
  modelUtilisation(i.number('tokensPerSecond'), i.number('N'), i.number('accelerators'), i.number('peakFlopPerSecond'), attention);
const ofMegatron = (i: Inputs, recomputation: 'none' | 'selective') =>
  (tokensPerSecond(i.number('batch'), i.shape.context, i.number('stepSeconds')) * megatronFlopPerToken(i.shape, recomputation)) /
  (i.number('accelerators') * i.number('peakFlopPerSecond'));
const mean = (i: Inputs) =>
  meanUtilisation(trainingCompute(i.number('N'), i.number('D')), i.number('acceleratorHours'), i.number('peakFlopPerSecond'));

/** How long training takes, and how well it uses its accelerators. */
export const timeComputations: Computations = {
  daysRecomputed: (i) =>
    daysOfCompute(FLOP_PER_PARAMETER_TOKEN_RECOMPUTED * i.number('N') * i.number('D'), i.number('accelerators'), i.number('flopPerSecond')),
  daysOfTokens: (i) => daysOfTokens(i.number('D'), i.number('accelerators'), i.number('tokensPerSecond')),
  yearsOfCompute: (i) => daysOfCompute(i.number('C'), 1, i.number('flopPerSecond')) / DAYS_PER_YEAR,
  daysOfHours: (i) => i.number('acceleratorHours') / acceleratorHours(i.number('accelerators'), 1),
  acceleratorHours: (i) => acceleratorHours(i.number('accelerators'), i.number('days')),
  tokensPerSecond: (i) => tokensPerSecond(i.number('batch'), i.number('context'), i.number('stepSeconds')),
  mfu: (i) => mfu(i),
  mfuWithAttention: (i) => mfu(i, attentionFlopPerToken(i.shape)),
  megatronMfu: (i) => ofMegatron(i, 'none'),
  megatronHfu: (i) => ofMegatron(i, 'selective'),
  throughputGain: (i) => i.number('before') / i.number('after') - 1,
  meanUtilisation: mean,
  meanTflops: (i) => (mean(i) * i.number('peakFlopPerSecond')) / TERA,
};
