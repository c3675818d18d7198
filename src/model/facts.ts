import data from '../data/facts.json';
import type { ClaimTopic } from './claim-topics';

/** A published fact that is no computation, so that nothing can be recomputed. */
export interface Fact {
  readonly id: string;
  readonly topic: ClaimTopic;
  readonly statement: string;
  readonly source: string;
  /** How the statement was checked against its source. */
  readonly status: string;
  readonly note?: string;
}

/** Every published fact, in the order of the topics. */
export const facts = data.facts as readonly Fact[];
