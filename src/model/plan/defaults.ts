import type { ModelShape } from '../flop/shape';
import { type BlockKind, keptBytes } from './block';
import { latestPrice } from './hardware';
import type { PlanRequest } from './request';
import { trainableShape } from './shape';
import { layerParameters } from './time';

/** Tokens of a step unless a batch is given, by the least parameters: about what published models of the size used, 16M as Llama 3 405B. */
const BATCH_TOKENS = [
  { from: 200e9, tokens: 2 ** 24 },
  { from: 3e9, tokens: 2 ** 22 },
  { from: 0, tokens: 2 ** 20 },
] as const;

/** Tokens of a sequence unless given. */
export const DEFAULT_CONTEXT = 2048;

/** Tokens of the vocabulary unless given: GPT-2's, rounded up as Megatron does. */
export const DEFAULT_VOCABULARY = 51_200;

/** Days within which a run should end where neither days nor accelerators are given. */
export const USUAL_DAYS = 30;

/** Most accelerators that are looked at. */
export const MOST_ACCELERATORS = 131_072;

/** Loading, evaluation, slow starts: whole runs take 10 to 20 % longer than their steady state, failures left out. */
export const INTERRUPTIONS = 0.15;

/** Utilisation from which searches start. */
export const FIRST_MFU = 0.4;

/** Tokens of a request's vocabulary. */
export function vocabularyOf({ shape, vocabulary = DEFAULT_VOCABULARY }: PlanRequest): number {
  return shape?.vocabulary ?? vocabulary;
}

/** How blocks are built unless told: as those of nearly every model since 2023. */
export const DEFAULT_BLOCKS: BlockKind = 'llama';

/** Shape of a request's model of N parameters, with what its layers keep. */
export function shapeOf(request: PlanRequest, N: number): ModelShape {
  const { context = DEFAULT_CONTEXT, blocks = DEFAULT_BLOCKS } = request;
  const shape = request.shape ?? trainableShape(N, context, vocabularyOf(request));
  return { ...shape, kept: keptBytes(layerParameters(N, shape), shape, blocks) };
}

/** Sequences of a step of a request's model. */
export function batchOf({ batch, context = DEFAULT_CONTEXT }: PlanRequest, N: number): number {
  return batch ?? Math.max(1, Math.round(BATCH_TOKENS.find(({ from }) => N >= from)!.tokens / context));
}

/** Price an hour that a request is billed by. */
export function priceOf({ pricePerHour, accelerator }: PlanRequest): number | undefined {
  return pricePerHour ?? latestPrice(accelerator)?.middle;
}
