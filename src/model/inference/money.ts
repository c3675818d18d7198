/** What an accelerator costs and does. */
export interface PricedAccelerator {
  /** Price of an hour in USD. */
  readonly pricePerHour: number;
  /** Dense peak in FLOP/s. */
  readonly peakFlopPerSecond: number;
}

const SECONDS_PER_HOUR = 3600;

/** Cost in USD of C FLOP at a utilisation. Source: Sardana and Frankle 2024, arXiv 2401.00448. */
export function computeCost(C: number, { pricePerHour, peakFlopPerSecond }: PricedAccelerator, utilisation: number): number {
  return rentalCost(C / (peakFlopPerSecond * utilisation) / SECONDS_PER_HOUR, pricePerHour);
}

/** Cost in USD of accelerator-hours at a price an hour. */
export function rentalCost(hours: number, pricePerHour: number): number {
  return hours * pricePerHour;
}
