import { power } from '../math/elementary';

/**
 * Constants of the critical batch: B_crit = B0 / L^(1/alphaB). Source: Kaplan et al. 2020, arXiv 2001.08361, equation 1.4 (B0 2.1e8
 * in one place).
 */
const CRITICAL = { B0: 2e8, alphaB: 0.21 };

/**
 * Critical batch size in tokens at a loss in nat/token, 2e8 / L^(1/0.21): a run at this batch takes twice the least steps and twice
 * the least compute. Source: Kaplan et al. 2020, equation 1.4, after McCandlish et al. 2018.
 */
export function criticalBatch(loss: number): number {
  return CRITICAL.B0 / power(loss, 1 / CRITICAL.alphaB);
}

/** Factor of the loss at which the critical batch has grown by a factor; 2 gives 0.865. Source: as `criticalBatch`. */
export function lossRatioForBatchGrowth(growth: number): number {
  return power(growth, -CRITICAL.alphaB);
}

/**
 * Steps and tokens, over their least values, of a run at a batch: S/S_min = 1 + B_crit/B and E/E_min = 1 + B/B_crit, so that
 * (S/S_min − 1)(E/E_min − 1) = 1. Source: Kaplan et al. 2020, equation 5.1.
 */
export function batchTradeOff(batch: number, critical: number): { readonly steps: number; readonly tokens: number } {
  return { steps: 1 + critical / batch, tokens: 1 + batch / critical };
}
