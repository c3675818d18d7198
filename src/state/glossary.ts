import data from '../data/glossary.json';
import { quantities, quantityIds } from '../quantities/registry';
import type { ViewId } from './views';

/** A term of the field or a quantity, and what it means. */
export interface GlossaryEntry {
  readonly id: string;
  readonly term: string;
  /** As printed in formulas. */
  readonly symbol?: string;
  /** Absent where there is none. */
  readonly unit?: string;
  readonly text: string;
  readonly source: string;
  /** Values of a quantity that Isoflop takes. */
  readonly range?: readonly [number, number];
  /** Where it is met. */
  readonly places: readonly GlossaryPlace[];
}

/** Where a term is met: a view, and in it the tag of an element. */
export interface GlossaryPlace {
  readonly view: ViewId;
  readonly at: string;
}

type WrittenPlace = readonly [view: string, at: string];

const toPlaces = (places: readonly WrittenPlace[]): readonly GlossaryPlace[] => places.map(([view, at]) => ({ view: view as ViewId, at }));

const { terms, quantities: about } = data as unknown as {
  readonly terms: readonly (Omit<GlossaryEntry, 'places'> & { readonly places: readonly WrittenPlace[] })[];
  readonly quantities: Readonly<Record<string, { readonly source: string; readonly places: readonly WrittenPlace[] }>>;
};

/** Every quantity of the registry and every term, in the order of the alphabet. */
export const glossary: readonly GlossaryEntry[] = [
  ...quantityIds.map((id): GlossaryEntry => {
    const { symbol, label, unit, about: text, min, max } = quantities[id];
    const { source, places } = about[id]!;
    return { id, term: label, symbol, ...(unit !== '1' && { unit }), text, source, range: [min, max], places: toPlaces(places) };
  }),
  ...terms.map((term): GlossaryEntry => ({ ...term, places: toPlaces(term.places) })),
].toSorted((a, b) => a.term.localeCompare(b.term, 'en'));

/**
 * The entries that hold all words of a search, those first whose term does; without words, those of a view, or all where no view is
 * named.
 */
export function findEntries(search: string, view?: ViewId): readonly GlossaryEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0)
    return view === undefined ? glossary : glossary.filter(({ places }) => places.some((place) => place.view === view));
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const named = glossary.filter(({ term, symbol = '' }) => holds(`${term} ${symbol}`));
  const told = glossary.filter((entry) => !named.includes(entry) && holds(`${entry.id} ${entry.term} ${entry.text} ${entry.source}`));
  return [...named, ...told];
}
