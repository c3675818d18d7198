import { FLOP_PER_PF_DAY } from '../compute';
import { power } from '../math/elementary';
import { findRoot } from '../math/root';
import { findTrend, trendLoss } from '../trends';

/** A run on Kaplan's compute-efficient frontier. */
export interface KaplanRun {
  /** Non-embedding parameters. */
  readonly N: number;
  /** Tokens in a batch. */
  readonly batch: number;
  /** Optimiser steps, at least. */
  readonly steps: number;
  /** Tokens seen, at the critical batch. */
  readonly D: number;
}

const FRONTIER = {
  N: { k: 1.3e9, a: 0.73 },
  batch: { k: 2e6, a: 0.24 },
  steps: { k: 5.4e3, a: 0.03 },
  D: { k: 2e10, a: 0.27 },
};

/**
 * The run that Kaplan et al. call compute-efficient for a least compute of C_min FLOP: N = 1.3e9 c^0.73, batch 2e6 c^0.24, steps
 * 5.4e3 c^0.03, tokens 2e10 c^0.27, c in PF-days. Its steps are the least ones, so batch · steps is below D. Source: Kaplan et al.
 * 2020, arXiv 2001.08361, section 6 and appendix A (the text also prints 4e10 c^0.26 tokens).
 */
export function kaplanFrontier(leastCompute: number): KaplanRun {
  const c = leastCompute / FLOP_PER_PF_DAY;
  const at = ({ k, a }: { readonly k: number; readonly a: number }) => k * power(c, a);
  return { N: at(FRONTIER.N), batch: at(FRONTIER.batch), steps: at(FRONTIER.steps), D: at(FRONTIER.D) };
}

/**
 * Exponent of the loss along the frontier, alpha_Cmin = 1/(1/alpha_S + 1/alpha_B + 1/alpha_N).
 * Source: Kaplan et al. 2020, arXiv 2001.08361, section 6.
 */
export function frontierLossExponent(alphaS: number, alphaB: number, alphaN: number): number {
  return 1 / (1 / alphaS + 1 / alphaB + 1 / alphaN);
}

/** Where the trend of compute crosses the trend of the data that it uses. */
export interface Contradiction {
  /** FLOP */
  readonly C: number;
  readonly N: number;
  /** nat/token */
  readonly loss: number;
}

/**
 * The point where the compute-efficient trend L(C_min) meets the trend of the tokens on that frontier, L(D(C_min)): beyond it the two laws
 * contradict each other. The paper calls its own values uncertain by an order of magnitude. Source: Kaplan et al. 2020, section 6.3.
 */
export function kaplanContradiction(): Contradiction {
  const compute = findTrend('kaplan-cmin')!;
  const tokens = findTrend('kaplan-d')!;
  const gap = (logC: number) => {
    const C = power(10, logC);
    return trendLoss(compute, C) - trendLoss(tokens, kaplanFrontier(C).D);
  };
  const C = power(10, findRoot(gap, 18, 32));
  return { C, N: kaplanFrontier(C).N, loss: trendLoss(compute, C) };
}
