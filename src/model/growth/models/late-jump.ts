import { loss } from '../../loss';
import { finalParameters, scheduleTokens } from '../schedule';
import { type GrowthModel, inputOf } from './model';

/** Compute of one jump over that of constant size, (f·n + (1 − f)·N)/N, where a share f of the steps is trained at n parameters. */
export function lateJumpComputeRatio(baseParameters: number, finalSize: number, share: number): number {
  return (share * baseParameters + (1 - share) * finalSize) / finalSize;
}

/** One late jump from a base with no layer or one to full depth. */
export const lateJump: GrowthModel = {
  id: 'late-jump',
  label: 'One late jump (Bu)',
  operator: 'a base with no layer or one is grown once to full depth, at a share f of the steps',
  formula: 'C/C_constant = (f·n + (1 - f)·N)/N; loss about L(N, all tokens) as long as f + mixing share is at most 1',
  range:
    'GPT-2 up to 7B: about 80 % saved; 3 to 5 times less compute on Llama-3 and DeepSeek-V3 types; f to 0.8 with a constant rate and late decay',
  source: 'Bu 2025, arXiv 2511.04981',
  status: 'savings verified in the abstracts; share and mixing from a summary of the paper',
  inputs: [
    { id: 'baseParameters', unit: '1', about: 'parameters of the base', min: 1, max: 1e15 },
    { id: 'N', unit: '1', about: 'parameters after the jump', min: 1e5, max: 1e15, fitted: [1e8, 7e9] },
    { id: 'share', unit: '1', about: 'share of the steps before the jump', min: 0, max: 1, default: 0.8, fitted: [0, 0.8] },
    { id: 'mixingShare', unit: '1', about: 'share of the steps until the grown run has caught up', min: 0, max: 1, optional: true },
    { id: 'tokens', unit: 'token', about: 'tokens in all', min: 1e6, max: 1e17, optional: true },
  ],
  results: [
    { id: 'computeRatio', unit: '1', about: 'compute over that of constant size' },
    { id: 'saving', unit: '1', about: 'share of the compute saved against constant size' },
    { id: 'speedup', unit: '1', about: 'compute of constant size over that of the run' },
    { id: 'loss', unit: 'nat/token', about: "the law's loss of the full size on all tokens, which the run reaches if it has time to mix" },
  ],
  fromSchedule: (stages) =>
    stages.length === 2
      ? { baseParameters: stages[0]!.N, N: stages[1]!.N, share: stages[0]!.D / scheduleTokens(stages), tokens: scheduleTokens(stages) }
      : { N: finalParameters(stages), tokens: scheduleTokens(stages) },
  evaluate(inputs, { law }) {
    const [N, share] = [inputOf(inputs, 'N'), inputOf(inputs, 'share')];
    const computeRatio = lateJumpComputeRatio(inputOf(inputs, 'baseParameters'), N, share);
    const tokens = inputs['tokens'];
    const hasTimeToMix = share + (inputs['mixingShare'] ?? 0) <= 1;
    return {
      computeRatio,
      saving: 1 - computeRatio,
      speedup: 1 / computeRatio,
      ...(law && tokens !== undefined && hasTimeToMix && { loss: loss(law, N, tokens) }),
    };
  },
};
