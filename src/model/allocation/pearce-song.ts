import { power } from '../math/elementary';

/** Parameters of the embeddings against the cube root of the others, fitted to Hoffmann's models. Source: see `totalParameters`. */
const EMBEDDING = 47491;

/** The part of a Chinchilla-form law that shapes its frontier. */
export interface FrontierCoefficients {
  readonly A: number;
  readonly B: number;
  readonly alpha: number;
  readonly beta: number;
}

/**
 * All parameters of a model with N non-embedding ones, N_T = N + 47491·N^(1/3). Source: Pearce and Song 2024, arXiv 2406.12907.
 */
export function totalParameters(N: number): number {
  return N + EMBEDDING * power(N, 1 / 3);
}

/**
 * Non-embedding compute in FLOP, 6·N·D, for which N non-embedding parameters are optimal when the loss follows a Chinchilla law in all
 * parameters: alpha·A·N_T^-alpha·(d ln N_T / d ln N) = beta·B·D^-beta. The line over Kaplan's models (768 to 1.5e9) has a slope of 0.74 to
 * 0.8 in it, near Kaplan's 0.73. Source: Pearce and Song 2024, arXiv 2406.12907.
 */
export function nonEmbeddingCompute({ A, B, alpha, beta }: FrontierCoefficients, N: number): number {
  const total = totalParameters(N);
  const D = power((alpha * A * power(total, -alpha) * totalElasticity(N)) / (beta * B), -1 / beta);
  return 6 * N * D;
}

/** d ln N_T / d ln N: 1/3 where embeddings rule, 1 where they do not matter. */
function totalElasticity(N: number): number {
  return (N + (EMBEDDING / 3) * power(N, 1 / 3)) / totalParameters(N);
}
