import type { Command } from 'commander';
import { evaluateMetric } from '../../model/metrics';
import type { Law } from '../../model/laws';
import { mismatchMatrix } from '../../model/mismatch';
import { type Optimum, optimum } from '../../model/optimum';
import { INTERVAL_LEVEL, optimumInterval } from '../../model/uncertainty';
import { formatQuantity } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { type MetricId, scenarioIds } from '../../quantities/registry';
import { describeRange } from '../bounds';
import type { CliContext } from '../context';
import { type QuantityFlags, collect, readLaws, readSettings } from '../input';
import { formatTable } from '../table';

/** Adds `optimum`: the compute-optimal configuration of a budget, and with several laws the cost of being wrong. */
export function addOptimum(program: Command, context: CliContext): void {
  program
    .command('optimum')
    .description('the compute-optimal parameters and tokens of a budget; with several laws also the cost of being wrong')
    .option('--law <ids>', 'law, see `isoflop laws`; several are separated by commas')
    .option('--law-file <file>', 'a law of your own: JSON with form and coefficients')
    .option('--C <number>', 'training compute in FLOP, such as 5.76e23')
    .option('--set <quantity=value>', `set C or one of ${scenarioIds.join(', ')}; may be repeated`, collect)
    .option('--json', 'print JSON')
    .action(async (options: QuantityFlags & { json?: boolean }) => {
      const settings = readSettings(options, ['C', ...scenarioIds]);
      const laws = await readLaws(options, settings);
      const { C } = settings;
      if (C === undefined) throw new InputError([{ field: '--C', given: 'nothing', allowed: `FLOP ${describeRange('C')}` }]);
      const [law, ...others] = laws;
      if (others.length > 0) return context.stdout(options.json ? toComparison(laws, C) : toMatrix(laws, C));
      return context.stdout(options.json ? `${JSON.stringify(describe(law, C), undefined, 2)}\n` : toSentence(law, optimum(law, C)));
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
  };
}

function toComparison(laws: readonly Law[], C: number): string {
  const costOfBeingWrong = mismatchMatrix(laws, C).map((row) => row.map((cost) => (Number.isNaN(cost) ? null : cost)));
  return `${JSON.stringify({ C, laws: laws.map((law) => describe(law, C)), costOfBeingWrong }, undefined, 2)}\n`;
}

/** Optima in a table, then the extra compute of training by one law (rows) where another is true (columns). */
function toMatrix(laws: readonly Law[], C: number): string {
  const optima = laws.map((law) => {
    const { N, D } = optimum(law, C);
    return [law.label, text('N', N), text('D', D), formatQuantity('tokensPerParameter', D / N).number];
  });
  const costs = mismatchMatrix(laws, C).map((row, i) => [
    laws[i]!.label,
    ...row.map((cost) => (Number.isNaN(cost) ? '–' : `${(cost * 100).toFixed(1)} %`)),
  ]);
  return (
    `With ${text('C', C)}\n${formatTable([['law', 'N*', 'D*', 'D*/N*'], ...optima], ['left', 'right', 'right', 'right'])}\n` +
    `Extra compute paid when the row's optimum is trained and the column's law is true\n` +
    formatTable([['', ...laws.map(({ label }) => label)], ...costs], ['left', ...laws.map(() => 'right' as const)])
  );
}

function toSentence(law: Law, found: Optimum): string {
  const ratio = formatQuantity('tokensPerParameter', found.D / found.N).number;
  const interval = optimumInterval(law, found.C);
  const fitted = law.range?.C;
  const isOutside = fitted !== undefined && !(found.C >= fitted[0] && found.C <= fitted[1]);
  return (
    `With ${text('C', found.C)} under ${law.label}, train ${text('N', found.N)} parameters on ${text('D', found.D)} ` +
    `(${ratio} per parameter) for a loss of ${text('loss', found.loss)}.\n` +
    (interval
      ? `${INTERVAL_LEVEL * 100} % interval, from the coefficients' uncertainty: ${text('N', interval.N[0])} to ${text('N', interval.N[1])} ` +
        `parameters, ${text('D', interval.D[0])} to ${text('D', interval.D[1])}.\n`
      : '') +
    (isOutside ? `This budget lies outside the range of the law: ${law.validity}.\n` : '')
  );
}

function text(id: MetricId, value: number): string {
  const { number, unit } = formatQuantity(id, value);
  return unit === '' ? number : `${number} ${unit}`;
}
