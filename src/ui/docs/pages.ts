import { type LocaleId, locale } from '../../locales/locale';

/** A page of the documentation, rendered when the application is built. */
interface Page {
  /** Its first heading, as HTML. */
  readonly title: string;
  /** Second headings, as HTML. */
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly html: string;
}

const loaders = import.meta.glob<Page>('../../../docs/**/*.md', { query: '?page', import: 'default' });

/** The pages by subject, in the order in which they are listed; an id is the path below `docs`, without its ending. */
export const contents = [
  { title: 'Isoflop', pages: [{ id: 'index', label: 'What is where' }] },
  {
    title: 'Views',
    pages: [
      { id: 'views/frontier', label: 'Frontier' },
      { id: 'views/growth', label: 'Growth' },
      { id: 'views/plan', label: 'Plan' },
      { id: 'views/fit', label: 'Fit' },
      { id: 'views/sweep', label: 'Sweep' },
      { id: 'views/evidence', label: 'Evidence' },
    ],
  },
  {
    title: 'Science',
    pages: [
      { id: 'science/laws', label: 'Laws and optima' },
      { id: 'science/compute', label: 'Counting compute' },
      { id: 'science/uncertainty', label: 'Uncertainty' },
      { id: 'science/growth', label: 'Growing a model' },
      { id: 'science/planning', label: 'Memory, time, cost' },
      { id: 'fit', label: 'Fits, as measured' },
    ],
  },
  {
    title: 'Reference',
    pages: [
      { id: 'reference/cli', label: 'Command line' },
      { id: 'reference/sweep-files', label: 'Sweep files' },
      { id: 'reference/quantities', label: 'Quantities' },
      { id: 'reference/laws', label: 'Forms and laws' },
      { id: 'architecture', label: 'Architecture' },
      { id: 'benchmarks', label: 'Benchmarks' },
    ],
  },
] as const;

/**
 * Loads a page by its id, in a language or else in English. Rejects where there is no such page, or where it could not be fetched.
 */
export function loadPage(id: string, language: LocaleId = locale()): Promise<Page> {
  const load = loaders[`../../../docs/${language}/${id}.md`] ?? loaders[`../../../docs/${id}.md`];
  return load ? load() : Promise.reject(new Error(`the documentation has no page ${id}`));
}
