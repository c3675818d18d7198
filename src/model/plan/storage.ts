import type { DatedPrice } from './hardware';
import { type Origin, mixedPrecisionAdam } from './memory';

/** Bytes of a checkpoint for each parameter: weights in 16 bits and 12 bytes of optimizer state. */
export const CHECKPOINT_BYTES = mixedPrecisionAdam.weights + mixedPrecisionAdam.optimizer;

/** Ids of a vocabulary that two bytes can tell apart. */
const TWO_BYTE_IDS = 65_536;

const BYTES_PER_GB = 1e9;
/** Days of a month: a year's twelfth. */
const DAYS_PER_MONTH = 365.25 / 12;

/** Checkpoints that are kept unless told: the last good one, and the one that is being written. Our assumption. */
export const DEFAULT_CHECKPOINTS = 2;

/** USD for a GB kept a month in object storage. */
export const storagePrice: DatedPrice & { readonly middle: number } = {
  low: 0.021,
  high: 0.026,
  middle: 0.023,
  when: '2023',
  source: 'Amazon S3 Standard, list prices by region and volume; the middle that of the first 50 TB in Virginia',
};

/** Where the storage of a run comes from. */
export const storageOrigin: Origin = {
  formula: 'kept checkpoints × 14 N bytes + D unique tokens × 2 bytes (4 for a vocabulary above 65,536), each month at a price a GB',
  source: 'Rajbhandari et al. 2020 (ZeRO), arXiv 1910.02054, for what Adam keeps; the rest is arithmetic',
};

/** Bytes of tokens as ids. */
export function tokenBytes(tokens: number, vocabulary: number): number {
  return tokens * (vocabulary <= TWO_BYTE_IDS ? 2 : 4);
}

/** What is kept. */
export interface Kept {
  readonly N: number;
  /** Unique tokens. */
  readonly tokens: number;
  readonly vocabulary: number;
  readonly checkpoints: number;
  readonly months: number;
  /** USD a GB and month. */
  readonly pricePerGbMonth: number;
}

/** What storing it takes. */
export interface StorageBill {
  /** Bytes of one checkpoint with its optimizer state. */
  readonly checkpoint: number;
  /** Bytes of all kept checkpoints. */
  readonly checkpoints: number;
  /** Bytes of the data as token ids. */
  readonly data: number;
  readonly months: number;
  /** USD */
  readonly cost: number;
}

/** The bill of keeping checkpoints and data. */
export function storageBill({ N, tokens, vocabulary, checkpoints: kept, months, pricePerGbMonth }: Kept): StorageBill {
  const checkpoint = CHECKPOINT_BYTES * N;
  const checkpoints = kept * checkpoint;
  const bytes = tokenBytes(tokens, vocabulary);
  return { checkpoint, checkpoints, data: bytes, months, cost: ((checkpoints + bytes) / BYTES_PER_GB) * months * pricePerGbMonth };
}

/** Months of so many days. */
export function monthsOf(days: number): number {
  return days / DAYS_PER_MONTH;
}
