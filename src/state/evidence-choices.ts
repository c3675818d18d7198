import * as v from 'valibot';
import { type ClaimTopic, claimTopics } from '../model/claim-topics';

// Which claims are asked for, and how that stands in the URL. It comes with the page, so it loads no claims.

/** What the user chose in the evidence view. */
export interface EvidenceChoices {
  /** Only what is about this topic; everything where it is undefined. */
  readonly topic?: ClaimTopic | undefined;
  /** Only what holds all of these words. */
  readonly search: string;
}

/** The view opens with everything. */
export const defaultEvidence: EvidenceChoices = { search: '' };

/** Most characters of a search. */
export const LONGEST_SEARCH = 100;

const SEARCH_ALLOWED = `words of at most ${LONGEST_SEARCH} characters in all`;

/** Fields of a URL's hash, with what each may be. */
export const evidenceFields = {
  topic: v.picklist(claimTopics, `one of ${claimTopics.join(', ')}`),
  find: v.pipe(v.string(SEARCH_ALLOWED), v.maxLength(LONGEST_SEARCH, SEARCH_ALLOWED)),
} as const;

/** Choices from the fields that a URL has, already checked. */
export function readEvidence(found: Readonly<Record<string, unknown>>): EvidenceChoices {
  const { topic, find } = found as { topic?: ClaimTopic; find?: string };
  return { ...(topic && { topic }), search: find ?? '' };
}

/** Fields of a URL for what differs from the defaults. */
export function writeEvidence({ topic, search }: EvidenceChoices): Readonly<Record<string, string>> {
  return { ...(topic && { topic }), ...(search.trim() !== '' && { find: search }) };
}
