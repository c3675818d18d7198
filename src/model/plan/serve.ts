import { INFERENCE_FLOP_PER_PARAMETER_TOKEN } from '../inference/flop-optimum';
import { rentalCost } from '../inference/money';
import { bindLaw, findLaw } from '../laws';
import { loss } from '../loss';
import { type Accelerator, peakAt } from './hardware';

const SECONDS_PER_HOUR = 3600;

/** Bits of a weight that serving may use. */
export const weightBits = [16, 8, 4] as const;

/** How weights are kept and multiplied. */
export interface WeightFormat {
  /** Bits of a weight that the accelerator's memory holds, scales and outliers included. */
  readonly bits: number;
  /** Bits in which matrices multiply: weights alone are widened first. */
  readonly arithmeticBits: number;
  /** Bits to which weights are rounded. */
  readonly rounded: number;
  readonly about: string;
  readonly source: string;
}

/** Share of the features that LLM.int8() keeps in 16 bits: outliers, about 0.1 %. Source: Dettmers et al. 2022, arXiv 2208.07339. */
const OUTLIERS = 0.001;
/** Weights that share a 16-bit scale in 4-bit formats. Source: Frantar et al. 2022 (GPTQ), arXiv 2210.17323. */
const GROUP = 128;
/** Bits of a weight's share of the scales of NF4 with double quantisation: 8/64 + 32/(64·256). Source: Dettmers et al. 2023, arXiv 2305.14314. */
const NF4_SCALE_BITS = 8 / 64 + 32 / (64 * 256);

/** Formats of served weights, by id. */
export const weightFormats = {
  bf16: { bits: 16, arithmeticBits: 16, rounded: 16, about: '16 bits throughout', source: 'vendor data sheets' },
  fp8: {
    bits: 8,
    arithmeticBits: 8,
    rounded: 8,
    about: '8-bit weights and activations',
    source: 'Micikevicius et al. 2022, arXiv 2209.05433',
  },
  'llm-int8': {
    bits: 8 * (1 - OUTLIERS) + 16 * OUTLIERS,
    arithmeticBits: 8,
    rounded: 8,
    about: 'LLM.int8(): 8 bits, outlier features in 16',
    source: 'Dettmers et al. 2022, arXiv 2208.07339',
  },
  int8: {
    bits: 8,
    arithmeticBits: 16,
    rounded: 8,
    about: '8-bit weights alone, multiplied in 16',
    source: 'Frantar et al. 2022 (GPTQ), arXiv 2210.17323',
  },
  int4: {
    bits: 4 + 16 / GROUP,
    arithmeticBits: 16,
    rounded: 4,
    about: '4-bit weights alone in groups of 128, multiplied in 16',
    source: 'Frantar et al. 2022 (GPTQ), arXiv 2210.17323',
  },
  nf4: {
    bits: 4 + NF4_SCALE_BITS,
    arithmeticBits: 16,
    rounded: 4,
    about: '4-bit NormalFloat with double quantisation',
    source: 'Dettmers et al. 2023 (QLoRA), arXiv 2305.14314',
  },
} as const satisfies Record<string, WeightFormat>;

/** Id of a format. */
export type WeightFormatId = keyof typeof weightFormats;

/** All ids. */
export const weightFormatIds = Object.keys(weightFormats) as readonly WeightFormatId[];

/** Kinds of attention, by what they cache: every head, some, one, or a latent vector for all. */
export const attentionKinds = ['mha', 'gqa', 'mqa', 'mla'] as const;

/** One of them. */
export type AttentionKind = (typeof attentionKinds)[number];

/** What the cache keeps for each token and layer: keys and values of some heads, or one latent vector. */
export type CacheShape = { readonly layers: number } & (
  | { readonly kvHeads: number; readonly headSize: number }
  | { readonly latent: number }
);

/** Bytes of the cache for each token: 2·layers·heads·head size·bytes, keys and values; with a latent vector layers·latent·bytes. */
export function cacheBytesPerToken(shape: CacheShape, bytes = 2): number {
  const values = 'latent' in shape ? shape.latent : 2 * shape.kvHeads * shape.headSize;
  return shape.layers * values * bytes;
}

/** Bytes of N weights of so many bits. */
export function weightBytes(N: number, bits: number): number {
  return (N * bits) / 8;
}

/** Keys and values of grouped queries, as Llama 3 has them, and the latent vector of DeepSeek-V3: 512 values and 64 of position. */
const GROUPED_HEADS = 8;
const LATENT_VALUES = 576;

/** What may be known of a cache beyond its kind. */
export interface CacheChoices {
  /** Heads of keys and values under grouped queries; 8 unless given. */
  readonly groups?: number | undefined;
  /** Values of a latent vector; 576 unless given. */
  readonly latent?: number | undefined;
}

/** What a kind of attention caches in a model of so many layers and heads. */
export function cacheShape(
  kind: AttentionKind,
  { layers, heads, headSize }: { layers: number; heads: number; headSize: number },
  { groups = GROUPED_HEADS, latent = LATENT_VALUES }: CacheChoices = {},
): CacheShape {
  if (kind === 'mla') return { layers, latent };
  return { layers, headSize, kvHeads: { mha: heads, gqa: Math.min(heads, groups), mqa: 1 }[kind] };
}

/** Most tokens a second that one sequence can be decoded with: the bandwidth over the bytes read for each. */
export function bandwidthLimit(bytes: number, bandwidth: number): number {
  return bandwidth / bytes;
}

/** Batch from which decoding is limited by arithmetic and no longer by reading weights: peak/bandwidth × bytes a parameter / 2, cache left out. */
export function balancedBatch(
  accelerator: Pick<Accelerator, 'peak' | 'eightBitPeak' | 'bandwidth'>,
  bits: number,
  arithmeticBits = 16,
): number {
  return ((peakAt(accelerator, arithmeticBits) / accelerator.bandwidth) * (bits / 8)) / 2;
}

/** USD for a million tokens at a price an hour and a rate. */
export function costPerMillion(pricePerHour: number, tokensPerSecond: number): number {
  return (pricePerHour / (tokensPerSecond * SECONDS_PER_HOUR)) * 1e6;
}

/** Throughput of n requests together over that of one alone. */
export function batchingGain(requests: number, seconds: number, secondsOfOne: number): number {
  return (requests / seconds) * secondsOfOne;
}

/** What is served, and how. */
export interface Service {
  readonly N: number;
  /** Parameters that work for each token; all unless given, fewer in a mixture of experts. */
  readonly active?: number | undefined;
  readonly cache: CacheShape;
  /** Bits of a weight in memory. */
  readonly bits: number;
  /** Bits in which matrices multiply; 16 unless given. */
  readonly arithmeticBits?: number | undefined;
  /** Bits of a cached value; 16 unless given. */
  readonly cacheBits?: number | undefined;
  /** Sequences decoded together. */
  readonly batch: number;
  /** Tokens read and written for each request. */
  readonly prompt: number;
  readonly output: number;
  readonly accelerator: Accelerator;
  /** As few as hold weights and cache unless given. */
  readonly accelerators?: number | undefined;
  /** USD an accelerator-hour. */
  readonly pricePerHour?: number | undefined;
}

/** What serving takes. */
export interface Serving {
  readonly weights: number;
  /** Bytes of the cache of the whole batch at its longest. */
  readonly cache: number;
  readonly accelerators: number;
  /** Whether weights and cache fit into so many accelerators. */
  readonly fits: boolean;
  /** Seconds until the first token. */
  readonly prefillSeconds: number;
  /** Seconds of one token for all sequences, in the middle of the output. */
  readonly decodeSeconds: number;
  /** What the decoding waits for. */
  readonly limit: 'bandwidth' | 'arithmetic';
  /** Output tokens a second of all sequences, prefill included. */
  readonly tokensPerSecond: number;
  /** Output tokens a second that one sequence sees while it decodes. */
  readonly tokensPerSecondOfOne: number;
  /** Throughput over that of one sequence on the same accelerators. */
  readonly batchingGain: number;
  /** USD for a million output tokens; absent without a price. */
  readonly costPerMillion?: number;
  /** USD for a FLOP of the 2N that each token asks for, read or written; absent without a price. */
  readonly pricePerFlop?: number;
}

/** Share of the memory that weights and cache may take; the rest is for activations and fragments. Our assumption. */
export const USABLE_MEMORY = 0.9;
/** Utilisation of reading a prompt. Source: Sardana and Frankle 2024, arXiv 2401.00448. */
export const PREFILL_UTILISATION = 0.5;

/** The roofline of a service: no step is faster than its bytes or its FLOP allow, and links between accelerators cost nothing. */
export function serve(service: Service): Serving {
  const { N, active = N, bits, arithmeticBits = 16, cacheBits = 16, batch, prompt, output, accelerator, pricePerHour } = service;
  const weights = weightBytes(N, bits);
  const cachedToken = cacheBytesPerToken(service.cache, cacheBits / 8);
  const perSequence = cachedToken * (prompt + output);
  const cache = batch * perSequence;
  const usable = accelerator.memory * USABLE_MEMORY;
  const accelerators = service.accelerators ?? wholeAccelerators((weights + cache) / usable, accelerator);
  const peak = accelerators * peakAt(accelerator, arithmeticBits);
  const bandwidth = accelerators * accelerator.bandwidth;
  const perToken = cachedToken * (prompt + output / 2);
  // few sequences do not meet every expert
  const read = (sequences: number) => Math.min(weights, sequences * weightBytes(active, bits));
  const reading = (sequences: number) => (read(sequences) + sequences * perToken) / bandwidth;
  const multiplying = (sequences: number) => (2 * active * sequences) / peak;
  const decode = (sequences: number) => Math.max(reading(sequences), multiplying(sequences));
  const prefill = (sequences: number) => (2 * active * prompt * sequences) / (peak * PREFILL_UTILISATION);
  const request = (sequences: number) => prefill(sequences) + output * decode(sequences);
  const tokensPerSecond = (batch * output) / request(batch);
  const flop = INFERENCE_FLOP_PER_PARAMETER_TOKEN * active * (prompt + output) * batch;
  return {
    weights,
    cache,
    accelerators,
    fits: weights + cache <= usable * accelerators,
    prefillSeconds: prefill(batch),
    decodeSeconds: decode(batch),
    limit: reading(batch) >= multiplying(batch) ? 'bandwidth' : 'arithmetic',
    tokensPerSecond,
    tokensPerSecondOfOne: 1 / decode(batch),
    batchingGain: batchingGain(batch, request(batch), request(1)),
    ...(pricePerHour !== undefined && {
      costPerMillion: costPerMillion(pricePerHour * accelerators, tokensPerSecond),
      pricePerFlop: rentalCost((request(batch) / SECONDS_PER_HOUR) * accelerators, pricePerHour) / flop,
    }),
  };
}

/** Share of the peak that writing reaches in steps of 2·N FLOP for each sequence: what a cost over a life takes as u_write. */
export function writingUtilisation(
  { N, active = N, arithmeticBits = 16, batch, accelerator }: Service,
  { accelerators, decodeSeconds }: Serving,
): number {
  return (INFERENCE_FLOP_PER_PARAMETER_TOKEN * active * batch) / (decodeSeconds * accelerators * peakAt(accelerator, arithmeticBits));
}

/** At least so many accelerators: a power of two in a node, whole nodes beyond. */
export function wholeAccelerators(enough: number, { links }: Accelerator): number {
  const node = links?.nodeSize ?? 1;
  if (enough > node) return Math.ceil(enough / node) * node;
  let count = 1;
  while (count < enough) count *= 2;
  return Math.min(count, Math.max(node, 1));
}

const kumar = findLaw('kumar-2024')!;

/**
 * Loss in nat/token that quantising N weights to so many bits after training on D tokens adds, by Kumar et al. 2024,
 * arXiv 2411.04330; fitted on models of up to 220M parameters.
 */
export function quantisationPenalty(N: number, D: number, bits: number): number {
  return loss(bindLaw(kumar, { servingBits: bits }), N, D) - loss(kumar, N, D);
}
