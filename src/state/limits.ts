import { msg, str } from '@lit/localize';
import * as v from 'valibot';
import type { Law } from '../model/laws';
import { FIRST_MFU, MOST_ACCELERATORS } from '../model/plan/defaults';
import { accelerators, findAccelerator } from '../model/plan/hardware';
import { type RunLimits, type Walls, wallsOf } from '../model/plan/limits';
import { formatExact } from '../quantities/format';
import { parseNumber } from '../quantities/parse';

/** What a run may take, as the user chose it: plain data for the URL. */
export interface LimitChoices {
  /** Id of an accelerator. */
  readonly hardware: string;
  readonly accelerators: number;
  readonly mfu: number;
  readonly days?: number;
  /** USD */
  readonly money?: number;
  /** Whether the model must fit into the memory. */
  readonly memory?: true;
}

/** Without days, money and memory nothing is limited. */
export const defaultLimits: LimitChoices = { hardware: 'h100-sxm', accelerators: 256, mfu: FIRST_MFU };

/** What each number may be. */
export const limitRanges = {
  accelerators: [1, MOST_ACCELERATORS],
  mfu: [0.01, 1],
  days: [0.01, 1e5],
  money: [1, 1e13],
} as const;

/** Name of a number of the limits. */
export type LimitNumber = keyof typeof limitRanges;

/** Whether a value is one that a number of the limits may have. */
export function isLimit(id: LimitNumber, value: number): boolean {
  const [low, high] = limitRanges[id];
  return value >= low && value <= high && (id !== 'accelerators' || Number.isInteger(value));
}

/** What a number may be, for messages. */
export function limitAllowed(id: LimitNumber): string {
  const [low, high] = limitRanges[id];
  return id === 'accelerators' ? msg(str`a whole number from ${low} to ${high}`) : msg(str`a number from ${low} to ${high}`);
}

/** Whether anything is limited. */
export function hasLimits({ days, money, memory }: LimitChoices): boolean {
  return days !== undefined || money !== undefined || memory === true;
}

const limitField = (id: LimitNumber) =>
  v.pipe(
    v.string(limitAllowed(id)),
    v.transform((text) => parseNumber(text)),
    v.check((value) => isLimit(id, value), limitAllowed(id)),
  );

const acceleratorIds = accelerators.map(({ id }) => id);

/** One schema for each field of the URL's hash. */
export const limitFields = {
  limitHardware: v.picklist(acceleratorIds, msg(str`one of ${acceleratorIds.join(', ')}`)),
  limitAccelerators: limitField('accelerators'),
  limitMfu: limitField('mfu'),
  maxDays: limitField('days'),
  maxMoney: limitField('money'),
  fitsMemory: v.pipe(
    v.literal('1', '1'),
    v.transform(() => true as const),
  ),
};

/** The limits that fields of a hash make. */
export function readLimits(found: Readonly<Record<string, unknown>>): LimitChoices {
  const read = found as { [K in keyof typeof limitFields]?: v.InferOutput<(typeof limitFields)[K]> };
  return {
    hardware: read.limitHardware ?? defaultLimits.hardware,
    accelerators: read.limitAccelerators ?? defaultLimits.accelerators,
    mfu: read.limitMfu ?? defaultLimits.mfu,
    ...(read.maxDays !== undefined && { days: read.maxDays }),
    ...(read.maxMoney !== undefined && { money: read.maxMoney }),
    ...(read.fitsMemory && { memory: true as const }),
  };
}

/** Fields of limits; none for what is as the page opens. */
export function writeLimits({ hardware, accelerators: count, mfu, days, money, memory }: LimitChoices): Readonly<Record<string, string>> {
  return {
    ...(hardware !== defaultLimits.hardware && { limitHardware: hardware }),
    ...(count !== defaultLimits.accelerators && { limitAccelerators: String(count) }),
    ...(mfu !== defaultLimits.mfu && { limitMfu: formatExact(mfu) }),
    ...(days !== undefined && { maxDays: formatExact(days) }),
    ...(money !== undefined && { maxMoney: formatExact(money) }),
    ...(memory && { fitsMemory: '1' }),
  };
}

/** Choices as the model takes them. */
export function runLimits({ hardware, ...limits }: LimitChoices): RunLimits {
  return { ...limits, accelerator: findAccelerator(hardware)! };
}

/** The walls of choices under a law; undefined where nothing is limited. */
export function wallsIn(law: Law, choices: LimitChoices): Walls | undefined {
  return hasLimits(choices) ? wallsOf(law, runLimits(choices)) : undefined;
}
