import type { PlanAnswer, PlanRequest } from '../model/plan/request';
import type { Job, LayoutSearch, SearchResult, SearchSpace } from '../model/plan/search';
import { solvePlan } from '../model/plan/solve';

/** Searches layouts on a device: answers as `searchLayouts` does, bit by bit. Rejects with a BackendError. */
export type LayoutEngine = (job: Job, space: SearchSpace) => Promise<SearchResult>;

/** Ends a solution that needs a search whose result is not there yet. */
class Wanting extends Error {
  readonly job: Job;
  readonly space: SearchSpace;
  readonly key: string;

  constructor(job: Job, space: SearchSpace, key: string) {
    super('a search of layouts has not been made yet');
    [this.job, this.space, this.key] = [job, space, key];
  }
}

/**
 * Answers a request as `solvePlan` does, with an engine for its searches. The model waits for nothing, so it starts again with each
 * result that it was missing; all but its searches takes microseconds.
 */
export async function solvePlanOn(engine: LayoutEngine, request: PlanRequest): Promise<PlanAnswer> {
  const known = new Map<string, SearchResult>();
  const search: LayoutSearch = (job, space) => {
    const key = JSON.stringify([job, space]);
    const result = known.get(key);
    if (!result) throw new Wanting(job, space, key);
    return result;
  };
  for (;;) {
    try {
      return solvePlan({ ...request, search });
    } catch (error) {
      if (!(error instanceof Wanting)) throw error;
      known.set(error.key, await engine(error.job, error.space));
    }
  }
}
