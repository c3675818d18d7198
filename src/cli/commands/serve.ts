import type { Command } from 'commander';
import { formatShare } from '../../model/corpus/supply';
import type { ModelShape } from '../../model/flop/shape';
import { FIRST_MFU } from '../../model/plan/defaults';
import { accelerators, latestPrice } from '../../model/plan/hardware';
import { lifePrices } from '../../model/plan/lifetime';
import {
  type AttentionKind,
  type Service,
  type Serving,
  type WeightFormat,
  type WeightFormatId,
  attentionKinds,
  balancedBatch,
  cacheBytesPerToken,
  cacheShape,
  quantisationPenalty,
  serve,
  weightBits,
  weightFormatIds,
  weightFormats,
} from '../../model/plan/serve';
import { trainableShape } from '../../model/plan/shape';
import { formatCount } from '../../quantities/format';
import type { CliContext } from '../context';
import { readSettings } from '../input';
import { FlagReader } from '../plan/flags';
import { formatTable } from '../table';

/** Flags of `serve`. */
interface ServeFlags {
  readonly N?: string;
  readonly D?: string;
  readonly active?: string;
  readonly hardware: string;
  readonly gpus?: string;
  readonly bits?: string;
  readonly format?: string;
  readonly cacheBits: string;
  readonly kvHeads?: string;
  readonly latent?: string;
  readonly attention: string;
  readonly layers?: string;
  readonly heads?: string;
  readonly batch: string;
  readonly prompt: string;
  readonly output: string;
  readonly price?: string;
  readonly json?: boolean;
}

const GIGA = 1e9;

/** Adds `serve`: what a trained model takes to be used. */
export function addServe(program: Command, context: CliContext): void {
  program
    .command('serve')
    .description('serving a model: memory of weights and cache, accelerators, roofline of tokens a second, cost of a million tokens')
    .option('--N <number>', 'parameters, such as 70e9 or 70B')
    .option('--active <number>', 'parameters that work for each token, of a mixture of experts')
    .option('--D <number>', 'training tokens, for what quantisation adds to the loss')
    .option('--hardware <id>', accelerators.map(({ id }) => id).join(', '), 'h100-sxm')
    .option('--gpus <count>', 'accelerators; as few as hold weights and cache unless given')
    .option('--bits <count>', `of a weight: ${weightBits.join(', ')}; 16 unless given`)
    .option('--format <id>', `of the weights, in place of --bits: ${weightFormatIds.join(', ')}`)
    .option('--cache-bits <count>', `of a cached value: ${weightBits.join(', ')}`, '16')
    .option('--attention <kind>', `what is cached: ${attentionKinds.join(', ')}`, 'gqa')
    .option('--kv-heads <count>', 'heads of keys and values under gqa; 8 unless given')
    .option('--latent <count>', 'values that mla caches in each layer; 576 unless given')
    .option('--layers <count>', 'layers; plausible ones for N unless given')
    .option('--heads <count>', 'attention heads of 128; plausible ones for N unless given')
    .option('--batch <count>', 'sequences decoded together', '32')
    .option('--prompt <tokens>', 'tokens read for each request', '1000')
    .option('--output <tokens>', 'tokens written for each request', '500')
    .option('--price <USD>', 'of an accelerator-hour; the latest one known unless given')
    .option('--json', 'print JSON')
    .action(async (flags: ServeFlags) => {
      const asked = readService(flags);
      const found = serve(asked.service);
      const penalty = asked.D === undefined ? undefined : quantisationPenalty(asked.service.N, asked.D, asked.rounded);
      await context.stdout(flags.json ? toJson(asked, found, penalty) : toText(asked, found, penalty));
    });
}

/** What flags ask for. */
interface Asked {
  readonly service: Service;
  readonly attention: AttentionKind;
  readonly shape: ModelShape;
  readonly D: number | undefined;
  /** Bits to which weights are rounded. */
  readonly rounded: number;
  readonly format: WeightFormatId | undefined;
}

function readService(flags: ServeFlags): Asked {
  const { N, D } = readSettings({ ...(flags.N !== undefined && { N: flags.N }), ...(flags.D !== undefined && { D: flags.D }) }, ['N', 'D']);
  const reader = new FlagReader();
  if (N === undefined) reader.refuse('--N', 'nothing', 'parameters, such as 70B');
  const accelerator = reader.accelerator(flags.hardware);
  const bits = reader.choice('--bits', flags.bits, weightBits.map(String));
  const format = reader.choice('--format', flags.format, weightFormatIds);
  if (bits !== undefined && format !== undefined) reader.refuse('--bits, --format', 'both', 'one of them: a format has its bits');
  const cacheBits = reader.choice('--cache-bits', flags.cacheBits, weightBits.map(String));
  const groups = reader.whole('--kv-heads', flags.kvHeads, 1, 1e4);
  const latent = reader.whole('--latent', flags.latent, 1, 1e6);
  const attention = reader.choice<AttentionKind>('--attention', flags.attention, attentionKinds);
  const layers = reader.whole('--layers', flags.layers, 1, 1e4);
  const heads = reader.whole('--heads', flags.heads, 1, 1e4);
  const batch = reader.whole('--batch', flags.batch, 1, 1e6);
  const prompt = reader.whole('--prompt', flags.prompt, 1, 1e7);
  const output = reader.whole('--output', flags.output, 1, 1e7);
  const active = reader.number('--active', flags.active, 1, N ?? Infinity);
  const count = reader.whole('--gpus', flags.gpus, 1, 1e5);
  const price = reader.price('--price', flags.price, accelerator);
  reader.check();
  const plausible = trainableShape(N!, prompt! + output!, 1);
  const kept: Pick<WeightFormat, 'bits' | 'arithmeticBits' | 'rounded'> = format
    ? weightFormats[format]
    : { bits: Number(bits ?? 16), arithmeticBits: 16, rounded: Number(bits ?? 16) };
  const shape = { ...plausible, layers: layers ?? plausible.layers, heads: heads ?? plausible.heads };
  return {
    D,
    rounded: kept.rounded,
    format,
    attention: attention!,
    shape,
    service: {
      N: N!,
      active,
      cache: cacheShape(attention!, shape, { groups, latent }),
      bits: kept.bits,
      arithmeticBits: kept.arithmeticBits,
      cacheBits: Number(cacheBits),
      batch: batch!,
      prompt: prompt!,
      output: output!,
      accelerator: accelerator!,
      accelerators: count,
      pricePerHour: price ?? latestPrice(accelerator!)?.middle,
    },
  };
}

/** Cost of a FLOP of this service over one of training on the same accelerator at the same price, at the utilisation from which plans start. */
function costRatio({ accelerator, pricePerHour }: Service, { pricePerFlop }: Serving): number | undefined {
  if (pricePerHour === undefined || pricePerFlop === undefined) return undefined;
  return pricePerFlop / lifePrices({ accelerator, pricePerHour, utilisation: FIRST_MFU }, { accelerator, pricePerHour }).training;
}

function toText({ service, attention, shape, format }: Asked, found: Serving, penalty: number | undefined): string {
  const { N, bits, arithmeticBits, cacheBits = 16, batch, prompt, output, accelerator, pricePerHour } = service;
  const ratio = costRatio(service, found);
  const gigabytes = (bytes: number) => `${(bytes / GIGA).toFixed(1)} GB`;
  const rows = [
    [
      'weights',
      gigabytes(found.weights),
      format ? `${Number(bits.toPrecision(4))} bits each: ${weightFormats[format].about}` : `${bits} bits each`,
    ],
    [
      'cache',
      gigabytes(found.cache),
      `${formatCount(cacheBytesPerToken(service.cache, cacheBits / 8))} bytes a token, ${attention} over ${shape.layers} layers, ${cacheBits} bits`,
    ],
    [
      'accelerators',
      `${found.accelerators} × ${accelerator.name}`,
      found.fits ? 'weights and cache fit into nine tenths of their memory' : 'too few: weights and cache do not fit',
    ],
    ['first token', `${found.prefillSeconds.toFixed(3)} s`, `${batch} prompts of ${prompt} tokens at half the peak`],
    ['decoding', `${formatCount(found.tokensPerSecondOfOne)} tokens/s`, `for each of ${batch} sequences, limited by ${found.limit}`],
    [
      'throughput',
      `${formatCount(found.tokensPerSecond)} tokens/s`,
      `${found.batchingGain.toPrecision(3)} times that of one sequence alone`,
    ],
    ...(found.costPerMillion === undefined
      ? []
      : [['cost', `$${found.costPerMillion.toPrecision(3)}`, `for a million output tokens at $${pricePerHour} an hour each`]]),
    ...(ratio === undefined
      ? []
      : [
          [
            'm',
            String(Number(ratio.toPrecision(3))),
            `cost of a FLOP over one of training on the same accelerators at an MFU of ${formatShare(FIRST_MFU)}; optimum takes it as --set inferenceCostRatio`,
          ],
        ]),
    ...(penalty === undefined
      ? []
      : [['quantisation', `+${penalty.toPrecision(2)} nat/token`, 'Kumar 2024, fitted on models of up to 220M parameters']]),
  ];
  const balanced = Math.round(balancedBatch(accelerator, bits, arithmeticBits));
  return `${formatCount(N)} parameters, ${batch} requests of ${prompt} + ${output} tokens at once

${formatTable(rows)}
An upper bound: no step is faster than its bytes or its FLOP allow, and links cost nothing. Reading weights limits the decoding up to a batch of about ${balanced}; the cache takes ${formatShare(found.cache / (found.weights + found.cache))} of the memory.
`;
}

function toJson({ service, attention, shape, format }: Asked, found: Serving, penalty: number | undefined): string {
  const { accelerator, cache, accelerators: _, ...asked } = service;
  const { accelerators: gpus, cache: cacheBytes, ...rest } = found;
  const ratio = costRatio(service, found);
  return `${JSON.stringify(
    {
      ...asked,
      hardware: accelerator.id,
      ...(format && { format }),
      attention,
      layers: shape.layers,
      heads: shape.heads,
      cacheBytesPerToken: cacheBytesPerToken(cache, (service.cacheBits ?? 16) / 8),
      gpus,
      cacheBytes,
      ...rest,
      balancedBatch: balancedBatch(accelerator, service.bits, service.arithmeticBits),
      ...(ratio !== undefined && { inferenceCostRatio: ratio }),
      ...(penalty !== undefined && { quantisationPenalty: penalty }),
    },
    undefined,
    2,
  )}\n`;
}
