import type { Command } from 'commander';
import { lossEntry } from '../../model/catalogue';
import { MAX_BEST_STAGES } from '../../model/growth/best';
import { growthModels } from '../../model/growth/models';
import { growthPresets } from '../../model/growth/presets';
import { InputError } from '../../quantities/issue';
import { trainingScenarioIds } from '../../quantities/registry';
import type { CliContext } from '../context';
import { writeNotes } from '../entries';
import { type GrowthFlags, readFleets, readInputs, readModel, readSchedule, refuseFleets } from '../growth/flags';
import { describeModel, describeRun, modelText, runText } from '../growth/report';
import { collect, readLaw, readSettings } from '../input';
import { unreadNotes } from '../unread';

/** Adds `growth`: a schedule on a law with its three savings, the best schedule of K stages, or a published growth law. */
export function addGrowth(program: Command, context: CliContext): void {
  program
    .command('growth')
    .description('train a small model, grow it, train on: loss and savings of a schedule, the best one, or a published growth law')
    .option('--law <id>', 'law, see `isoflop laws`')
    .option('--law-file <file>', 'a law of your own: JSON with form and coefficients')
    .option('--stages <N:D,…>', 'parameters and tokens of each stage, such as 16B:245.37B,51B:39.64B; or shares, 16B:80%,51B:20%')
    .option('--tokens <number>', 'tokens in all, beside shares')
    .option('--preset <id>', `a published run: ${growthPresets.map(({ id }) => id).join(', ')}`)
    .option('--best <K>', `the best schedule of 1 to ${MAX_BEST_STAGES} stages, for --loss or --C`)
    .option('--loss <number>', 'loss in nat/token that the best schedule reaches')
    .option('--C <number>', 'FLOP that the best schedule spends')
    .option('--eta <number>', 'transfer efficiency of a switch; 1 is lossless')
    .option('--model <id>', `growth model: ${growthModels.map(({ id }) => id).join(', ')}`)
    .option('--input <name=value>', 'an input of the growth model; may be repeated', collect)
    .option('--set <quantity=value>', `set one of ${trainingScenarioIds.join(', ')}; may be repeated`, collect)
    .option('--gpus <number>', 'accelerators; one number, or one for each stage separated by commas')
    .option('--tflops <number>', 'TFLOP/s that each accelerator achieves; one, or one for each stage')
    .option('--peak <number>', 'dense peak of an accelerator in TFLOP/s, beside --mfu')
    .option('--mfu <number>', 'share of the peak that is achieved, such as 0.45')
    .option('--price <number>', 'USD for an hour of one accelerator')
    .option('--json', 'print JSON')
    .action(async (flags: GrowthFlags) => context.stdout(await answer(flags, context)));
}

async function answer(flags: GrowthFlags, context: CliContext): Promise<string> {
  const model = readModel(flags);
  const settings = readSettings(flags, trainingScenarioIds);
  const hasLaw = (flags.law ?? flags.lawFile) !== undefined;
  const law = hasLaw || model.needs || flags.best !== undefined ? await readLaw(flags, settings) : undefined;
  if (law) writeNotes(context.stderr, unreadNotes([lossEntry(law)], settings));
  const named = readSchedule(flags, law, settings.C);
  if (!model.needs || !law) {
    refuseFleets(flags, model);
    const setting = { law, stages: named?.stages };
    const inputs = readInputs(flags, model, setting);
    const described = describeModel(model, inputs, model.evaluate(inputs, setting), named);
    return flags.json ? json(described) : modelText(model, described);
  }
  if (!named) throw new InputError([{ field: '--stages', given: 'nothing', allowed: 'a schedule, or --preset, or --best' }]);
  const inputs = readInputs(flags, model, { law, stages: named.stages });
  const described = describeRun(law, model, inputs, named, readFleets(flags, named));
  return flags.json ? json(described) : runText(law, described);
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
