import type { Command } from 'commander';
import { evaluateMetric } from '../../model/metrics';
import type { Law } from '../../model/laws';
import { type Optimum, optimum } from '../../model/optimum';
import { formatQuantity } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import type { QuantityId } from '../../quantities/registry';
import { describeRange } from '../bounds';
import type { CliContext } from '../context';
import { type QuantityFlags, collect, readLaw, readSettings } from '../input';

/** Adds `optimum`: the compute-optimal configuration of a budget. */
export function addOptimum(program: Command, context: CliContext): void {
  program
    .command('optimum')
    .description('the compute-optimal parameters and tokens of a budget')
    .option('--law <id>', 'law, see `isoflop laws` (required)')
    .option('--C <number>', 'training compute in FLOP, such as 5.76e23')
    .option('--set <quantity=value>', 'set C; the same as --C', collect)
    .option('--json', 'print JSON')
    .action(async (options: Pick<QuantityFlags, 'C' | 'set'> & { law?: string; json?: boolean }) => {
      const law = readLaw(options.law);
      const { C } = readSettings(options, ['C']);
      if (C === undefined) throw new InputError([{ field: '--C', given: 'nothing', allowed: `FLOP ${describeRange('C')}` }]);
      const found = optimum(law, C);
      await context.stdout(options.json ? toJson(law, found) : toSentence(law, found));
    });
}

function toJson(law: Law, found: Optimum): string {
  const more = (['tokensPerParameter', 'computePfDays', 'irreducibleLoss', 'reducibleLoss'] as const).map((id): [QuantityId, number] => [
    id,
    evaluateMetric(id, law, found),
  ]);
  return `${JSON.stringify({ law: law.id, ...found, ...Object.fromEntries(more) }, undefined, 2)}\n`;
}

function toSentence(law: Law, found: Optimum): string {
  const text = (id: QuantityId, value: number): string => {
    const { number, unit } = formatQuantity(id, value);
    return unit === '' ? number : `${number} ${unit}`;
  };
  const ratio = formatQuantity('tokensPerParameter', found.D / found.N).number;
  const fitted = law.range?.C;
  const isOutside = fitted !== undefined && !(found.C >= fitted[0] && found.C <= fitted[1]);
  return (
    `With ${text('C', found.C)} under ${law.label}, train ${text('N', found.N)} parameters on ${text('D', found.D)} ` +
    `(${ratio} per parameter) for a loss of ${text('loss', found.loss)}.\n` +
    (isOutside ? `This budget lies outside the range of the law: ${law.validity}.\n` : '')
  );
}
