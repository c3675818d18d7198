import data from '../data/glossary.json';
import { locale } from '../locales/locale';
import { said } from '../locales/said';
import { type QuantityId, quantities, quantityIds } from '../quantities/registry';
import type { ViewId } from './views';

/** Id of an entry: of a term, or of a quantity. */
export type TermId = keyof typeof data.terms | QuantityId;

/** A term of the field or a quantity, and what it means. */
export interface GlossaryEntry {
  readonly id: TermId;
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
  readonly terms: Readonly<
    Record<keyof typeof data.terms, Omit<GlossaryEntry, 'id' | 'places'> & { readonly places: readonly WrittenPlace[] }>
  >;
  readonly quantities: Readonly<Record<QuantityId, { readonly source: string; readonly places: readonly WrittenPlace[] }>>;
};

/** Every quantity of the registry and every term, in English, in the alphabetical order of the page's language. */
export const glossary: readonly GlossaryEntry[] = [
  ...quantityIds.map((id): GlossaryEntry => {
    const { symbol, label, unit, about: text, min, max } = quantities[id];
    const { source, places } = about[id];
    return { id, term: label, symbol, ...(unit !== '1' && { unit }), text, source, range: [min, max], places: toPlaces(places) };
  }),
  ...Object.entries(terms).map(([id, term]): GlossaryEntry => ({ ...term, id: id as TermId, places: toPlaces(term.places) })),
].toSorted((a, b) => said(a.term).localeCompare(said(b.term), locale()));

/** The entry of a term or a quantity. */
export function findEntry(id: TermId): GlossaryEntry {
  return glossary.find((entry) => entry.id === id)!;
}

/**
 * The entries that hold all words of a search, in English or in the language of the page, those first whose term does; without words, those of a view, or all where no view is
 * named.
 */
export function findEntries(search: string, view?: ViewId): readonly GlossaryEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0)
    return view === undefined ? glossary : glossary.filter(({ places }) => places.some((place) => place.view === view));
  const holds = (...texts: readonly string[]) => {
    const text = texts
      .flatMap((each) => [each, said(each)])
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const named = glossary.filter(({ term, symbol = '' }) => holds(term, symbol));
  const told = glossary.filter((entry) => !named.includes(entry) && holds(entry.id, entry.term, entry.text, entry.source));
  return [...named, ...told];
}
