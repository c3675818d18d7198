import { rentalCost } from '../inference/money';
import { CHECKPOINT_BYTES } from './storage';

const HOURS_PER_DAY = 24;
const SECONDS_PER_HOUR = 3600;

/** Energy that a centre draws over what its computers do. Source: Touvron et al. 2023 (LLaMA), arXiv 2302.13971; Patterson et al. 2021. */
export const DEFAULT_PUE = 1.1;

/** Kilograms of CO2 equivalent for each kWh: the mean of the United States that LLaMA reports. */
export const DEFAULT_GRID = 0.385;

/** How often accelerators fail, and what it takes to go on. */
export interface Reliability {
  /** Hours between failures of one accelerator. */
  readonly hoursBetweenFailures: number;
  /** Rate at which one accelerator writes its share of a checkpoint, byte/s. */
  readonly checkpointRate: number;
  /** Seconds from a failure until training goes on from the last checkpoint. */
  readonly restartSeconds: number;
}

/**
 * As Llama 3 405B tells: 419 unexpected interruptions of 16,384 H100 in 54 days, a storage that takes 2 TB/s from all of them. The
 * restart is our assumption; the more than 90 % of effective time that is reported leaves at most 18 minutes for each failure.
 * Source: Llama 3, arXiv 2407.21783, sections 3.3.1 and 3.3.4.
 */
export const usualReliability: Reliability = {
  hoursBetweenFailures: (54 * HOURS_PER_DAY * 16_384) / 419,
  checkpointRate: 2e12 / 16_384,
  restartSeconds: 600,
};

/** kWh of accelerator-hours at a board power, with what the building adds. */
export function energyKwh(acceleratorHours: number, watts: number, pue = DEFAULT_PUE): number {
  return (acceleratorHours * watts * pue) / 1000;
}

/** Kilograms of CO2 equivalent of an energy on a grid. */
export function carbonKg(kwh: number, kgPerKwh = DEFAULT_GRID): number {
  return kwh * kgPerKwh;
}

/** Hours between failures of n accelerators: one breaks n times as often. */
export function hoursBetweenFailures(accelerators: number, ofOne = usualReliability.hoursBetweenFailures): number {
  return ofOne / accelerators;
}

/** Hours between failures over a period. */
export function observedHoursBetweenFailures(days: number, failures: number): number {
  return (days * HOURS_PER_DAY) / failures;
}

/** Interval between checkpoints that loses the least time, √(2·δ·M), δ the time to write one and M that between failures. Source: Young 1974, CACM 17(9). */
export function youngInterval(writeTime: number, betweenFailures: number): number {
  return Math.sqrt(2 * writeTime * betweenFailures);
}

/**
 * The same to a higher order, √(2·δ·M)·(1 + √(δ/2M)/3 + (δ/2M)/9) − δ, and M where writing takes longer than 2·M; work between two
 * checkpoints, the writing left out. Source: Daly 2006, Future Generation Computer Systems 22(3), equation 37.
 */
export function dalyInterval(writeTime: number, betweenFailures: number): number {
  if (writeTime >= 2 * betweenFailures) return betweenFailures;
  const half = writeTime / (2 * betweenFailures);
  return youngInterval(writeTime, betweenFailures) * (1 + Math.sqrt(half) / 3 + half / 9) - writeTime;
}

/** What failures cost. */
export interface FailureOverhead {
  /** Time lost over useful time. */
  readonly share: number;
  /** Useful time over all time. */
  readonly goodput: number;
  /** Hours between failures of the whole fleet. */
  readonly hoursBetweenFailures: number;
  /** Hours of work between checkpoints, by Daly's formula. */
  readonly checkpointHours: number;
  /** Seconds to write one. */
  readonly checkpointSeconds: number;
}

/**
 * Time lost to failures on n accelerators for N parameters: checkpoints at Daly's interval, half an interval of work done again and
 * a restart at each failure.
 */
export function failureOverhead(N: number, accelerators: number, reliability: Reliability = usualReliability): FailureOverhead {
  const between = hoursBetweenFailures(accelerators, reliability.hoursBetweenFailures);
  const checkpointSeconds = (CHECKPOINT_BYTES * N) / (reliability.checkpointRate * accelerators);
  const write = checkpointSeconds / SECONDS_PER_HOUR;
  const interval = dalyInterval(write, between);
  const share = write / interval + (interval / 2 + reliability.restartSeconds / SECONDS_PER_HOUR) / between;
  return { share, goodput: 1 / (1 + share), hoursBetweenFailures: between, checkpointHours: interval, checkpointSeconds };
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
