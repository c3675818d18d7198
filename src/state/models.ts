import data from '../data/models.json';

/** A published language model: what was trained, on how many tokens. */
export interface Model {
  readonly name: string;
  readonly year: number;
  /** Parameters that do work per token. */
  readonly N: number;
  /** Training tokens. */
  readonly D: number;
  /** Training compute as published, FLOP. */
  readonly reportedCompute?: number;
  readonly source: string;
  readonly status: string;
}

/** Every published model that the picture shows as a pin. */
export const models = data.models as readonly Model[];
