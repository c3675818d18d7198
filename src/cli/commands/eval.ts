import type { Command } from 'commander';
import { type Configuration, resolveConfiguration } from '../../model/configuration';
import type { Law } from '../../model/laws';
import { evaluateMetric } from '../../model/metrics';
import { budgetFor } from '../../model/spend/spend';
import { formatQuantity } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { type MetricId, inputIds, quantities, metricIds } from '../../quantities/registry';
import { describeRange } from '../bounds';
import type { CliContext } from '../context';
import { type QuantityFlags, type Settings, collect, readLaw, readSettings, settableIds, settableText } from '../input';
import { formatTable } from '../table';

/** Adds `eval`: every metric at one configuration. */
export function addEval(program: Command, context: CliContext): void {
  program
    .command('eval')
    .description('every metric at one point; any two of N, D, C and tokensPerParameter define it')
    .option('--law <id>', 'law, see `isoflop laws`')
    .option('--law-file <file>', 'a law of your own: JSON with form and coefficients')
    .option('--N <number>', 'parameters, such as 70e9 or 70B')
    .option('--D <number>', 'training tokens, such as 1.4T')
    .option('--C <number>', 'training compute in FLOP')
    .option('--set <quantity=value>', `set one of ${settableText}; may be repeated`, collect)
    .option('--json', 'print JSON')
    .action(async (options: QuantityFlags & { json?: boolean }) => {
      const settings = readSettings(options, settableIds);
      const law = await readLaw(options, settings);
      const configuration = readConfiguration(law, settings);
      await context.stdout(options.json ? toJson(law, configuration) : toTable(law, configuration));
    });
}

/** The configuration that two settings determine. */
function readConfiguration(law: Law, settings: Settings): Configuration {
  const configuration = resolveConfiguration(pickInputs(settings), law.spend);
  if (!configuration) {
    const given = inputIds.filter((id) => settings[id] !== undefined).join(', ');
    throw new InputError([{ field: '--N, --D, --C', given: given || 'nothing', allowed: `exactly two of ${inputIds.join(', ')}` }]);
  }
  if (Number.isNaN(configuration.D)) {
    const allowed = `more than the ${formatQuantity('C', budgetFor(law.spend, configuration.N, 0)).number} FLOP that serving takes of the budget`;
    throw new InputError([{ field: '--C', given: String(settings.C), allowed }]);
  }
  // what follows from two allowed values may itself be out of range: 1e15 parameters for 1e15 FLOP see no token
  const issues = (['N', 'D'] as const)
    .filter((id) => settings[id] === undefined && !(configuration[id] >= quantities[id].min && configuration[id] <= quantities[id].max))
    .map((id) => ({
      field: `${id} from ${inputIds.filter((other) => settings[other] !== undefined).join(' and ')}`,
      given: String(configuration[id]),
      allowed: `a number ${describeRange(id)}`,
    }));
  if (issues.length > 0) throw new InputError(issues);
  return configuration;
}

function pickInputs(settings: Settings): Settings {
  return Object.fromEntries(inputIds.map((id) => [id, settings[id]]));
}

function toJson(law: Law, configuration: Configuration): string {
  const values = metricIds.map((id): [MetricId, number] => [id, evaluateMetric(id, law, configuration)]);
  return `${JSON.stringify({ law: law.id, ...Object.fromEntries(values) }, undefined, 2)}\n`;
}

function toTable(law: Law, configuration: Configuration): string {
  const rows = metricIds
    // all compute is training compute where the budget pays for that alone
    .filter((id) => law.spend || (id !== 'C' && id !== 'lifetimeCompute'))
    .map((id) => {
      const { number, unit } = formatQuantity(id, evaluateMetric(id, law, configuration), 4);
      return [quantities[id].symbol, quantities[id].label, number, unit];
    });
  return `${law.label} (${law.id})\n${formatTable(rows, ['left', 'left', 'right', 'left'])}`;
}
