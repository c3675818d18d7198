import { Option, type Command } from 'commander';
import type { Card, CardNumber } from '../../model/card/card';
import { describeEntry } from '../../model/card/describe';
import { formatCardInterval, formatCardNumber } from '../../model/card/format';
import { type CatalogueEntry, type CatalogueKind, catalogue, catalogueKinds, coefficientsOf, findEntry } from '../../model/catalogue';
import { InputError } from '../../quantities/issue';
import type { CliContext } from '../context';
import { formatTable } from '../table';

/** Adds `laws`: lists the laws of every kind, or prints the card of one. */
export function addLaws(program: Command, context: CliContext): void {
  program
    .command('laws')
    .description('list the laws: id, what each answers, and source; with an id, the card of that law')
    .argument('[id]', 'one law: its formula, numbers with intervals, where it holds, source')
    .addOption(new Option('--kind <kind>', 'only laws of one kind').choices(catalogueKinds))
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, { kind, json }: { kind?: CatalogueKind; json?: boolean }) => {
      if (id !== undefined) return context.stdout(json ? toJson(describeInFull(find(id))) : toCard(describeEntry(find(id))));
      const entries = catalogue.filter((entry) => kind === undefined || entry.kind === kind);
      return context.stdout(json ? toJson(entries.map((entry) => describe(entry))) : toTable(entries));
    });
}

function find(id: string): CatalogueEntry {
  const entry = findEntry(id);
  if (entry) return entry;
  throw new InputError([{ field: 'id', given: id, allowed: `one of ${catalogue.map((each) => each.id).join(', ')}` }]);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function describe(entry: CatalogueEntry) {
  const { id, label, kind, family, answers, counted, range, validity, source, status } = entry;
  const form = entry.kind === 'loss' ? entry.law.form : entry.kind;
  const formula = describeEntry(entry).formulas[0]?.text;
  return { id, label, kind, family, form, formula, coefficients: coefficientsOf(entry), answers, counted, range, validity, source, status };
}

/** The same, and what the card adds: each number with its unit, deviation and interval. */
function describeInFull(entry: CatalogueEntry) {
  const { about, formulas, numbers } = describeEntry(entry);
  return { ...describe(entry), about, formulas: formulas.map(({ text }) => text), numbers };
}

function toTable(entries: readonly CatalogueEntry[]): string {
  const rows = entries.map(({ id, label, kind, answers, source }) => [id, label, kind, answers.join(', ') || '–', source]);
  return formatTable([['id', 'label', 'kind', 'answers', 'source'], ...rows]);
}

/** A card as text: name, formulas, numbers in a table, facts. */
function toCard({ id, label, kind, about, formulas, numbers, facts }: Card): string {
  return (
    `${label} (${id}), ${kind}\n${about}\n\n${formulas.map(({ text }) => `  ${text}\n`).join('')}\n` +
    `${formatTable(numbers.map((number) => toRow(number)))}\n${formatTable(facts.map(({ name, text }) => [name, text]))}`
  );
}

function toRow({ symbol, value, deviation, interval, unit, about, isSet }: CardNumber): string[] {
  return [
    symbol,
    formatCardNumber(value),
    unit === '1' || value === Infinity ? '' : unit,
    deviation === undefined ? '' : `± ${formatCardNumber(Number(deviation.toPrecision(2)))}`,
    interval ? `${formatCardInterval(interval)} (${Math.round(interval.level * 100)} %)` : '',
    about + (isSet ? ' You set it.' : ''),
  ];
}
