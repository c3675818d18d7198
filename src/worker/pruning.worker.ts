import { type PruningPoint, type PruningRequest, pruningPoints } from './pruning-api';

self.addEventListener('message', ({ data }: MessageEvent<PruningRequest>) => {
  for (const point of pruningPoints(data)) self.postMessage(point satisfies PruningPoint);
});
