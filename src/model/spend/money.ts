/** What computing costs and how well the hardware is used. */
export interface ComputePrice {
  /** Price of a FLOP at the hardware's peak, in any currency. */
  readonly pricePerPeakFlop: number;
  /** Share of the peak that is reached. */
  readonly utilisation: number;
}

/** A share of the inference tokens and what computing it costs. */
export interface ServedTokens extends ComputePrice {
  readonly tokens: number;
}

/**
 * Cost of a FLOP of inference over one of training, m = (Σ T·c/u / Σ T) / (c/u of training): input and output tokens differ in
 * utilisation. Source: Sardana and Frankle 2024, arXiv 2401.00448.
 */
export function inferenceCostRatio(served: readonly ServedTokens[], training: ComputePrice): number {
  const tokens = served.reduce((sum, part) => sum + part.tokens, 0);
  return served.reduce((sum, part) => sum + part.tokens * costOf(part), 0) / tokens / costOf(training);
}

function costOf({ pricePerPeakFlop, utilisation }: ComputePrice): number {
  return pricePerPeakFlop / utilisation;
}
