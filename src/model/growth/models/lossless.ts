import { idealGrowth } from '../ideal';
import { savings, savingsOf } from '../savings';
import { simulateSchedule } from '../simulate';
import { type GrowthModel, inputOf } from './model';

/** Function-preserving growth on a loss law, with a transfer efficiency. */
export const lossless: GrowthModel = {
  id: 'lossless',
  label: 'Growth on a loss law',
  operator: 'any that preserves the function; eta stands for how well it transfers',
  formula: 'L(N2, D_eff) = loss at the switch, then L = L(N2, eta·D_eff + D2)',
  range: 'as far as the loss law; no measurement backs eta = 1',
  source: 'ours; the operator: MSG, arXiv 2305.02869, and FLM-101B, arXiv 2309.03852v3',
  status: 'a model, not a published result',
  needs: 'law and schedule',
  inputs: [
    { id: 'eta', unit: '1', about: 'share of the effective tokens that survive a switch', min: 1e-6, max: 1e3, default: 1 },
    { id: 'lossBump', unit: 'nat/token', about: 'rise of the loss at each switch', min: 0, max: 10, default: 0 },
    { id: 'rewarmTokens', unit: 'token', about: 'tokens after each switch that bring no progress', min: 0, max: 1e17, default: 0 },
  ],
  results: [
    { id: 'loss', unit: 'nat/token', about: 'loss at the end' },
    { id: 'compute', unit: 'FLOP', about: 'training compute of all stages' },
    { id: 'tokens', unit: 'token', about: 'tokens of all stages' },
    ...savings.map(({ id, about }) => ({ id, unit: '1', about })),
    { id: 'computeRatio', unit: '1', about: 'compute over that of the compute-optimal run at the same loss' },
    { id: 'idealComputeRatio', unit: '1', about: 'the limit of that ratio under lossless growth' },
  ],
  evaluate(inputs, { law, stages }) {
    if (!law || !stages) throw new Error('growth on a loss law needs a law and a schedule');
    const options = { eta: inputOf(inputs, 'eta'), lossBump: inputOf(inputs, 'lossBump'), rewarmTokens: inputOf(inputs, 'rewarmTokens') };
    const run = simulateSchedule(law, stages, options);
    const saved = savingsOf(law, run);
    const ideal = idealGrowth(law);
    return {
      loss: run.loss,
      compute: run.compute,
      tokens: run.tokens,
      ...saved,
      computeRatio: 1 - saved.frontierSaving,
      ...(ideal && { idealComputeRatio: ideal.computeRatio }),
    };
  },
};
