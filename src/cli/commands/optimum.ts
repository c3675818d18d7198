import type { Command } from 'commander';
import { evaluateMetric } from '../../model/metrics';
import { lossEntry } from '../../model/catalogue';
import type { Law } from '../../model/laws';
import type { Optimum } from '../../model/optimum';
import { type Size, extraCompute, sizedRun } from '../../model/sized-run';
import { budgetFor } from '../../model/spend/spend';
import { scenarioPhrases, shapeInWords } from '../../model/spend/words';
import { INTERVAL_LEVEL, optimumInterval } from '../../model/uncertainty';
import { formatQuantity, formatValue } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import type { MetricId } from '../../quantities/registry';
import { describeRange } from '../bounds';
import type { CliContext } from '../context';
import { readEntries, writeNotes } from '../entries';
import { type QuantityFlags, type Settings, collect, readSettings, scenarioSettings } from '../input';
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
import { unreadNotes } from '../unread';

/**
 * Adds `optimum`: the compute-optimal configuration of a budget, or its run with a model of a given size, and with several laws the
 * cost of being wrong.
 */
export function addOptimum(program: Command, context: CliContext): void {
  program
    .command('optimum')
    .description('the compute-optimal parameters and tokens of a budget; with several laws also the cost of being wrong')
    .option('--law <ids>', 'law or allocation rule, see `isoflop laws`; several are separated by commas')
    .option('--law-file <file>', 'a law of your own: JSON with form and coefficients')
    .option('--C <number>', 'compute budget in FLOP, such as 5.76e23')
    .option('--N <number>', 'train a model of this size instead of the optimal one')
    .option('--tokensPerParameter <number>', 'train on this many tokens for each parameter instead of the optimal number')
    .option('--set <quantity=value>', `set C or one of ${scenarioSettings.join(', ')}; may be repeated`, collect)
    .option('--json', 'print JSON')
    .action(async (options: QuantityFlags & { json?: boolean }) => {
      const settings = readSettings(options, ['C', 'N', 'tokensPerParameter', ...scenarioSettings]);
      const entries = await readEntries(options, settings, allotting);
      const { C } = settings;
      if (C === undefined) throw new InputError([{ field: '--C', given: 'nothing', allowed: `FLOP ${describeRange('C')}` }]);
      const size = readSize(settings);
      const [entry, ...others] = entries;
      if (size && (others.length > 0 || entry.kind !== 'loss')) {
        const given = others.length > 0 ? `${entries.length} laws` : entry.id;
        throw new InputError([{ field: '--law', given, allowed: 'one law of the loss for a run of a given size' }]);
      }
      const unread = unreadNotes(entries, settings);
      const print = (value: object) => context.stdout(`${JSON.stringify(value, undefined, 2)}\n`);
      if (others.length > 0) {
        if (options.json)
          return print(
            withNotes(
              describeComparison(entries, C, (law) => describe(law, C)),
              unread,
            ),
          );
        writeNotes(context.stderr, [...unread, ...comparisonNotes(entries, C)]);
        return context.stdout(comparisonTables(entries, C));
      }
      if (options.json)
        return print(withNotes(entry.kind === 'loss' ? describe(entry.law, C, size) : describeAllocation(entry, C), unread));
      writeNotes(context.stderr, [...unread, ...rangeNotes(entry, C)]);
      return context.stdout(entry.kind === 'loss' ? toText(entry.law, C, size) : allocationSentence(entry, C));
    });
}

/** An answer with further notes before its own. */
function withNotes<A extends { readonly notes?: readonly string[] }>(answer: A, notes: readonly string[]): A {
  return { ...answer, ...notesField([...notes, ...(answer.notes ?? [])]) };
}

/** The size of the model, where it is not to be compute-optimal. */
function readSize({ N, tokensPerParameter }: Settings): Size | undefined {
  if (N !== undefined && tokensPerParameter !== undefined) {
    throw new InputError([
      { field: '--tokensPerParameter', given: String(tokensPerParameter), allowed: 'only one of --N and --tokensPerParameter' },
    ]);
  }
  if (N !== undefined) return { N };
  return tokensPerParameter === undefined ? undefined : { tokensPerParameter };
}

/** The run of a budget. An InputError says how much serving takes where that leaves nothing to train with. */
function readRun(law: Law, C: number, size: Size | undefined): Optimum {
  const run = sizedRun(law, C, size);
  if (run) return run;
  const serving = size && 'N' in size ? budgetFor(law.spend, size.N, 0) : Number.NaN;
  throw new InputError([
    { field: '--C', given: String(C), allowed: `more than the ${formatValue('C', serving)} that serving takes of the budget` },
  ]);
}

/** The optimum of a law with what follows from it, and its intervals where the law's uncertainty is known. */
function describe(law: Law, C: number, size?: Size) {
  const found = readRun(law, C, size);
  const ids = ['tokensPerParameter', 'compute', 'computePfDays', 'lifetimeCompute', 'irreducibleLoss', 'reducibleLoss'] as const;
  const more = ids.map((id): [MetricId, number] => [id, evaluateMetric(id, law, found)]);
  const interval = optimumInterval(law, C, size);
  const shape = shapeInWords(law, found.N);
  return {
    law: law.id,
    ...found,
    ...Object.fromEntries(more),
    ...(size && { extraCompute: orNull(extraCompute(law, found)) }),
    ...(shape !== undefined && { shape }),
    ...(interval && {
      ...Object.fromEntries(Object.entries(interval).map(([id, ends]) => [`${id}_interval`, ends])),
      intervalLevel: INTERVAL_LEVEL,
    }),
    ...notesField(rangeNotes(lossEntry(law), C)),
  };
}

/** JSON knows no NaN. */
function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** A run in a sentence, and below it what bears on it. */
function toText(law: Law, C: number, size: Size | undefined): string {
  const found = readRun(law, C, size);
  const ratio = formatQuantity('tokensPerParameter', found.D / found.N).number;
  const phrases = scenarioPhrases(law).map((phrase) => `${phrase}, `);
  const lines = [
    `With ${formatValue('C', found.C)} under ${law.label}, ${phrases.join('')}train ${formatValue('N', found.N)} parameters on ${formatValue('D', found.D)} ` +
      `(${ratio} per parameter) for a loss of ${formatValue('loss', found.loss)}.`,
    size && excessInWords(law, found),
    intervalInWords(law, found, size),
    shapeNote(law, found),
  ];
  return lines.map((line) => (line ? `${line}\n` : '')).join('');
}

/** What a run of a given size costs beyond the optimum. */
function excessInWords(law: Law, run: Optimum): string {
  const extra = extraCompute(law, run);
  if (Number.isNaN(extra)) return 'The law knows no compute-optimal run of that loss.';
  return `That is ${(extra * 100).toFixed(1)} % more compute than the compute-optimal run of the same loss takes.`;
}

function intervalInWords(law: Law, { C }: Optimum, size: Size | undefined): string | undefined {
  const interval = optimumInterval(law, C, size);
  if (!interval) return undefined;
  const span = (id: MetricId, [from, to]: readonly [number, number]): string => `${formatValue(id, from)} to ${formatValue(id, to)}`;
  const what = size ? span('loss', interval.loss) : `${span('N', interval.N)} parameters, ${span('D', interval.D)}`;
  return `${INTERVAL_LEVEL * 100} % interval, from the coefficients' uncertainty: ${what}.`;
}

function shapeNote(law: Law, { N }: Optimum): string | undefined {
  const shape = shapeInWords(law, N);
  return shape && `FLOP are counted on a model of the usual shape for its size: ${shape}.`;
}
