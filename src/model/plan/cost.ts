import { rentalCost } from '../inference/money';

const HOURS_PER_DAY = 24;
const SECONDS_PER_HOUR = 3600;

/** Energy that a centre draws over what its computers do. Source: Touvron et al. 2023 (LLaMA), arXiv 2302.13971; Patterson et al. 2021. */
export const DEFAULT_PUE = 1.1;

/** Kilograms of CO2 equivalent for each kWh: the mean of the United States that LLaMA reports. */
export const DEFAULT_GRID = 0.385;

/** Hours between failures of one accelerator, from 419 unexpected interruptions of 16,384 H100 in 54 days. Source: Llama 3, arXiv 2407.21783. */
export const HOURS_BETWEEN_FAILURES = (54 * HOURS_PER_DAY * 16_384) / 419;

/** Bytes of a checkpoint for each parameter: weights in 16 bits and 12 bytes of optimizer state. */
const CHECKPOINT_BYTES = 14;
/** Rate at which one accelerator writes its share of a checkpoint, byte/s, and time to start again after a failure: our assumptions. */
const CHECKPOINT_RATE = 2e8;
const RESTART_SECONDS = 600;

/** kWh of accelerator-hours at a board power, with what the building adds. */
export function energyKwh(acceleratorHours: number, watts: number, pue = DEFAULT_PUE): number {
  return (acceleratorHours * watts * pue) / 1000;
}

/** Kilograms of CO2 equivalent of an energy on a grid. */
export function carbonKg(kwh: number, kgPerKwh = DEFAULT_GRID): number {
  return kwh * kgPerKwh;
}

/** Hours between failures of n accelerators: one breaks n times as often. */
export function hoursBetweenFailures(accelerators: number, ofOne = HOURS_BETWEEN_FAILURES): number {
  return ofOne / accelerators;
}

/** Hours between failures over a period. */
export function observedHoursBetweenFailures(days: number, failures: number): number {
  return (days * HOURS_PER_DAY) / failures;
}

/** Interval between checkpoints that loses the least time, √(2·δ·M), δ the time to write one and M that between failures. Source: Young 1974. */
export function youngInterval(writeTime: number, betweenFailures: number): number {
  return Math.sqrt(2 * writeTime * betweenFailures);
}

/** What failures cost. */
export interface FailureOverhead {
  /** Time lost over useful time. */
  readonly share: number;
  /** Hours between failures of the whole fleet. */
  readonly hoursBetweenFailures: number;
  /** Hours between checkpoints, by Young's formula. */
  readonly checkpointHours: number;
}

/**
 * Time lost to failures on n accelerators for N parameters: checkpoints at Young's interval, half an interval of work done again and
 * a restart at each failure.
 */
export function failureOverhead(N: number, accelerators: number): FailureOverhead {
  const between = hoursBetweenFailures(accelerators);
  const write = (CHECKPOINT_BYTES * N) / (CHECKPOINT_RATE * accelerators) / SECONDS_PER_HOUR;
  const interval = youngInterval(write, between);
  const share = write / interval + (interval / 2 + RESTART_SECONDS / SECONDS_PER_HOUR) / between;
  return { share, hoursBetweenFailures: between, checkpointHours: interval };
}

/** What a run takes. */
export interface RunBill {
  readonly days: number;
  readonly acceleratorHours: number;
  /** USD; absent without a price. */
  readonly cost?: number;
  /** kWh; absent where the power is not known. */
  readonly energy?: number;
  /** Kilograms of CO2 equivalent; absent where the power is not known. */
  readonly carbon?: number;
}

/** What a run is billed by. */
export interface Tariff {
  /** USD an accelerator-hour. */
  readonly pricePerHour?: number | undefined;
  /** Power of an accelerator. */
  readonly watts?: number | undefined;
  readonly pue?: number | undefined;
  readonly kgPerKwh?: number | undefined;
}

/** The bill of accelerator-hours on n accelerators. */
export function runBill(hours: number, accelerators: number, { pricePerHour, watts, pue, kgPerKwh }: Tariff): RunBill {
  const energy = watts === undefined ? undefined : energyKwh(hours, watts, pue);
  return {
    days: hours / accelerators / HOURS_PER_DAY,
    acceleratorHours: hours,
    ...(pricePerHour !== undefined && { cost: rentalCost(hours, pricePerHour) }),
    ...(energy !== undefined && { energy, carbon: carbonKg(energy, kgPerKwh) }),
  };
}
