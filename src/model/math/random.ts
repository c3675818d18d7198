import { log2 } from './elementary';

/** Uniform numbers in [0, 1) from a 32-bit seed: mulberry32, by T. Ettinger; the same sequence everywhere. */
export function createUniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers by Marsaglia's polar method: square roots and a logarithm of our own give the same bits in every engine. */
export function createNormal(seed: number): () => number {
  const uniform = createUniform(seed);
  return () => {
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.LN2 * log2(square)) / square);
    }
  };
}
