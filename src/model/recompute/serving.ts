import { bandwidthLimit, batchingGain, cacheBytesPerToken, costPerMillion, weightBytes } from '../plan/serve';
import type { Computations, Inputs } from './inputs';

const cacheOf = (i: Inputs) => {
  const latent = i.optional('latent');
  const layers = i.number('layers');
  return latent === undefined ? { layers, kvHeads: i.number('kvHeads'), headSize: i.number('headSize') } : { layers, latent };
};

/** Memory and speed of serving. */
export const servingComputations: Computations = {
  cacheBytesPerToken: (i) => cacheBytesPerToken(cacheOf(i)),
  cacheBytes: (i) => i.number('tokens') * cacheBytesPerToken(cacheOf(i)),
  weightBytes: (i) => weightBytes(i.number('N'), i.number('bits')),
  requestRate: (i) => i.number('requests') / i.number('seconds'),
  batchingGain: (i) => batchingGain(i.number('requests'), i.number('seconds'), i.number('secondsOfOne')),
  bandwidthLimit: (i) => bandwidthLimit(i.number('bytes'), i.number('bandwidth')),
  costPerMillion: (i) => costPerMillion(i.number('pricePerHour'), i.number('tokensPerSecond')),
};
