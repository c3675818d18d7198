import data from '../../data/numbers.json';
import { trainingCompute } from '../compute';
import { computeCost, rentalCost } from '../inference/money';
import { findAccelerator } from './hardware';
import { modelStateBytes } from './memory';
import { batchingGain, cacheBytesPerToken, costPerMillion, weightBytes } from './serve';
import { acceleratorHours } from './utilisation';
import { tokensOfText } from './words';

/** What numbers to know are about, in the order of the list. */
export const numberTopics = ['prompts', 'prices', 'training', 'memory', 'throughput'] as const;

/** One of the topics. */
export type NumberTopic = (typeof numberTopics)[number];

/** Inputs of a number by name, in base units; an accelerator by its id. */
export type NumberInputs = Readonly<Record<string, number | string>>;

/** A number that is good to know, as its source states it. */
export interface NumberToKnow {
  readonly id: string;
  readonly topic: NumberTopic;
  /** One sentence with the number in it. */
  readonly statement: string;
  readonly unit: string;
  /** The number, or between which two it lies. */
  readonly stated: { readonly value: number } | { readonly low: number; readonly high: number };
  /** From what Isoflop computes it; empty for what was only measured. */
  readonly inputs: NumberInputs;
  /** How far, relative, the computed value may lie from a stated one. */
  readonly tolerance?: number;
  readonly source: string;
  /** Year of the statement. */
  readonly when: string;
  readonly note?: string;
}

/** Every number to know, by topic. */
export const numbersToKnow = data.numbers as unknown as readonly NumberToKnow[];

const GIGA = 1e9;
const MEGA = 1e6;
const PER_THOUSAND = 1000;

/** Reads inputs by name; a missing one throws. */
function reader(inputs: NumberInputs) {
  return (name: string): number => {
    const value = inputs[name];
    if (typeof value !== 'number') throw new Error(`there is no number ${name}`);
    return value;
  };
}

type Read = ReturnType<typeof reader>;

const memoryOf = (_: Read, { accelerator }: NumberInputs): number => {
  const found = findAccelerator(String(accelerator));
  if (!found) throw new Error(`unknown accelerator ${accelerator}`);
  return found.memory / GIGA;
};
const priceRatio = (i: Read) => i('price') / i('otherPrice');
const weights = (i: Read) => weightBytes(i('N'), i('bits')) / GIGA;
const cache = (i: Read) => (i('tokens') * cacheBytesPerToken({ layers: i('layers'), kvHeads: 1, headSize: i('width') })) / MEGA;

/** How each number is computed, by its id; those that were only measured are absent. */
const computations: Readonly<Record<string, (read: Read, inputs: NumberInputs) => number>> = {
  'tokens-per-word': (i) => tokensOfText(i('words'), 'english') / i('words'),
  'gpt4-to-gpt35': (i) => (i('promptPrice') * (1 - i('outputShare')) + i('outputPrice') * i('outputShare')) / i('otherPrice'),
  'generation-to-embedding': priceRatio,
  'gpt4-to-embedding': priceRatio,
  'embedding-to-self-hosted': (i) => (i('price') * PER_THOUSAND) / costPerMillion(i('pricePerHour'), i('tokensPerSecond')),
  'self-hosted-embedding': (i) => costPerMillion(i('pricePerHour'), i('tokensPerSecond')),
  'fine-tuned-to-base': priceRatio,
  'fine-tuned-self-hosted': (i) => i('parameters') / i('otherParameters'),
  'train-13b': (i) =>
    computeCost(
      trainingCompute(i('N'), i('D')),
      { pricePerHour: i('pricePerHour'), peakFlopPerSecond: i('peakFlopPerSecond') },
      i('utilisation'),
    ),
  'llama-65b-money': (i) => rentalCost(acceleratorHours(i('accelerators'), i('days')), i('pricePerHour')),
  'fine-tuning-share': (i) => i('cost') / i('otherCost'),
  'fine-tune-shakespeare': (i) => (tokensOfText(i('words'), 'english') / PER_THOUSAND) * i('price'),
  'memory-v100': memoryOf,
  'memory-a10g': memoryOf,
  'memory-a100-40': memoryOf,
  'memory-a100-80': memoryOf,
  'serving-memory': weights,
  'four-bit-13b': weights,
  'training-memory': (i) => modelStateBytes(i('N'), 0, 1) / GIGA,
  'embedding-vector': (i) => (weightBytes(i('dimensions'), i('bits')) * i('vectors')) / GIGA,
  'cache-13b': cache,
  'cache-512': cache,
  'cache-batch': cache,
  batching: (i) => batchingGain(i('requests'), i('seconds'), i('secondsOfOne')),
};

/** Our value of a number, from its own inputs or from others; undefined for what was only measured. Throws where an input is missing. */
export function computeNumber({ id, inputs }: NumberToKnow, others: NumberInputs = {}): number | undefined {
  const all = { ...inputs, ...others };
  return computations[id]?.(reader(all), all);
}

/** Whether a computed value is what is stated: within the tolerance, or between the two ends. */
export function agrees({ stated, tolerance = 0 }: NumberToKnow, computed: number): boolean {
  if ('low' in stated) return computed >= stated.low && computed <= stated.high;
  return Math.abs(computed / stated.value - 1) <= tolerance;
}
