/** Training FLOP for each parameter and token: 2 forward, 4 backward. Kaplan et al. 2020, section 2.1. */
export const FLOP_PER_PARAMETER_TOKEN = 6;

/** FLOP in one petaFLOP/s-day: 1e15 · 86400. */
export const FLOP_PER_PF_DAY = 8.64e19;

/** Training compute in FLOP of N parameters on D tokens, C = 6 N D. Kaplan et al. 2020, section 2.1. */
export function trainingCompute(N: number, D: number): number {
  return FLOP_PER_PARAMETER_TOKEN * N * D;
}

/** Tokens that a budget of C FLOP buys for N parameters, D = C / (6 N). */
export function tokensForCompute(C: number, N: number): number {
  return C / (FLOP_PER_PARAMETER_TOKEN * N);
}
