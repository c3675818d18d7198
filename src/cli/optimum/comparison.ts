import { type EntryOf, allotsBudget } from '../../model/catalogue';
import { allocationOptimum } from '../../model/allocation/allocations';
import type { Configuration } from '../../model/configuration';
import type { Law } from '../../model/laws';
import { excessCompute, mismatchCost } from '../../model/mismatch';
import { optimum } from '../../model/optimum';
import { describeExcursions, findExcursions } from '../../model/validity';
import { formatValue } from '../../quantities/format';
import type { Demand } from '../entries';
import { formatTable } from '../table';

/** A law that allots a budget: of the loss, or an allocation rule. */
export type Allotting = EntryOf<'loss'> | EntryOf<'allocation'>;

/** What `optimum` asks of a law. */
export const allotting: Demand<Allotting> = { wanted: 'a law that allots a budget', isMet: allotsBudget };

/** Parameters and tokens that an entry allots to a budget of C FLOP. */
export function allot(entry: Allotting, C: number): Configuration {
  if (entry.kind === 'loss') return optimum(entry.law, C);
  const found = allocationOptimum(entry.id, C);
  if (!found) throw new Error(`no allocation rule ${entry.id}`);
  return found;
}

/** What an allocation rule allots, for JSON; it knows no loss. */
export function describeAllocation(entry: EntryOf<'allocation'>, C: number) {
  const { N, D } = allot(entry, C);
  return { law: entry.id, N, D, C, tokensPerParameter: D / N, ...notesField(rangeNotes(entry, C)) };
}

/** What an allocation rule allots, in a sentence. */
export function allocationSentence(entry: EntryOf<'allocation'>, C: number): string {
  const { N, D } = allot(entry, C);
  return (
    `With ${formatValue('C', C)} under ${entry.label}, train ${formatValue('N', N)} parameters on ${formatValue('D', D)} ` +
    `(${formatValue('tokensPerParameter', D / N)} per parameter); the rule knows no loss.\n`
  );
}

/** How far the optimum of an entry lies outside its range. */
export function rangeNotes(entry: Allotting, C: number): readonly string[] {
  const text = describeExcursions(findExcursions(entry.range, { ...allot(entry, C), C }));
  return text === '' ? [] : [text];
}

/** Notes as a field of JSON; none where there are no notes. */
export function notesField(notes: readonly string[]): { readonly notes?: readonly string[] } {
  return notes.length > 0 ? { notes } : {};
}

/** Several entries compared, for JSON; `describe` says what `optimum` says of one law of the loss. */
export function describeComparison(entries: readonly Allotting[], C: number, describe: (law: Law) => object) {
  return {
    C,
    laws: entries.map((entry) => (entry.kind === 'loss' ? describe(entry.law) : describeAllocation(entry, C))),
    costOfBeingWrong: costs(entries, C).map((row) => row.map((cost) => (Number.isNaN(cost) ? null : cost))),
    ...notesField(countNotes(entries)),
  };
}

/** Optima in a table, then the extra compute of training by one law (rows) where another is true (columns). */
export function comparisonTables(entries: readonly Allotting[], C: number): string {
  const optima = entries.map((entry) => {
    const { N, D } = allot(entry, C);
    return [entry.label, formatValue('N', N), formatValue('D', D), formatValue('tokensPerParameter', D / N)];
  });
  const rows = costs(entries, C).map((row, i) => [
    entries[i]!.label,
    ...row.map((cost) => (Number.isNaN(cost) ? '–' : `${(cost * 100).toFixed(1)} %`)),
  ]);
  return (
    `With ${formatValue('C', C)}\n${formatTable([['law', 'N*', 'D*', 'D*/N*'], ...optima], ['left', 'right', 'right', 'right'])}\n` +
    `Extra compute paid when the row's optimum is trained and the column's law is true\n` +
    formatTable([['', ...entries.map(({ label }) => label)], ...rows], ['left', ...entries.map(() => 'right' as const)])
  );
}

/** Everything that a reader of a comparison should know beside it. */
export function comparisonNotes(entries: readonly Allotting[], C: number): readonly string[] {
  return [...entries.flatMap((entry) => rangeNotes(entry, C).map((note) => `${entry.label}: ${note}`)), ...countNotes(entries)];
}

/** A note where laws do not count the same parameters: their N cannot be held against each other as they are. */
function countNotes(entries: readonly Allotting[]): readonly string[] {
  const counts = new Set(entries.flatMap(({ counted }) => counted ?? []));
  if (counts.size < 2) return [];
  const labels = (counted: string) => entries.filter((entry) => entry.counted === counted).map(({ label }) => label);
  return [`N counts ${[...counts].map((counted) => `${counted} (${labels(counted).join('; ')})`).join(', ')}`];
}

/**
 * The cost of being wrong for every pair: extra compute when the row's optimum is trained and the column's law is true. NaN where the
 * column is no law of the loss, or its losses cannot be compared.
 */
function costs(entries: readonly Allotting[], C: number): readonly (readonly number[])[] {
  const costOf = (trained: Allotting, truth: Allotting): number => {
    if (truth.kind !== 'loss') return Number.NaN;
    if (trained === truth) return 0;
    return trained.kind === 'loss' ? mismatchCost(trained.law, truth.law, C) : excessCompute(allot(trained, C), truth.law);
  };
  return entries.map((trained) => entries.map((truth) => costOf(trained, truth)));
}
