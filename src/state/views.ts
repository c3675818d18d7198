import { msg } from '@lit/localize';

/** One view of the laboratory: a question, and the page that answers it. */
interface View {
  readonly id: string;
  /** Name in the navigation. */
  readonly label: string;
  /** The question that it answers, in one sentence. */
  readonly question: string;
}

/** Every view, in the order of the navigation; the page opens with the first. */
export const views = [
  {
    id: 'frontier',
    label: msg('Frontier', { id: 'view-frontier' }),
    question: msg('Which model size and token count should a budget buy?'),
  },
  {
    id: 'growth',
    label: msg('Growth', { id: 'view-growth' }),
    question: msg('What does it save to train a small model, grow it, and train on?'),
  },
  {
    id: 'plan',
    label: msg('Plan', { id: 'view-plan' }),
    question: msg('From a budget to a run: what does it take, in money, days, memory and watts?'),
  },
  { id: 'fit', label: msg('Fit', { id: 'view-fit' }), question: msg('From training runs, which law follows, and can it be trusted?') },
  { id: 'sweep', label: msg('Sweep', { id: 'view-sweep' }), question: msg('What do thousands or millions of configurations say at once?') },
  { id: 'evidence', label: msg('Evidence', { id: 'view-evidence' }), question: msg('Do the published numbers come out?') },
] as const satisfies readonly View[];

/** Id of a view. */
export type ViewId = (typeof views)[number]['id'];

/** All ids, in the order of the navigation. */
export const viewIds = views.map(({ id }) => id);
