import type { FitRequest } from '../worker/fit-api';

/** A request for a fit of Chinchilla's form by approach 3, as the page makes it at first, but for what a test asks; the runs come beside it. */
export function fitRequest(part: Partial<FitRequest> = {}): FitRequest {
  return {
    source: { kind: 'text', name: '', text: '' },
    columns: [],
    exclude: [],
    flipped: [],
    approach: '3',
    form: 'chinchilla',
    objective: 'huber',
    delta: undefined,
    restrictions: {},
    bootstrapBy: undefined,
    noise: 'constant',
    ...part,
  };
}
