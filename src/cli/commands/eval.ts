import type { Command } from 'commander';
import type { CatalogueEntry, EntryOf } from '../../model/catalogue';
import { formatQuantity } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { isQuantityId, quantities } from '../../quantities/registry';
import type { CliContext } from '../context';
import { type Demand, readEntries, writeNotes } from '../entries';
import { type Answer, answerOf } from '../eval/answer';
import { type Run, readRun } from '../eval/run';
import { type QuantityFlags, collect, readSettings, runSettableIds, runSettableText } from '../input';
import { formatTable } from '../table';
import { unreadNotes } from '../unread';

/** Flags of `eval`. */
interface EvalFlags extends QuantityFlags {
  readonly steps?: string;
  readonly batch?: string;
  readonly json?: boolean;
}

type Evaluated = EntryOf<'loss' | 'trend' | 'curve' | 'hyperparameters'>;

const demand: Demand<Evaluated> = {
  wanted: 'a law that can be evaluated at a point',
  isMet: (entry: CatalogueEntry): entry is Evaluated => entry.kind !== 'allocation' && entry.kind !== 'exponents',
};

/** Adds `eval`: what a law says of one point. */
export function addEval(program: Command, context: CliContext): void {
  program
    .command('eval')
    .description('what a law says of one point: every metric; two of N, D, C and tokensPerParameter define it, or what the law reads')
    .option('--law <id>', 'law, see `isoflop laws`')
    .option('--law-file <file>', 'a law of your own: JSON with form and coefficients')
    .option('--N <number>', 'parameters, such as 70e9 or 70B')
    .option('--D <number>', 'training tokens, such as 1.4T')
    .option('--C <number>', 'training compute in FLOP')
    .option('--steps <number>', 'optimiser steps, for a learning curve')
    .option('--batch <number>', 'tokens in a batch, for a learning curve; without it one far above the critical batch')
    .option('--set <quantity=value>', `set one of ${runSettableText}; may be repeated`, collect)
    .option('--json', 'print JSON')
    .action(async (options: EvalFlags) => {
      const settings = readSettings(options, runSettableIds);
      const [entry, ...others] = await readEntries(options, settings, demand);
      if (others.length > 0) throw new InputError([{ field: '--law', given: `${others.length + 1} laws`, allowed: 'one law' }]);
      const run: Run = readRun(entry, settings, options);
      const said = answerOf(entry, run, settings);
      const answer = { ...said, notes: [...unreadNotes([entry], settings), ...said.notes] };
      if (options.json) return context.stdout(toJson(entry, answer));
      writeNotes(context.stderr, answer.notes);
      return context.stdout(`${entry.label} (${entry.id})\n${toTable(answer)}`);
    });
}

function toJson({ id }: CatalogueEntry, { values, notes }: Answer): string {
  return `${JSON.stringify({ law: id, ...Object.fromEntries(values), ...(notes.length > 0 && { notes }) }, undefined, 2)}\n`;
}

/** Names and units of what is no quantity of the registry. */
const others: Readonly<Record<string, readonly [symbol: string, label: string, unit: string]>> = {
  steps: ['S', 'optimiser steps', ''],
  batch: ['B', 'batch', 'tokens'],
  criticalBatch: ['B_crit', 'critical batch', 'tokens'],
  leastSteps: ['S_min', 'steps at a batch far above the critical one', ''],
  learningRate: ['η', 'peak learning rate', ''],
};

function toTable({ values }: Answer): string {
  const compute = values.find(([id]) => id === 'compute')?.[1];
  const rows = values
    // the same value as `compute`, unless the budget pays for more than training
    .filter(([id, value]) => !((id === 'C' || id === 'lifetimeCompute') && value === compute))
    .map(([id, value]) => {
      const [symbol, label, unit] = others[id] ?? [];
      if (symbol !== undefined) return [symbol, label!, formatQuantity('N', value, 4).number, unit!];
      if (!isQuantityId(id)) throw new Error(`no name for ${id}`);
      const shown = formatQuantity(id, value, 4);
      return [quantities[id].symbol, quantities[id].label, shown.number, shown.unit];
    });
  return formatTable(rows, ['left', 'left', 'right', 'left']);
}
