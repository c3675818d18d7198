import { msg } from '@lit/localize';
import { type LocaleId, locale } from '../../locales/locale';
import type { DocId } from '../../state/documentation';

/** A page of the documentation, rendered when the application is built. */
interface Page {
  /** Its first heading, as HTML. */
  readonly title: string;
  /** Second headings, as HTML. */
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly html: string;
}

const loaders = import.meta.glob<Page>('../../../docs/**/*.md', { query: '?page', import: 'default' });

/** The pages by subject, in the order in which they are listed. */
export const contents: readonly { readonly title: string; readonly pages: readonly { readonly id: DocId; readonly label: string }[] }[] = [
  { title: 'Isoflop', pages: [{ id: 'index', label: msg('What is where') }] },
  {
    title: msg('Views'),
    pages: [
      { id: 'views/frontier', label: msg('Frontier') },
      { id: 'views/growth', label: msg('Growth') },
      { id: 'views/plan', label: msg('Plan') },
      { id: 'views/fit', label: msg('Fit') },
      { id: 'views/sweep', label: msg('Sweep') },
      { id: 'views/evidence', label: msg('Evidence') },
    ],
  },
  {
    title: msg('Science'),
    pages: [
      { id: 'science/laws', label: msg('Laws and optima') },
      { id: 'science/compute', label: msg('Counting compute') },
      { id: 'science/uncertainty', label: msg('Uncertainty') },
      { id: 'science/growth', label: msg('Growing a model') },
      { id: 'science/planning', label: msg('Memory, time, cost') },
      { id: 'fit', label: msg('Fits, as measured') },
    ],
  },
  {
    title: msg('Reference'),
    pages: [
      { id: 'reference/cli', label: msg('Command line') },
      { id: 'reference/sweep-files', label: msg('Sweep files') },
      { id: 'reference/quantities', label: msg('Quantities') },
      { id: 'reference/laws', label: msg('Forms and laws') },
      { id: 'architecture', label: msg('Architecture') },
      { id: 'benchmarks', label: msg('Benchmarks') },
    ],
  },
];

/**
 * Loads a page by its id, in a language or else in English. Rejects where there is no such page, or where it could not be fetched.
 */
export function loadPage(id: DocId, language: LocaleId = locale()): Promise<Page> {
  const load = loaders[`../../../docs/${language}/${id}.md`] ?? loaders[`../../../docs/${id}.md`];
  return load ? load() : Promise.reject(new Error(`the documentation has no page ${id}`));
}
