import { type Command, Option } from 'commander';
import { trainingScenarioIds } from '../../quantities/registry';
import { grids } from '../../model/plan/grids';
import { accelerators } from '../../model/plan/hardware';
import { planJson } from '../../model/plan/json';
import { planMarkdown } from '../../model/plan/markdown';
import { type BackendPreference, type GpuHost, backendPreferences, gpuHosts } from '../backends';
import type { CliContext } from '../context';
import { collect, readLaw, readSettings } from '../input';
import { solveOnBackend } from '../plan/backend';
import { type PlanFlags, readRequest } from '../plan/flags';
import { toText } from '../plan/report';

/** The law where none is named. */
const USUAL_LAW = 'besiroglu-2024';

/** Adds `plan`: from what is known of a run to all of it. */
export function addPlan(program: Command, context: CliContext): void {
  program
    .command('plan')
    .description('a training run from what is known of it: accelerators, days, money, energy, N, D, C or the loss')
    .option('--hardware <id>', accelerators.map(({ id }) => id).join(', '), 'h100-sxm')
    .option('--gpus <count>', 'accelerators')
    .option('--days <number>', 'wall clock')
    .option('--money <USD>', 'budget, such as 1M')
    .option('--energy <kWh>', 'budget')
    .option('--N <number>', 'parameters, such as 70e9 or 70B')
    .option('--D <number>', 'training tokens, such as 1.4T')
    .option('--C <number>', 'training compute in FLOP')
    .option('--loss <number>', 'loss to reach, as cheaply as possible')
    .option('--law <id>', `law, see \`isoflop laws\`; ${USUAL_LAW} unless given`)
    .option('--law-file <file>', 'a law of your own: JSON with form and coefficients')
    .option(
      '--set <quantity=value>',
      `set one of ${trainingScenarioIds.join(', ')} where the law reads it, such as U=25e9 unique tokens; may be repeated`,
      collect,
    )
    .option('--mfu <share>', 'utilisation by hand, 6ND over the peak, in place of a layout')
    .option('--price <USD>', 'of an accelerator-hour, or the year of a published one; the latest one known unless given')
    .option('--pue <number>', 'energy of the building over that of its computers; 1.1 unless given')
    .option('--grid <number>', `kg CO2e for each kWh, or ${grids.map(({ id }) => id).join(', ')}; 0.385 unless given`)
    .option('--mtbf <hours>', 'between failures of one accelerator; as Llama 3 had them unless given')
    .option('--restart <minutes>', 'from a failure until training goes on; 10 unless given')
    .option('--checkpoints <count>', 'that are kept; 2 unless given')
    .option('--storage-months <number>', 'that checkpoints and data are kept; as long as the run unless given')
    .option('--storage-price <USD>', 'of a GB and month; 0.023 unless given')
    .option(
      '--inference-tokens <number>',
      'read and written over the life of the model: N and D are then the cheapest over training and use',
    )
    .option('--output-share <share>', 'of the inference tokens that the model writes; 0.2 unless given')
    .option('--serve-hardware <id>', 'accelerator that serves the model; the one that trains it unless given')
    .option('--serve-price <USD>', 'of its hour, or the year of a published one')
    .option('--serve-bits <count>', 'in which it multiplies: 16 or 8', '16')
    .option('--prefill-utilisation <share>', 'of its peak that reading reaches; 0.5 unless given')
    .option('--decode-utilisation <share>', 'of its peak that writing reaches; 0.01 unless given')
    .option('--tp <count>', 'tensor parallelism; searched unless given, as are the next seven')
    .option('--pp <count>', 'pipeline stages')
    .option('--dp <count>', 'data parallelism')
    .option('--zero <stage>', 'ZeRO: 0, 1, 2 or 3')
    .option('--microbatch <count>', 'sequences that a copy works on at once')
    .option('--recompute <kind>', 'none, selective or full')
    .option('--sequence-parallel <state>', 'on or off')
    .option('--interleave <count>', 'chunks of layers on a pipeline stage')
    .option('--batch <count>', 'sequences of a step')
    .option('--context <tokens>', 'tokens of a sequence; 2048 unless given')
    .option('--vocabulary <tokens>', '51200 unless given')
    .option(
      '--shape <layers x width x heads>',
      'such as 96x12288x96; a plausible one for N unless given. Feed-forward blocks take what is left of N',
    )
    .option('--attention <kind>', 'fused, which never stores scores (FlashAttention), or plain', 'fused')
    .option('--blocks <kind>', 'llama, without dropout and with few heads of keys and values, or gpt, as GPT-3', 'llama')
    .option('--best <objective>', 'time, money or mfu, where the number of accelerators is open', 'money')
    .addOption(
      new Option('--backend <name>', 'what searches the layouts: auto is the CPU but for very many of them on a machine with a GPU')
        .choices(backendPreferences)
        .default('auto'),
    )
    .addOption(new Option('--host <name>', 'what runs WebGPU').choices(gpuHosts).default('chromium'))
    .option('--markdown', 'print a quotation in Markdown')
    .option('--json', 'print JSON')
    .action(async (flags: PlanFlags & { readonly backend: BackendPreference; readonly host: GpuHost }) => {
      const settings = readSettings(flags, trainingScenarioIds);
      const hasLaw = flags.law !== undefined || flags.lawFile !== undefined;
      const law = await readLaw(hasLaw ? flags : { ...flags, law: USUAL_LAW }, settings);
      const request = readRequest(flags, law, settings);
      const answer = await solveOnBackend(request, flags.backend, flags.host, context);
      const text = flags.json
        ? `${JSON.stringify(planJson(request, answer), undefined, 2)}\n`
        : flags.markdown
          ? planMarkdown(request, answer)
          : toText(request, answer);
      await context.stdout(text);
    });
}
