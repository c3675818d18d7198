import { loss } from '../loss';
import { bindLaw, findLaw } from '../laws';
import type { Accelerator } from './hardware';

/** Bits of a weight that serving may use. */
export const weightBits = [16, 8, 4] as const;

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

/** What a kind of attention caches in a model of so many layers and heads. */
export function cacheShape(
  kind: AttentionKind,
  { layers, heads, headSize }: { layers: number; heads: number; headSize: number },
): CacheShape {
  if (kind === 'mla') return { layers, latent: LATENT_VALUES };
  return { layers, headSize, kvHeads: { mha: heads, gqa: Math.min(heads, GROUPED_HEADS), mqa: 1 }[kind] };
}

/** Most tokens a second that one sequence can be decoded with: the bandwidth over the bytes read for each. */
export function bandwidthLimit(bytes: number, bandwidth: number): number {
  return bandwidth / bytes;
}

/** Batch from which decoding is limited by arithmetic and no longer by reading weights: peak/bandwidth × bytes a parameter / 2, cache left out. */
export function balancedBatch({ peak, bandwidth }: Pick<Accelerator, 'peak' | 'bandwidth'>, bits: number): number {
  return ((peak / bandwidth) * (bits / 8)) / 2;
}

/** USD for a million tokens at a price an hour and a rate. */
export function costPerMillion(pricePerHour: number, tokensPerSecond: number): number {
  return (pricePerHour / (tokensPerSecond * 3600)) * 1e6;
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
  readonly bits: number;
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
}

/** Share of the memory that weights and cache may take; the rest is for activations and fragments. Our assumption. */
export const USABLE_MEMORY = 0.9;
/** Utilisation of reading a prompt. Source: Sardana and Frankle 2024, arXiv 2401.00448. */
export const PREFILL_UTILISATION = 0.5;

/** The roofline of a service: no step is faster than its bytes or its FLOP allow, and links between accelerators cost nothing. */
export function serve(service: Service): Serving {
  const { N, active = N, bits, batch, prompt, output, accelerator, pricePerHour } = service;
  const weights = weightBytes(N, bits);
  const perSequence = cacheBytesPerToken(service.cache) * (prompt + output);
  const cache = batch * perSequence;
  const usable = accelerator.memory * USABLE_MEMORY;
  const accelerators = service.accelerators ?? wholeAccelerators((weights + cache) / usable, accelerator);
  const peak = accelerators * accelerator.peak;
  const bandwidth = accelerators * accelerator.bandwidth;
  const perToken = cacheBytesPerToken(service.cache) * (prompt + output / 2);
  // few sequences do not meet every expert
  const read = (sequences: number) => Math.min(weights, sequences * weightBytes(active, bits));
  const reading = (sequences: number) => (read(sequences) + sequences * perToken) / bandwidth;
  const multiplying = (sequences: number) => (2 * active * sequences) / peak;
  const decode = (sequences: number) => Math.max(reading(sequences), multiplying(sequences));
  const prefill = (sequences: number) => (2 * active * prompt * sequences) / (peak * PREFILL_UTILISATION);
  const request = (sequences: number) => prefill(sequences) + output * decode(sequences);
  const tokensPerSecond = (batch * output) / request(batch);
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
    ...(pricePerHour !== undefined && { costPerMillion: costPerMillion(pricePerHour * accelerators, tokensPerSecond) }),
  };
}

/** At least so many accelerators: a power of two in a node, whole nodes beyond. */
function wholeAccelerators(enough: number, { links }: Accelerator): number {
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
