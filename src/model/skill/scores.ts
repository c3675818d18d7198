import data from '../../data/skill.json';

/** A published score. */
export interface PublishedScore {
  readonly name: string;
  /** Training compute in FLOP, as published. */
  readonly C: number;
  /** MMLU in percent. */
  readonly score: number;
  readonly source: string;
}

/** MMLU of models whose compute is published with it; no loss is, so no law can be held to them. */
export const publishedScores: readonly PublishedScore[] = data.scores.models;

/** What guessing among four answers scores, in percent. */
export const CHANCE_SCORE = data.scores.chance;
