import type { Command } from 'commander';
import { formatShare } from '../../model/corpus/supply';
import type { ModelShape } from '../../model/flop/shape';
import {
  type AdaptedMatrices,
  type FineTuningMethod,
  type FineTuningPlan,
  type FineTuningRequest,
  adaptedMatrices,
  fineTuningMethods,
  fineTuningOrigins,
  planFineTuning,
} from '../../model/plan/finetune';
import { accelerators, latestPrice } from '../../model/plan/hardware';
import { memoryParts, totalMemory } from '../../model/plan/memory';
import { formatCount, formatValue } from '../../quantities/format';
import type { CliContext } from '../context';
import { readSettings } from '../input';
import { FlagReader, readShape } from '../plan/flags';
import { formatTable } from '../table';

/** Flags of `finetune`. */
interface FineTuneFlags {
  readonly N?: string;
  readonly D?: string;
  readonly method?: string;
  readonly rank?: string;
  readonly adapt: string;
  readonly hardware: string;
  readonly gpus?: string;
  readonly context?: string;
  readonly microbatch?: string;
  readonly shape?: string;
  readonly utilisation?: string;
  readonly price?: string;
  readonly json?: boolean;
}

const GIGA = 1e9;

/** Adds `finetune`: what it takes to train a model further, in full or by adapters. */
export function addFinetune(program: Command, context: CliContext): void {
  program
    .command('finetune')
    .description('training a model further, in full, by LoRA or by QLoRA: memory of each accelerator by part, time and cost')
    .option('--N <number>', 'parameters, such as 7B')
    .option('--D <number>', 'tokens that are seen, repeats included, such as 10M')
    .option('--method <id>', `${fineTuningMethods.join(', ')}; all of them side by side unless given`)
    .option('--rank <count>', 'of the adapters; 16 unless given')
    .option('--adapt <matrices>', `beside which adapters stand: ${adaptedMatrices.join(', ')}`, 'all')
    .option('--hardware <id>', accelerators.map(({ id }) => id).join(', '), 'h100-sxm')
    .option('--gpus <count>', 'accelerators; as few as hold it unless given')
    .option('--context <tokens>', 'tokens of a sequence; 2048 unless given')
    .option('--microbatch <count>', 'sequences that an accelerator works on at once; 1 unless given')
    .option('--shape <layers x width x heads>', 'such as 32x4096x32; a plausible one for N unless given')
    .option('--utilisation <share>', 'of the peak, what is computed again included; 0.4 unless given')
    .option('--price <USD>', 'of an accelerator-hour, or the year of a published one; the latest one known unless given')
    .option('--json', 'print JSON')
    .action(async (flags: FineTuneFlags) => {
      const { request, methods } = readFlags(flags);
      const plans = methods.map((method) => planFineTuning({ ...request, method }));
      await context.stdout(flags.json ? toJson(request, plans) : toText(request, plans));
    });
}

function readFlags(flags: FineTuneFlags): {
  readonly request: Omit<FineTuningRequest, 'method'>;
  readonly methods: readonly FineTuningMethod[];
} {
  const { N } = readSettings({ ...(flags.N !== undefined && { N: flags.N }) }, ['N']);
  const reader = new FlagReader();
  if (N === undefined) reader.refuse('--N', 'nothing', 'parameters, such as 7B');
  const tokens = reader.number('--D', flags.D, 1, 1e15, ' tokens');
  if (flags.D === undefined) reader.refuse('--D', 'nothing', 'tokens, such as 10M');
  const accelerator = reader.accelerator(flags.hardware);
  const method = reader.choice('--method', flags.method, fineTuningMethods);
  const context = reader.whole('--context', flags.context, 1, 1e6);
  const shape: ModelShape | undefined = readShape(flags.shape, { context }, reader);
  const request = {
    rank: reader.whole('--rank', flags.rank, 1, 1e4),
    adapted: reader.choice<AdaptedMatrices>('--adapt', flags.adapt, adaptedMatrices),
    accelerators: reader.whole('--gpus', flags.gpus, 1, 1e5),
    context,
    microbatch: reader.whole('--microbatch', flags.microbatch, 1, 1024),
    utilisation: reader.number('--utilisation', flags.utilisation, 0.001, 1),
    shape,
  };
  const price = reader.price('--price', flags.price, accelerator);
  reader.check();
  return {
    request: {
      ...request,
      N: N!,
      D: tokens!,
      accelerator: accelerator!,
      pricePerHour: price ?? latestPrice(accelerator!)?.middle,
    },
    methods: method ? [method] : fineTuningMethods,
  };
}

function toText({ N, D, accelerator, pricePerHour }: Omit<FineTuningRequest, 'method'>, plans: readonly FineTuningPlan[]): string {
  const gigabytes = (bytes: number) => `${(bytes / GIGA).toPrecision(3)} GB`;
  const row = (name: string, cell: (plan: FineTuningPlan) => string) => [name, ...plans.map(cell)];
  const rows = [
    row('', ({ method }) => method),
    row('trained', ({ trained }) => `${formatCount(trained)} (${formatShare(trained / N)})`),
    row('accelerators', ({ accelerators: count, zero, fits }) => `${count}${zero > 0 ? `, ZeRO ${zero}` : ''}${fits ? '' : ', too few'}`),
    row('memory of each', ({ memory }) => gigabytes(totalMemory(memory))),
    ...memoryParts.map((part) => row(`  ${part}`, ({ memory }) => gigabytes(memory[part]))),
    row('FLOP', ({ hardwareCompute }) => formatValue('C', hardwareCompute)),
    row('hours', ({ hours }) => formatCount(hours)),
    ...(pricePerHour === undefined ? [] : [row('cost', ({ bill }) => dollars(bill.cost ?? Number.NaN))]),
  ];
  return `${formatCount(N)} parameters trained on ${formatCount(D)} tokens more, on ${accelerator.name} of ${gigabytes(accelerator.memory)}

${formatTable(rows, ['left', ...plans.map(() => 'right' as const)])}
Activations are computed again, which is one forward pass more; evaluation and loading are not counted${pricePerHour === undefined ? '' : `; an hour of each at ${dollars(pricePerHour)}`}.
`;
}

function dollars(value: number): string {
  return value < 1000 ? `$${value.toFixed(2)}` : `$${formatCount(value)}`;
}

function toJson({ N, D, accelerator, pricePerHour }: Omit<FineTuningRequest, 'method'>, plans: readonly FineTuningPlan[]): string {
  const ways = plans.map(({ accelerators: gpus, memory, bill, ...plan }) => ({
    ...plan,
    gpus,
    memoryPerGpu: totalMemory(memory),
    memory: Object.fromEntries(memoryParts.map((part) => [part, { bytes: memory[part], ...fineTuningOrigins[part] }])),
    gpuHours: bill.acceleratorHours,
    ...bill,
  }));
  const price = pricePerHour !== undefined && { pricePerHour };
  return `${JSON.stringify({ N, D, hardware: accelerator.id, ...price, methods: ways }, undefined, 2)}\n`;
}
