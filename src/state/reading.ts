import { type Configuration } from '../model/configuration';
import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import { optimum } from '../model/optimum';
import { computeOf } from './curves';
import { type Model, models } from './models';

/** What a point of the picture says. */
export interface Reading extends Configuration {
  /** FLOP */
  readonly C: number;
  /** nat/token */
  readonly loss: number;
  /** How much more loss than the best configuration of the same compute, nat/token. */
  readonly excess: number;
  /** The published model that stands here. */
  readonly model?: Model;
}

/** Distance in log10 within which a point is a model's. */
const NEAR = 0.02;

/** Reads a point under a law. */
export function readPoint(law: Law, { N, D }: Configuration): Reading {
  const C = computeOf(law, { N, D });
  const model = models.find((other) => Math.hypot(Math.log10(other.N / N), Math.log10(other.D / D)) < NEAR);
  const height = loss(law, N, D);
  return { N, D, C, loss: height, excess: Math.max(0, height - optimum(law, C).loss), ...(model && { model }) };
}
