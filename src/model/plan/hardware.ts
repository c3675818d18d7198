import data from '../../data/hardware.json';

/** A price of an hour that somebody published. */
export interface DatedPrice {
  /** USD an hour; `low` and `high` are equal where one price was named. */
  readonly low: number;
  readonly high: number;
  /** Year. */
  readonly when: string;
  readonly source: string;
}

/** Links of an accelerator. Rates in byte/s in one direction, for each accelerator. */
export interface Links {
  /** Accelerators that share the fast link. */
  readonly nodeSize: number;
  readonly insideNode: number;
  readonly betweenNodes: number;
}

/** An accelerator, in base units. */
export interface Accelerator {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly year: number;
  /** Dense peak of a 16-bit format, FLOP/s. */
  readonly peak: number;
  /** Dense peak of 8-bit formats, operations a second; absent where it is not known. */
  readonly eightBitPeak?: number;
  /** Best matrix multiplication measured, over the peak; where none is, the mean of those that are. */
  readonly matrixShare: number;
  /** byte */
  readonly memory: number;
  /** byte/s */
  readonly bandwidth: number;
  /** Board power; absent where it is not published. */
  readonly watts?: number;
  /** Absent where they are not known: layouts cannot be timed then. */
  readonly links?: Links;
  /** Oldest first. */
  readonly prices: readonly DatedPrice[];
  readonly note?: string;
  readonly source: string;
  readonly status: string;
}

/** An entry of the data file, in the units in which vendors print. */
interface Entry {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly year: number;
  readonly peakTflops: number;
  readonly eightBitTops?: number;
  readonly measuredTflops?: number;
  readonly memoryGB: number;
  readonly bandwidthTBps: number;
  readonly watts?: number;
  readonly nodeSize?: number;
  readonly linkGBps?: number;
  readonly networkGBps?: number;
  readonly prices: readonly DatedPrice[];
  readonly note?: string;
  readonly source: string;
  readonly status: string;
}

const GIGA = 1e9;
const TERA = 1e12;

const entries = data.hardware as readonly Entry[];
const measured = entries.flatMap(({ peakTflops, measuredTflops }) => (measuredTflops === undefined ? [] : [measuredTflops / peakTflops]));
const meanMatrixShare = measured.reduce((sum, share) => sum + share, 0) / measured.length;

function toAccelerator(entry: Entry): Accelerator {
  const { peakTflops, eightBitTops, measuredTflops, memoryGB, bandwidthTBps, nodeSize, linkGBps, networkGBps, ...facts } = entry;
  return {
    ...facts,
    peak: peakTflops * TERA,
    ...(eightBitTops !== undefined && { eightBitPeak: eightBitTops * TERA }),
    matrixShare: measuredTflops === undefined ? meanMatrixShare : measuredTflops / peakTflops,
    memory: memoryGB * GIGA,
    bandwidth: bandwidthTBps * TERA,
    ...(nodeSize !== undefined &&
      linkGBps !== undefined &&
      networkGBps !== undefined && {
        // vendors print both directions together
        links: { nodeSize, insideNode: (linkGBps / 2) * GIGA, betweenNodes: networkGBps * GIGA },
      }),
  };
}

/** Every accelerator that Isoflop knows. */
export const accelerators: readonly Accelerator[] = entries.map((entry) => toAccelerator(entry));

/** An accelerator by its id. */
export function findAccelerator(id: string): Accelerator | undefined {
  return accelerators.find((accelerator) => accelerator.id === id);
}

/** Peak at which numbers of so many bits multiply: fewer than 16 are faster only where the 8-bit peak is known. */
export function peakAt({ peak, eightBitPeak = peak }: Pick<Accelerator, 'peak' | 'eightBitPeak'>, bits: number): number {
  return bits <= 8 ? eightBitPeak : peak;
}

/** The price of a year that is known best: the middle of the latest one; undefined where none is. */
export function latestPrice({ prices }: Accelerator): (DatedPrice & { readonly middle: number }) | undefined {
  const latest = prices.at(-1);
  return latest && { ...latest, middle: (latest.low + latest.high) / 2 };
}

/** The price of an hour that was asked in a year: the middle of the last one published then; undefined where none was. */
export function priceIn({ prices }: Accelerator, year: string): (DatedPrice & { readonly middle: number }) | undefined {
  const of = prices.findLast(({ when }) => when === year);
  return of && { ...of, middle: (of.low + of.high) / 2 };
}
