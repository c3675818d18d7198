import { type ReadonlySignal, computed, signal } from '@preact/signals-core';
import { said } from '../locales/said';
import { type ClaimTopic, claimTopics } from '../model/claim-topics';
import { type Claim, claims } from '../model/claims';
import { type Fact, facts } from '../model/facts';
import type { Recomputed } from '../model/recompute';
import type { EvidenceChoices } from './evidence-choices';

/** A claim with our values of its numbers; undefined until they are computed. */
export interface Evidence {
  readonly claim: Claim;
  readonly ours: readonly Recomputed[] | undefined;
}

/** How many numbers came out, of those that are computed. */
export interface Tally {
  readonly claims: number;
  readonly numbers: number;
  readonly computed: number;
  readonly within: number;
}

/** What the evidence view shows, as signals. */
export interface EvidenceState {
  /** Why the recomputation stopped; undefined while it goes on or is done. */
  readonly failure: ReadonlySignal<string | undefined>;
  readonly tally: ReadonlySignal<Tally>;
  /** Claims of each topic, in the order of the topics. */
  readonly topics: readonly { readonly topic: ClaimTopic; readonly claims: number }[];
  /** The claims that are asked for, in the order of the catalogue: by topic, and by words that stand in the claim, in English or the language of the page, its source or its id. */
  readonly shown: ReadonlySignal<readonly Evidence[]>;
  /** The published facts that are asked for. */
  readonly facts: ReadonlySignal<readonly Fact[]>;
}

/** Recomputes every claim, handing each on when it is done. */
export type Recompute = (onClaim: (id: string, ours: readonly Recomputed[]) => void) => Promise<void>;

/** Starts to recompute every claim, and says what came out of those that are asked for. */
export function createEvidence(asked: ReadonlySignal<EvidenceChoices>, recompute: Recompute = recomputeInWorker): EvidenceState {
  const failure = signal<string | undefined>(undefined);
  const outcomes = signal<ReadonlyMap<string, readonly Recomputed[]>>(new Map());
  const values = new Map<string, readonly Recomputed[]>();
  let isWaiting = false;
  recompute((id, ours) => {
    values.set(id, ours);
    if (isWaiting) return;
    isWaiting = true;
    // claims come by the hundred in a millisecond
    setTimeout(() => {
      isWaiting = false;
      outcomes.value = new Map(values);
    });
  }).catch((error: unknown) => {
    failure.value = error instanceof Error ? error.message : String(error);
  });
  return {
    failure,
    tally: computed(() => tallyOf(outcomes.value)),
    topics: claimTopics.map((of) => ({ topic: of, claims: claims.filter((claim) => claim.topic === of).length })),
    shown: computed(() => found(claims, asked.value).map((claim) => ({ claim, ours: outcomes.value.get(claim.id) }))),
    facts: computed(() => found(facts, asked.value)),
  };
}

function found<T extends Claim | Fact>(all: readonly T[], { topic, search }: EvidenceChoices): readonly T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((each) => (topic === undefined || each.topic === topic) && words.every((word) => textOf(each).includes(word)));
}

function textOf({ id, statement, source, note = '' }: Claim | Fact): string {
  return `${id} ${statement} ${said(statement)} ${source} ${note} ${said(note)}`.toLowerCase();
}

function tallyOf(outcomes: ReadonlyMap<string, readonly Recomputed[]>): Tally {
  const numbers = [...outcomes.values()].flat();
  return {
    claims: claims.length,
    numbers: claims.reduce((sum, { checks }) => sum + checks.length, 0),
    computed: numbers.length,
    within: numbers.filter(({ isWithin }) => isWithin).length,
  };
}

async function recomputeInWorker(onClaim: Parameters<Recompute>[0]): Promise<void> {
  const { recomputeClaims } = await import('../worker/evidence-client');
  await recomputeClaims(onClaim);
}
