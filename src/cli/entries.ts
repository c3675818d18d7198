import { type CatalogueEntry, catalogue, findEntry, lossEntry } from '../model/catalogue';
import { bindLaw } from '../model/laws';
import { kindNames } from '../model/card/describe';
import { InputError } from '../quantities/issue';
import { type QuantityFlags, type Settings, readLawFile } from './input';

/** What a command asks of a law. */
export interface Demand<E extends CatalogueEntry> {
  /** Completes "expected …": `a law that allots a budget`. */
  readonly wanted: string;
  isMet(entry: CatalogueEntry): entry is E;
}

/**
 * The entries that the flags name, laws of the loss in the scenario that the settings make; at least one. An InputError says which laws
 * answer what is asked, and what a law that does not answer it can be asked instead.
 */
export async function readEntries<E extends CatalogueEntry>(
  { law, lawFile }: QuantityFlags,
  settings: Settings,
  { wanted, isMet }: Demand<E>,
): Promise<readonly [E, ...E[]]> {
  const ids = law === undefined ? [] : law.split(',').map((id) => id.trim());
  const allowed = `${wanted}, one of ${catalogue
    .filter((entry) => isMet(entry))
    .map(({ id }) => id)
    .join(', ')}`;
  const refuse = (given: string, more = '') => new InputError([{ field: '--law', given, allowed: allowed + more }]);
  const unknown = ids.filter((id) => !findEntry(id));
  if (unknown.length > 0) throw refuse(unknown.join(', ') || 'nothing');
  const own = lawFile === undefined ? [] : [lossEntry(await readLawFile(lawFile))];
  const entries = [...ids.map((id) => findEntry(id)!), ...own].map((entry) =>
    entry.kind === 'loss' ? lossEntry(bindLaw(entry.law, settings)) : entry,
  );
  const answering = entries.filter((entry) => isMet(entry));
  const silent = entries.filter((entry) => !isMet(entry));
  if (silent.length > 0) throw refuse(silent.map((entry) => explain(entry)).join(' and '));
  const [first, ...others] = answering;
  if (!first) throw refuse('nothing', ', or --law-file');
  return [first, ...others];
}

/** An entry with what it is and what it answers: `gpt3 (trend: loss of C)`. */
function explain({ id, kind, answers }: CatalogueEntry): string {
  return `${id} (${kindNames[kind]}: ${answers.join(', ') || 'no factors are published'})`;
}

/** Writes notes for people, a line each. */
export function writeNotes(stderr: (text: string) => void, notes: readonly string[]): void {
  for (const note of notes) stderr(`Note: ${note}.\n`);
}
