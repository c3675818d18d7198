import type { Command } from 'commander';
import { evaluateMetric } from '../../model/metrics';
import { lossEntry } from '../../model/catalogue';
import type { Law } from '../../model/laws';
import { type Optimum, optimum } from '../../model/optimum';
import { INTERVAL_LEVEL, optimumInterval } from '../../model/uncertainty';
import { formatQuantity, formatValue } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { type MetricId, scenarioIds } from '../../quantities/registry';
import { describeRange } from '../bounds';
import type { CliContext } from '../context';
import { readEntries, writeNotes } from '../entries';
import { type QuantityFlags, collect, readSettings } from '../input';
import {
  allocationSentence,
  allotting,
  comparisonNotes,
  comparisonTables,
  describeAllocation,
  describeComparison,
  notesField,
  rangeNotes,
} from '../optimum/comparison';

/** Adds `optimum`: the compute-optimal configuration of a budget, and with several laws the cost of being wrong. */
export function addOptimum(program: Command, context: CliContext): void {
  program
    .command('optimum')
    .description('the compute-optimal parameters and tokens of a budget; with several laws also the cost of being wrong')
    .option('--law <ids>', 'law or allocation rule, see `isoflop laws`; several are separated by commas')
    .option('--law-file <file>', 'a law of your own: JSON with form and coefficients')
    .option('--C <number>', 'training compute in FLOP, such as 5.76e23')
    .option('--set <quantity=value>', `set C or one of ${scenarioIds.join(', ')}; may be repeated`, collect)
    .option('--json', 'print JSON')
    .action(async (options: QuantityFlags & { json?: boolean }) => {
      const settings = readSettings(options, ['C', ...scenarioIds]);
      const entries = await readEntries(options, settings, allotting);
      const { C } = settings;
      if (C === undefined) throw new InputError([{ field: '--C', given: 'nothing', allowed: `FLOP ${describeRange('C')}` }]);
      const [entry, ...others] = entries;
      const print = (value: object) => context.stdout(`${JSON.stringify(value, undefined, 2)}\n`);
      if (others.length > 0) {
        if (options.json) return print(describeComparison(entries, C, (law) => describe(law, C)));
        writeNotes(context.stderr, comparisonNotes(entries, C));
        return context.stdout(comparisonTables(entries, C));
      }
      if (options.json) return print(entry.kind === 'loss' ? describe(entry.law, C) : describeAllocation(entry, C));
      writeNotes(context.stderr, rangeNotes(entry, C));
      return context.stdout(entry.kind === 'loss' ? toSentence(entry.law, optimum(entry.law, C)) : allocationSentence(entry, C));
    });
}

/** The optimum of a law with what follows from it, and its intervals where the law's uncertainty is known. */
function describe(law: Law, C: number) {
  const found = optimum(law, C);
  const more = (['tokensPerParameter', 'computePfDays', 'irreducibleLoss', 'reducibleLoss'] as const).map((id): [MetricId, number] => [
    id,
    evaluateMetric(id, law, found),
  ]);
  const interval = optimumInterval(law, C);
  return {
    law: law.id,
    ...found,
    ...Object.fromEntries(more),
    ...(interval && {
      ...Object.fromEntries(Object.entries(interval).map(([id, ends]) => [`${id}_interval`, ends])),
      intervalLevel: INTERVAL_LEVEL,
    }),
    ...notesField(rangeNotes(lossEntry(law), C)),
  };
}

function toSentence(law: Law, found: Optimum): string {
  const ratio = formatQuantity('tokensPerParameter', found.D / found.N).number;
  const interval = optimumInterval(law, found.C);
  return (
    `With ${formatValue('C', found.C)} under ${law.label}, train ${formatValue('N', found.N)} parameters on ${formatValue('D', found.D)} ` +
    `(${ratio} per parameter) for a loss of ${formatValue('loss', found.loss)}.\n` +
    (interval
      ? `${INTERVAL_LEVEL * 100} % interval, from the coefficients' uncertainty: ${formatValue('N', interval.N[0])} to ${formatValue('N', interval.N[1])} ` +
        `parameters, ${formatValue('D', interval.D[0])} to ${formatValue('D', interval.D[1])}.\n`
      : '')
  );
}
