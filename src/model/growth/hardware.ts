import { rentalCost } from '../inference/money';

/** Accelerators that train a stage. */
export interface Fleet {
  readonly accelerators: number;
  /** FLOP/s that each one achieves: measured, or peak times utilisation. */
  readonly flopPerSecond: number;
  /** USD for an hour of one; absent where it is not known. */
  readonly pricePerHour?: number | undefined;
}

/** How a stage is spread over accelerators. */
export interface Layout {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
}

/** Time and money of a stage. */
export interface StageBill {
  readonly days: number;
  readonly acceleratorHours: number;
  /** USD; absent without a price. */
  readonly cost?: number;
}

const SECONDS_PER_HOUR = 3600;
const HOURS_PER_DAY = 24;

/** Time and money of C FLOP on a fleet. */
export function billOf(C: number, { accelerators, flopPerSecond, pricePerHour }: Fleet): StageBill {
  return billOfHours(C / flopPerSecond / SECONDS_PER_HOUR, accelerators, pricePerHour);
}

/** Time and money of accelerator-hours. */
function billOfHours(acceleratorHours: number, accelerators: number, pricePerHour: number | undefined): StageBill {
  const days = acceleratorHours / accelerators / HOURS_PER_DAY;
  return { days, acceleratorHours, ...(pricePerHour !== undefined && { cost: rentalCost(acceleratorHours, pricePerHour) }) };
}

/** The sum of bills; without a cost where one has none. */
export function totalBill(bills: readonly StageBill[]): StageBill {
  const sum = (read: (bill: StageBill) => number) => bills.reduce((total, bill) => total + read(bill), 0);
  const cost = sum((bill) => bill.cost ?? Number.NaN);
  return {
    days: sum(({ days }) => days),
    acceleratorHours: sum(({ acceleratorHours }) => acceleratorHours),
    ...(!Number.isNaN(cost) && { cost }),
  };
}

/** Accelerators that a layout takes: tensor × pipeline × data. */
export function layoutAccelerators({ tensor, pipeline, data }: Layout): number {
  return tensor * pipeline * data;
}

/** Share of the dense peak that is achieved. */
export function utilisation(flopPerSecond: number, peakFlopPerSecond: number): number {
  return flopPerSecond / peakFlopPerSecond;
}

/** What a measured stage did. */
export interface StageRate {
  readonly tokensPerDay: number;
  /** Tokens per second and accelerator. */
  readonly tokensPerSecond: number;
  /** FLOP/s of each accelerator, counting 6ND. */
  readonly flopPerSecond: number;
}

/** Rates of a stage of D tokens that cost C FLOP and took so many days on so many accelerators. */
export function rateOf(stage: { D: number; C: number; days: number; accelerators: number }): StageRate {
  const acceleratorSeconds = stage.days * HOURS_PER_DAY * SECONDS_PER_HOUR * stage.accelerators;
  return {
    tokensPerDay: stage.D / stage.days,
    tokensPerSecond: stage.D / acceleratorSeconds,
    flopPerSecond: stage.C / acceleratorSeconds,
  };
}

/** Days that all the tokens would take at the rate of one stage: training the final size from scratch. */
export function daysAtRate(tokens: number, stage: { readonly D: number; readonly days: number }): number {
  return (tokens * stage.days) / stage.D;
}
