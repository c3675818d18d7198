import { exp } from './math/elementary';

/**
 * Worth of x units of which one is new and the others repeat it: 1 + R·(1 − e^(−(x−1)/R)) for x > 1, and x itself where nothing
 * repeats. With x = D/U epochs it is the effective multiple of the unique tokens, D'/U; it tends to 1 + R.
 * Source: Muennighoff et al. 2023, arXiv 2305.16264, equations 5 and 6 (R_D for tokens, R_N for parameters).
 */
export function worthOfRepeats(x: number, R: number): number {
  return x <= 1 ? x : 1 + R * (1 - exp((1 - x) / R));
}
